"""An edition on the desk: written, looked at, approved, and a test of it sent to oneself."""

import pytest
import time_machine
from django.urls import reverse

from community.models import User
from digests.models import Edition
from digests.models.choices import EditionState
from digests.periods import ends_at
from mail.models import Message
from tests.digests.conftest import WEDNESDAY, WEEK
from tests.factories import CountryFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(role=User.Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def now(wednesday):
    return wednesday


def at(name, period=WEEK):
    return reverse(f"digests:{name}", args=[period])


def typed(version=1, **fields):
    notes = {f"note_{code}": "" for code in ("en", "fr", "es", "ar")}
    return notes | {"version": version} | fields


def test_looking_at_editions_stores_none(client, editor):
    for address in (reverse("digests:editions"), at("edition"), at("preview")):
        assert client.get(address).status_code == 200

    assert not Edition.objects.exists()


def test_editions_of_years_are_reached_page_by_page(client, editor):
    for number in range(1, 26):
        Edition.objects.create(
            period=f"2020-W{number:02d}", rhythm="weekly", ends_at=ends_at(f"2020-W{number:02d}"), state="draft"
        )

    first = client.get(reverse("digests:editions"))
    second = client.get(reverse("digests:editions") + first.context["pager"]["next_url"])

    assert first.context["pager"]["text"] == "1 to 20"
    assert [each.period for each in second.context["page"].items] == [f"2020-W{n:02d}" for n in (5, 4, 3, 2, 1)]


def test_note_and_pieces_are_stored_in_their_order(client, editor, story):
    first, second = story(), story()

    answer = client.post(
        at("edition"), typed(note_en="Two stories.", **{f"piece_{first.pk}": 2, f"piece_{second.pk}": 1})
    )

    edition = Edition.objects.get()
    assert answer.url == edition.get_absolute_url()
    assert edition.said() == {"en": "Two stories."}
    assert [item.piece_id for item in edition.chosen()] == [second.pk, first.pk]


def test_second_of_two_writers_is_told_and_keeps_what_was_typed(client, editor):
    client.post(at("edition"), typed(note_en="First."))

    answer = client.post(at("edition"), typed(note_en="Second."))

    assert answer.status_code == 409
    assert "Second." in answer.content.decode()
    assert Edition.objects.get().said() == {"en": "First."}


def test_approval_needs_a_look_and_a_change_needs_a_new_one(client, editor):
    client.post(at("edition"), typed(note_en="Read this."))
    refused = client.post(at("approve"), {"version": 2})
    client.post(at("preview"))
    client.post(at("edition"), typed(2, note_en="Read that."))
    refused_again = client.post(at("approve"), {"version": 3})
    client.post(at("preview"))
    approved = client.post(at("approve"), {"version": 3})

    assert [refused.status_code, refused_again.status_code, approved.status_code] == [409, 409, 302]
    edition = Edition.objects.get()
    assert (edition.state, edition.previewed_by, edition.approved_by) == (EditionState.APPROVED, editor, editor)


def test_who_has_looked_at_it_comes_to_where_it_is_approved(client, editor):
    client.post(at("edition"), typed(note_en="Read this."))

    page = client.post(at("preview"), follow=True)

    assert page.redirect_chain == [(at("edition"), 302)]
    assert [str(each) for each in page.context["messages"]][-1] == "Noted. You can approve it now."


def test_approved_edition_is_changed_only_after_it_was_taken_back(client, editor):
    client.post(at("edition"), typed(note_en="Read this."))
    client.post(at("preview"))
    client.post(at("approve"), {"version": 2})

    refused = client.post(at("edition"), typed(2, note_en="Read that."))
    client.post(at("reopen"))

    assert refused.status_code == 409
    assert Edition.objects.get().state == EditionState.DRAFT


def test_preview_shows_what_an_example_of_a_reader_gets(client, editor, story):
    country = CountryFactory()
    piece = story(countries=[country])

    of_follower = client.get(at("preview"), {"country": country.pk, "language": "ar", "audience": "members"})
    of_nobody = client.get(at("preview"), {"language": "en", "audience": "members"})

    assert piece.title in of_follower.content.decode()
    assert piece.title not in of_nobody.content.decode()


def test_editors_do_not_look_into_the_digest_of_a_person(client, editor, reader, story, follows):
    piece = story()
    follows(reader, "all-story")

    shown = client.get(at("preview"), {"person": reader.email})

    assert piece.title not in shown.content.decode()


def test_test_goes_to_who_asked_and_counts_for_nothing(client, editor, story, follows):
    follows(editor, "all-story")
    story()

    client.post(at("test"))

    assert [(m.purpose, m.recipient) for m in Message.objects.all()] == [("edition-test", editor.email)]
    assert not editor.digests.exists()


@pytest.mark.parametrize("count", [1, 10])
def test_queries_of_the_form_do_not_grow(client, editor, story, count, django_assert_max_num_queries):
    pieces = [story() for _ in range(count)]
    client.post(at("edition"), typed(**{f"piece_{piece.pk}": 1 for piece in pieces}))

    with django_assert_max_num_queries(17):
        assert client.get(at("edition")).status_code == 200


@time_machine.travel(WEDNESDAY, tick=False)
def test_period_that_nobody_began_is_not_there(client, editor):
    assert [client.get(at("edition", period)).status_code for period in ("2025-W40", "next-week")] == [404, 404]
