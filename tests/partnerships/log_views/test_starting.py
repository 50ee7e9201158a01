"""Beginning a record: what is kept, found and taken over."""

import pytest

from core.models import Visibility
from partnerships.models import Partnership
from tests.factories import UserFactory, partnership_between
from tests.partnerships import typed
from tests.partnerships.log_views.people import CREATE, url

pytestmark = pytest.mark.django_db


def test_start_makes_a_private_draft_and_goes_on(client, author):
    client.force_login(author)

    answer = client.post(CREATE, typed.start())

    draft = Partnership.objects.get()
    assert (draft.visibility, draft.standing, draft.created_by) == (Visibility.PRIVATE, "one_side", author)
    assert [m.institution.name for m in draft.members.all()] == ["National Statistical Office"]
    assert answer.url == url(draft, "offered")


def test_start_sent_twice_gives_the_same_record_and_the_same_place(client, author):
    client.force_login(author)
    data = typed.start()

    first, second = client.post(CREATE, data), client.post(CREATE, data)

    assert (first.url, Partnership.objects.count()) == (second.url, 1)


def test_start_cannot_set_what_nobody_is_asked(client, author):
    client.force_login(author)
    more = {"visibility": "public", "standing": "public_source", "created_by": "1", "is_demo": "on", "stage": "closed"}

    client.post(CREATE, typed.start() | more)

    made = Partnership.objects.get()
    assert (made.visibility, made.standing, made.created_by, made.is_demo, made.stage) == (
        Visibility.PRIVATE,
        "one_side",
        author,
        False,
        "unknown",
    )


def test_start_keeps_what_was_typed_when_something_is_wrong(client, author):
    client.force_login(author)

    page = client.post(CREATE, typed.start("Nobody Has Heard Of It")).content.decode()

    assert "The business survey comes three years late." in page
    assert 'value="Nobody Has Heard Of It"' in page
    assert "Add “Nobody Has Heard Of It” as new" in page
    assert not Partnership.objects.exists()


def test_start_shows_ones_own_drafts_only(client, author, draft):
    partnership_between(
        visibility=Visibility.PRIVATE, standing="one_side", title="Of another", created_by=UserFactory()
    )
    client.force_login(author)

    page = client.get(CREATE).content.decode()

    assert draft.title in page
    assert "Of another" not in page


@pytest.mark.parametrize("pasted", ["SE-0-1", "https://example.org/page/", "/en/partnerships/{slug}/", "{slug}"])
def test_start_finds_the_record_behind_an_identifier_or_address(client, author, pasted):
    known = partnership_between(title="Known one", iati_identifier="SE-0-1", source_url="https://example.org/page")
    client.force_login(author)

    page = client.get(CREATE, {"known": pasted.format(slug=known.slug)}).content.decode()

    assert f"{CREATE}?from={known.slug}" in page


def test_start_does_not_find_what_one_may_not_see(client, author):
    partnership_between(visibility=Visibility.PARTIES, standing="one_side", iati_identifier="SE-0-1", title="Hidden")
    client.force_login(author)

    page = client.get(CREATE, {"known": "SE-0-1"}).content.decode()

    assert "We hold no record" in page
    assert "Hidden" not in page


def test_start_takes_over_the_answers_of_a_known_record(client, author, asker):
    known = partnership_between(demand=asker, problem="As before", actual_start="2019", iati_identifier="SE-0-1")
    client.force_login(author)

    page = client.get(CREATE, {"from": known.slug}).content.decode()
    client.post(CREATE, typed.start(problem="As before") | {"from": known.slug})

    made = Partnership.objects.get(created_by=author)
    assert "As before" in page
    assert (made.actual_start, made.iati_identifier, made.members.count()) == ("2019", "", 2)


@pytest.mark.parametrize("slug", ["\x00", "../../etc", "a" * 5000, "‮"])
def test_start_from_a_broken_address_is_an_ordinary_start(client, author, slug):
    client.force_login(author)

    answer = client.post(CREATE, typed.start() | {"from": slug})

    assert answer.status_code == 302


def test_start_takes_over_nothing_from_a_hidden_record(client, author):
    hidden = partnership_between(visibility=Visibility.PARTIES, standing="one_side", problem="A secret")
    client.force_login(author)

    page = client.get(CREATE, {"from": hidden.slug}).content.decode()

    assert "A secret" not in page
