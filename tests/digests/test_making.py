"""The digests of a week or month: to whom, of what, once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from digests import making
from digests.models import Digest, DigestChoice, Edition
from digests.models.choices import EditionState
from knowledge.models.choices import Audience, State
from mail import delivery, services
from mail.models import MailPreference, Message
from tests.digests.conftest import MONDAY, WEDNESDAY, WEEK, choose, letters, told
from tests.factories import CountryFactory, SectorFactory, UserFactory
from tests.mail.conftest import in_threads

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def test_new_story_is_in_the_digest_of_its_followers_and_of_nobody_else(follows, story, reader):
    country = CountryFactory()
    other = UserFactory(email="bob@example.org")
    follows(reader, "country", country)
    follows(other, "country", CountryFactory(north=True))
    piece = story(countries=[country])

    making.make_for(WEEK)

    assert told() == {reader.email: [f"piece:{piece.pk}"]}
    assert piece.title in letters()[0].text
    assert f"You follow: {country.name}" in letters()[0].text


def test_nothing_is_told_twice_and_no_empty_digest_is_sent(follows, story, reader):
    follows(reader, "all-story")
    story()

    made = [making.make_for(WEEK).editions for _ in range(3)]
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        made.append(making.make_due().editions)

    assert made == [1, 0, 0, 0]
    assert Digest.objects.count() == 1


def test_missed_weeks_are_made_up_for_once(follows, story, reader):
    follows(reader, "all-story")
    story()

    with time_machine.travel(MONDAY + timedelta(days=14), tick=False):
        made = [making.make_due().editions for _ in range(4)]

    assert made == [1, 0, 0, 0]


def test_two_builders_at_once_write_one_letter(follows, story, reader):
    follows(reader, "all-story")
    story()

    assert sum(made.editions for made in in_threads(lambda: making.make_for(WEEK), 4)) == 1
    assert len(letters()) == 1


def test_community_story_is_told_to_verified_members_only(follows, story, reader):
    pending = UserFactory()
    for user in (reader, pending):
        follows(user, "all-story")
    story(audience=Audience.COMMUNITY)

    making.make_for(WEEK)

    assert list(told()) == [reader.email]


def test_story_withdrawn_before_sending_is_left_out_of_a_letter_written_anew(follows, story, reader, sink):
    follows(reader, "all-story")
    gone, stays = story(), story()
    making.make_for(WEEK)
    gone.state, gone.archive_reason = State.ARCHIVED, "consent_withdrawn"
    gone.save()

    delivery.send_due()
    assert letters() == []
    making.make_for(WEEK)
    delivery.send_due()

    assert told() == {reader.email: [f"piece:{stays.pk}"]}
    assert gone.title not in sink.received[0].get_body().get_content()
    assert [message.status for message in letters()] == [Message.Status.SENT]


def test_member_who_left_meanwhile_gets_nothing_of_the_community(follows, story, reader, sink):
    follows(reader, "all-story")
    story(audience=Audience.COMMUNITY)
    making.make_for(WEEK)
    reader.memberships.update(status="ended", ended_at=MONDAY)

    delivery.send_due()
    making.make_for(WEEK)
    delivery.send_due()

    assert letters() == []


def test_monthly_reader_waits_for_the_end_of_the_month(follows, story, reader):
    choose(reader, rhythm="monthly")
    follows(reader, "all-story")
    story()

    making.make_for(WEEK)
    assert letters() == []

    with time_machine.travel("2026-12-01T06:00:00Z", tick=False):
        assert making.make_due().editions == 1


def test_who_refused_gets_none_and_is_not_told_of_it_later(follows, story, reader):
    follows(reader, "all-story")
    services.choose(address=reader.email, choices={"edition": MailPreference.Choice.NEVER})
    story()
    making.make_for(WEEK)
    services.choose(address=reader.email, choices={"edition": MailPreference.Choice.AT_ONCE})

    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        assert making.make_due().editions == 0


def test_who_cannot_log_in_any_more_gets_none(follows, story, reader):
    follows(reader, "all-story")
    story()
    reader.is_active = False
    reader.save()

    assert making.make_for(WEEK).editions == 0


def test_category_of_a_sector_brings_its_purposes(follows, story, reader):
    category = SectorFactory(code="151", category=None)
    follows(reader, "sector", category)
    piece = story(sectors=[SectorFactory(code="15110", category=category)])

    making.make_for(WEEK)

    assert told() == {reader.email: [f"piece:{piece.pk}"]}


def test_edition_that_somebody_began_waits_for_approval(follows, story, reader):
    follows(reader, "all-story")
    story()
    edition = making.edition_of(WEEK)
    edition.notes.create(language="en", text="Read this.")

    assert making.make_for(WEEK).editions == 0
    Edition.objects.update(state=EditionState.APPROVED, approved_at=MONDAY)
    assert making.make_for(WEEK).editions == 1
    assert "Read this." in letters()[0].text
    assert Edition.objects.get().state == EditionState.SENT


def test_chosen_piece_goes_to_all_readers_first_and_once(follows, story, reader):
    other = UserFactory(email="bob@example.org")
    choose(other)
    follows(reader, "all-story")
    choose(reader)
    old, new = story(), story()
    type(old).objects.filter(pk=old.pk).update(first_published_at=WEDNESDAY - timedelta(days=400))
    edition = making.edition_of(WEEK)
    edition.items.create(piece=old)
    Edition.objects.update(state=EditionState.APPROVED, approved_at=MONDAY)

    making.make_for(WEEK)

    assert told() == {
        reader.email: [f"piece:{old.pk}", f"piece:{new.pk}"],
        other.email: [f"piece:{old.pk}"],
    }


def test_letter_is_in_the_language_of_its_reader_and_bears_a_way_out(follows, story, reader, sink):
    follows(reader, "all-story")
    choose(reader, language="fr")
    story()

    making.make_for(WEEK)
    delivery.send_due()

    assert letters()[0].language == "fr"
    assert sink.received[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert 'lang="fr"' in letters()[0].html


def test_first_follow_enrols_its_reader_once(follows, reader):
    follows(reader, "all-story")

    assert [DigestChoice.objects.enrol() for _ in range(2)] == [1, 0]
    assert DigestChoice.objects.get().told_until == WEDNESDAY - timedelta(days=7)


@pytest.mark.parametrize("count", [1, 10])
def test_queries_do_not_grow_with_readers_or_news(follows, story, count, django_assert_max_num_queries):
    country = CountryFactory()
    for _ in range(count):
        follows(UserFactory(), "country", country)
        story(countries=[country])

    with django_assert_max_num_queries(95):
        assert making.make_for(WEEK).editions == count


@pytest.mark.parametrize("period", ["2026-W54", "2026-13", "last week"])
def test_command_refuses_what_is_no_period(period):
    with pytest.raises(CommandError):
        call_command("make_digests", period=period)
