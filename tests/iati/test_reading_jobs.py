"""From a brought file or an address to rows that can be looked at; a file that fails leaves nothing behind."""

import zlib
from datetime import timedelta

import pytest
from django.utils import timezone

from iati import fetching, reading_jobs, tasks
from iati.models import PublishedActivity, Reading, Source
from iati.services import sources
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
Status, Outcome = Reading.Status, PublishedActivity.Outcome


def activity(identifier, title="Audit twinning", extra=""):
    return (
        f"<iati-activity><iati-identifier>{identifier}</iati-identifier>"
        f"<title><narrative>{title}</narrative></title>{extra}</iati-activity>"
    )


def file_of(*activities):
    return f'<iati-activities version="2.03">{"".join(activities)}</iati-activities>'.encode()


@pytest.fixture
def donor():
    return MembershipFactory(role="focal_point").user


def bring(donor, *activities, name="donor.xml"):
    return sources.add_source(content=file_of(*activities), file_name=name, by=donor)


def outcomes(source):
    return dict(source.activities.order_by("position", "pk").values_list("identifier", "outcome"))


def test_a_small_file_is_read_at_once_and_not_kept(donor):
    reading = bring(donor, activity("XX-1"), activity("XX-2", "Roads"))

    reading.refresh_from_db()
    assert (reading.status, reading.content, reading.report["activities"]) == (Status.READ, None, 2)
    assert list(reading.activities.values_list("identifier", "title", "is_possible")) == [
        ("XX-1", "Audit twinning", True),
        ("XX-2", "Roads", False),
    ]


def test_what_has_no_identifier_of_its_own_is_left_out_and_says_so(donor):
    reading = bring(donor, activity("XX-1"), activity(""), activity("XX-1", "Once more"))

    rows = list(reading.activities.order_by("position").values_list("outcome", "messages"))
    assert [outcome for outcome, _messages in rows] == [Outcome.PREVIEW, Outcome.SKIPPED, Outcome.SKIPPED]
    assert rows[1][1][0] == "It has no identifier, so it could not be told from others the next time."
    assert rows[2][1][0] == "Another activity further up in the file has the same identifier."


def test_the_same_file_name_again_is_the_same_source(donor):
    first, second = bring(donor, activity("XX-1")), bring(donor, activity("XX-1"), activity("XX-2"))

    assert first.source == second.source
    assert outcomes(first.source) == {"XX-1": Outcome.PREVIEW, "XX-2": Outcome.PREVIEW}


def test_what_the_file_holds_no_longer_is_marked_and_not_deleted(donor):
    source = bring(donor, activity("XX-1"), activity("XX-2")).source
    bring(donor, activity("XX-2"))

    gone = list(source.activities.gone().values_list("identifier", flat=True))
    bring(donor, activity("XX-1"), activity("XX-2"))

    assert gone == ["XX-1"]
    assert not source.activities.gone().exists()


def test_what_was_written_is_compared_with_what_the_file_says_now(donor):
    source = bring(donor, activity("XX-1"), activity("XX-2")).source
    for row in source.activities.all():
        row.written, row.written_digest = row.content, row.digest
        row.save()

    bring(donor, activity("XX-1"), activity("XX-2", "Another title"))

    assert outcomes(source) == {"XX-1": Outcome.UNCHANGED, "XX-2": Outcome.UPDATED}


def test_a_file_that_breaks_off_changes_nothing_that_was_known(donor):
    source = bring(donor, activity("XX-1")).source
    before = list(source.activities.values())

    reading = sources.add_source(
        content=file_of(activity("XX-1", "Changed"), activity("XX-9"))[:-40], file_name="donor.xml", by=donor
    )

    reading.refresh_from_db()
    assert (reading.status, list(source.activities.values())) == (Status.FAILED, before)
    assert reading.message.startswith("The file breaks off or goes wrong in line 1")


def test_an_address_is_fetched_by_a_worker(donor, monkeypatch):
    answer = fetching.Fetched(file_of(activity("XX-1")), "https://donor.example/file.xml", '"one"', "")
    monkeypatch.setattr(fetching, "fetch", lambda url, **known: answer)

    reading = sources.add_source(url="https://donor.example/file.xml", by=donor)
    tasks.read_source(reading.pk)

    reading.refresh_from_db()
    source = Source.objects.get()
    assert (reading.status, source.etag, source.name) == (Status.READ, '"one"', "donor.example/file.xml")


def test_what_did_not_change_at_the_source_is_not_read_again(donor, monkeypatch):
    asked = []

    def fetch(url, **known):
        asked.append(known)
        return fetching.NotModified()

    monkeypatch.setattr(fetching, "fetch", fetch)
    source = Source.objects.create(name="x", url="https://donor.example/", etag='"one"', read_at=timezone.now())
    reading = Reading.objects.create(source=source)

    reading_jobs.work_on(reading)

    assert (reading.status, asked) == (Status.UNCHANGED, [{"etag": '"one"', "last_modified": ""}])


def test_a_site_that_fails_leaves_the_last_good_data_with_its_date(donor, monkeypatch):
    source = bring(donor, activity("XX-1")).source
    Source.objects.filter(pk=source.pk).update(url="https://donor.example/")
    good = Source.objects.get().read_at

    def fetch(url, **known):
        raise fetching.CannotFetch("The site is too slow.")

    monkeypatch.setattr(fetching, "fetch", fetch)
    reading = Reading.objects.create(source=Source.objects.get())
    reading_jobs.work_on(reading)

    source = Source.objects.get()
    assert (reading.status, source.failure, source.read_at) == (Status.FAILED, "The site is too slow.", good)
    assert outcomes(source) == {"XX-1": Outcome.PREVIEW}


def test_a_source_is_asked_again_only_once_at_a_time(donor):
    source = Source.objects.create(name="x", url="https://donor.example/", owner=donor)

    assert sources.fetch_again(source=source, by=donor) == sources.fetch_again(source=source, by=donor)


def test_followed_sources_are_due_after_a_week(donor, time_machine):
    Source.objects.create(name="new", url="https://donor.example/1", is_followed=True)
    Source.objects.create(name="asked", url="https://donor.example/2", is_followed=True, fetched_at=timezone.now())
    Source.objects.create(name="not followed", url="https://donor.example/3")
    now = [source.name for source in reading_jobs.due_sources()]
    time_machine.move_to(timezone.now() + timedelta(days=8))

    assert (now, [source.name for source in reading_jobs.due_sources()]) == (["new"], ["asked", "new"])


def test_an_interrupted_reading_says_so_and_can_be_started_again(donor, time_machine):
    source = Source.objects.create(name="x", url="https://donor.example/", owner=donor)
    reading = Reading.objects.create(source=source, content=zlib.compress(b"<x/>"))
    time_machine.move_to(timezone.now() + timedelta(hours=1))

    assert reading_jobs.sweep() == 1
    reading.refresh_from_db()
    assert (reading.status, reading.content) == (Status.FAILED, None)
    assert sources.fetch_again(source=source, by=donor) != reading
