"""What one side would say differently, on the record's own page; and objections there."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.models import User
from mail.models import Message
from partnerships.models import Correction, Partnership
from partnerships.services import confirmations
from tests.factories import InstitutionFactory, UserFactory, member_of
from tests.partnerships.by_link import WHO, answer, link_for, url_of, waiting_record

pytestmark = pytest.mark.django_db
PROPOSED = {"fix-title": "Surveys by tablet", "fix-summary": "Two offices survey together."}


@pytest.fixture
def record():
    record = waiting_record()
    confirmations.record_submission(partnership=record, by=record.officer)
    return record


@pytest.fixture
def link(record):
    link = link_for(record)
    answer(Client(), url_of(link), decision="correct", agreed_visibility="public", **WHO, **PROPOSED)
    return link


@pytest.fixture
def officer(client, record):
    client.force_login(record.officer)
    return record.officer


def at(name, record, *args):
    return reverse(f"partnerships:{name}", args=[record.slug, *args])


def test_the_record_shows_both_wordings_to_its_parties(client, record, link, officer):
    text = client.get(record.get_absolute_url()).content.decode()

    for words in ("2 corrections are proposed", record.title, "Surveys by tablet", "Ama Mensah, Chief Statistician"):
        assert words in text


def test_accepting_all_makes_it_a_record_of_both(client, record, link, officer):
    page = client.post(at("accept_corrections", record), {"accept": "all"}, follow=True)

    record.refresh_from_db()
    assert (record.title, record.standing, record.visibility) == ("Surveys by tablet", "both_sides", "public")
    assert "Accepted. Both sides stand by the record now." in page.content.decode()


def test_accepting_one_leaves_the_other_open(client, record, link, officer):
    title = record.corrections.get(field="title")

    client.post(at("accept_corrections", record), {"accept": title.pk})

    record.refresh_from_db()
    assert record.title == "Surveys by tablet"
    assert [each.field for each in record.corrections.open()] == ["summary"]


def test_accepting_twice_says_that_nothing_is_left(client, record, link, officer):
    client.post(at("accept_corrections", record), {"accept": "all"})

    page = client.post(at("accept_corrections", record), {"accept": "all"}, follow=True)

    assert "There is nothing left to accept" in page.content.decode()


def test_a_remark_goes_to_the_other_side_by_a_new_link(client, record, link, officer):
    title = record.corrections.get(field="title")

    page = client.post(at("discuss_correction", record, title.pk), {f"remark-{title.pk}-text": "Could we keep it?"})

    newest = record.side_links.first()
    letter = Message.objects.get(purpose="side-link-confirm", period=str(newest.pk))
    assert page.status_code == 302
    assert (newest.address, newest.pk != link.pk) == (link.address, True)
    assert letter.subject == "Statistics Norway has answered your proposal"
    assert "Could we keep it?" in Client().get(url_of(newest)).content.decode()


def test_an_empty_remark_is_answered_beside_its_field(client, record, link, officer):
    title = record.corrections.get(field="title")

    page = client.post(at("discuss_correction", record, title.pk), {})

    assert page.status_code == 200
    assert "Write your remark first." in page.content.decode()


def test_a_remark_of_a_megabyte_is_kept_on_the_page(client, record, link, officer):
    title = record.corrections.get(field="title")

    page = client.post(at("discuss_correction", record, title.pk), {f"remark-{title.pk}-text": "word " * 200_000})

    assert page.status_code == 200
    assert "999,999 characters long" in page.content.decode()
    assert not title.remarks.exists()


def discussed(client, record):
    """The open link by which the side reads what was said of its proposal."""
    title = record.corrections.get(field="title")
    client.post(at("discuss_correction", record, title.pk), {f"remark-{title.pk}-text": "Could we keep it?"})
    return title, url_of(record.side_links.first())


def reply(url, correction, **fields):
    data = {"what": "reply", "text": "Yes, let us.", "name": "Ama Mensah", "job_title": "", "website": ""} | fields
    sent = {f"reply-{correction.pk}-{name}": value for name, value in data.items()}
    checked = Client().post(url, sent | {"do": "check-reply", "correction": correction.pk})
    if "sealed" not in checked.context:
        return checked
    return Client().post(url, {"do": "send-reply", "sealed": checked.context["sealed"]})


def test_the_side_replies_on_the_page_of_its_link(client, record, link, officer):
    title, url = discussed(client, record)

    page = reply(url, title)

    assert page.status_code == 302
    assert [each.text for each in title.remarks.all()] == ["Could we keep it?", "Yes, let us."]
    assert Message.objects.filter(purpose="correction-remark", recipient=officer.email).count() == 1


def test_the_side_takes_its_proposal_back_by_its_link(client, record, link, officer):
    title, url = discussed(client, record)

    reply(url, title, what="withdraw", text="")

    title.refresh_from_db()
    assert title.status == Correction.Status.WITHDRAWN


@pytest.mark.parametrize("wrong", [{"what": ""}, {"text": ""}, {"name": ""}, {"website": "x"}])
def test_a_reply_that_lacks_something_is_not_sent(client, record, link, officer, wrong):
    title, url = discussed(client, record)

    page = reply(url, title, **wrong)

    assert page.status_code == 200
    assert title.remarks.count() == 1


def test_a_reply_to_what_was_settled_meanwhile_is_kept_for_copying(client, record, link, officer):
    title, url = discussed(client, record)
    client.post(at("accept_corrections", record), {"accept": "all"})

    page = reply(url, title, text="One more word.")

    assert page.status_code == 409
    assert "One more word." in page.content.decode()


def test_who_proposed_does_not_accept(client, record, link):
    client.force_login(member_of(record.asks))

    client.post(at("accept_corrections", record), {"accept": "all"})

    assert record.corrections.open().count() == 2


def test_who_proposed_takes_it_back_in_the_portal(client, record, link):
    client.force_login(member_of(record.asks))
    title = record.corrections.get(field="title")

    client.post(at("withdraw_correction", record, title.pk))

    title.refresh_from_db()
    assert title.status == Correction.Status.WITHDRAWN


def test_nobody_takes_back_what_another_side_proposed(client, record, link, officer):
    title = record.corrections.get(field="title")

    assert client.post(at("withdraw_correction", record, title.pk)).status_code == 403


@pytest.mark.parametrize("page", ["corrections", "detail"])
def test_corrections_of_a_public_record_are_for_its_parties(client, record, link, page):
    Partnership.objects.filter(pk=record.pk).update(
        visibility="public", standing="public_source", source_url="https://example.org/"
    )
    client.force_login(member_of(InstitutionFactory()))

    shown = client.get(at(page, record))

    assert "Surveys by tablet" not in shown.content.decode()


def test_the_page_takes_as_many_queries_for_ten_corrections_as_for_one(client, record, officer):
    def propose(number):
        for field in ("title", "summary", "reform", "kind", "what_changed", "actual_start", "actual_end", "brings")[
            :number
        ]:
            Correction.objects.get_or_create(
                partnership=record, institution=record.asks, side="demand", field=field, defaults={"by_name": "Ama"}
            )

    propose(1)
    with CaptureQueriesContext(connection) as one:
        client.get(at("corrections", record))
    propose(8)
    with CaptureQueriesContext(connection) as many:
        client.get(at("corrections", record))

    assert len(many) == len(one)


# --- Objections in the portal ---------------------------------------------------------------------------


@pytest.fixture
def shown(record):
    Partnership.objects.filter(pk=record.pk).update(
        visibility="public", standing="public_source", source_url="https://example.org/"
    )
    record.refresh_from_db()
    return record


def test_an_objection_hides_the_record_and_tells_the_secretariat(client, shown):
    editor = UserFactory(role=User.Role.EDITOR)
    client.force_login(member_of(shown.asks))

    page = client.post(at("object", shown), {"reason": "We never met."})

    assert page.status_code == 302
    assert Client().get(shown.get_absolute_url()).status_code == 404
    assert set(Message.objects.filter(purpose="objection").values_list("recipient", flat=True)) == {
        editor.email,
        shown.officer.email,
    }


def test_opening_the_page_objects_to_nothing(client, shown):
    client.force_login(member_of(shown.asks))

    client.get(at("object", shown))

    assert Client().get(shown.get_absolute_url()).status_code == 200


def test_an_objection_without_a_reason_is_asked_for_one(client, shown):
    client.force_login(member_of(shown.asks))

    page = client.post(at("object", shown), {"reason": "  "})

    assert "Say in a sentence why you object." in page.content.decode()


def test_the_reason_is_read_by_parties_and_secretariat(client, shown):
    client.force_login(member_of(shown.asks))
    client.post(at("object", shown), {"reason": "We never met."})

    for reader in (shown.officer, UserFactory(role=User.Role.EDITOR)):
        client.force_login(reader)
        assert "We never met." in client.get(shown.get_absolute_url()).content.decode()


def test_who_objected_confirms_and_the_objection_is_over(client, shown):
    partner = member_of(shown.asks)
    client.force_login(partner)
    client.post(at("object", shown), {"reason": "We never met."})
    page = client.get(shown.get_absolute_url()).content.decode()

    client.post(at("confirm", shown), {"agreed_visibility": "public"})

    shown.refresh_from_db()
    assert at("confirm", shown) in page
    assert shown.objected_at is None


def test_only_who_speaks_for_a_party_objects(client, shown):
    client.force_login(member_of(InstitutionFactory()))

    assert client.get(at("object", shown)).status_code == 403


def test_a_record_that_changed_is_read_again_before_it_is_confirmed_and_the_note_stays(client, record):
    client.force_login(member_of(record.asks))
    read = client.get(at("confirm", record)).context["form"]["revision"].value()
    Partnership.objects.filter(pk=record.pk).update(summary="Other words.")

    page = client.post(
        at("confirm", record), {"revision": read, "agreed_visibility": "public", "note": "Thank you for this."}
    )

    form = page.context["form"]
    assert "The record has changed while you were reading." in page.content.decode()
    assert (form["note"].value(), form["agreed_visibility"].value()) == ("Thank you for this.", "public")
    assert form["revision"].value() != read
