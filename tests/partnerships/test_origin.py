"""What a partnership grew out of: said on its form, without circles, and without telling of hidden records."""

import pytest
from django.urls import reverse

from core.models import Visibility
from partnerships.answers import Origin, stored_answers
from partnerships.lineage import closes_circle
from partnerships.merging import merge_partnerships
from partnerships.models import Partnership
from partnerships.plain_words import lines
from partnerships.revisions import revision_of
from partnerships.services import drafts, editing, revising
from tests.factories import InstitutionFactory, PartnershipFactory, UserFactory, member_of, partnership_between
from tests.partnerships import typed

pytestmark = pytest.mark.django_db
PARTIES = {"visibility": Visibility.PARTIES, "standing": "one_side", "source_url": ""}


@pytest.fixture
def author():
    return member_of(InstitutionFactory())


@pytest.fixture
def draft(author):
    house = author.memberships.get().institution
    fields = {"visibility": Visibility.PRIVATE, "standing": "one_side", "created_by": author, "source_url": ""}
    return partnership_between(house, title="Regional peers", problem="Late budgets", **fields)


@pytest.fixture
def home():
    return PartnershipFactory(title="Counties learn from counties", slug="counties")


def send(client, author, draft, **more):
    client.force_login(author)
    return client.post(reverse("partnerships:edit_step", args=[draft.slug, "results"]), typed.results(draft, **more))


def origin_of(partnership):
    partnership.refresh_from_db()
    return partnership.scaled_from


@pytest.mark.parametrize(
    "said",
    [
        "Counties learn from counties",
        "counties LEARN from counties ",
        "/en/partnerships/counties/",
        "http://localhost:8000/fr/partnerships/counties/",
    ],
)
def test_origin_is_found_by_title_or_address(client, settings, author, draft, home, said):
    settings.BASE_URL = "http://localhost:8000"

    response = send(client, author, draft, scaled_from=said, scale_adaptation="Another law")

    assert response.status_code == 302
    assert origin_of(draft) == home
    assert draft.scale_adaptation == "Another law"


def test_origin_that_is_not_found_is_asked_about_and_nothing_is_lost(client, author, draft, home):
    response = send(client, author, draft, scaled_from="counties learn", reform="Budgets on time")

    body = response.content.decode()
    assert "Do you mean: Counties learn from counties" in body
    assert 'value="counties learn"' in body
    assert "Budgets on time" in body
    assert origin_of(draft) is None


@pytest.mark.parametrize("said", ["nowhere at all", "x" * 600, "/en/partnerships/", "\x00"])
def test_origin_that_is_nothing_is_refused_in_words(client, author, draft, said):
    response = send(client, author, draft, scaled_from=said)

    assert response.status_code == 200
    assert response.context["form"].errors["scaled_from"]


def test_hidden_record_is_found_as_little_as_one_that_is_not_there(client, author, draft):
    partnership_between(title="canary of others", **PARTIES)

    hidden = send(client, author, draft, scaled_from="canary of others")
    missing = send(client, author, draft, scaled_from="what nobody has")

    errors = [response.context["form"].errors["scaled_from"] for response in (hidden, missing)]
    assert errors[0] == errors[1]


def test_two_of_one_title_are_told_apart_by_their_address(client, author, draft, home):
    PartnershipFactory(title=home.title)

    response = send(client, author, draft, scaled_from=home.title)

    assert "Several partnerships bear this title" in response.content.decode()


def test_partnership_did_not_grow_out_of_itself(client, author, draft):
    response = send(client, author, draft, scaled_from=f"/en/partnerships/{draft.slug}/")

    assert "cannot have grown out of itself" in response.content.decode()


def test_circle_is_refused_in_words(client, author, draft, home):
    middle = PartnershipFactory(scaled_from=draft)
    Partnership.objects.filter(pk=home.pk).update(scaled_from=middle)

    response = send(client, author, draft, scaled_from=home.title)

    assert "That partnership itself goes back to this one" in response.content.decode()
    assert origin_of(draft) is None


def test_circle_that_stands_already_is_walked_to_its_end(home):
    other = PartnershipFactory(scaled_from=home)
    Partnership.objects.filter(pk=home.pk).update(scaled_from=other)

    assert closes_circle(PartnershipFactory(), home.pk) is False


def test_emptied_field_takes_the_origin_away(client, author, draft, home):
    Partnership.objects.filter(pk=draft.pk).update(scaled_from=home)
    draft.refresh_from_db()

    send(client, author, draft, scaled_from="")

    assert origin_of(draft) is None


def test_origin_that_the_writer_may_not_see_stays_and_is_not_shown(client, author, draft):
    hidden = partnership_between(title="canary of others", **PARTIES)
    Partnership.objects.filter(pk=draft.pk).update(scaled_from=hidden)
    draft.refresh_from_db()

    client.force_login(author)
    pages = [
        client.get(reverse("partnerships:edit_step", args=[draft.slug, "results"])),
        client.get(reverse("partnerships:check", args=[draft.slug])),
    ]
    send(client, author, draft, scaled_from="", reform="Budgets on time")

    assert not any(b"canary" in page.content for page in pages)
    assert origin_of(draft) == hidden


def test_origin_is_told_to_who_answers_by_link_only_where_it_is_public(draft, home):
    hidden = partnership_between(title="canary of others", **PARTIES)

    told = []
    for origin in (home, hidden):
        Partnership.objects.filter(pk=draft.pk).update(scaled_from=origin)
        draft.refresh_from_db()
        told.append(lines("scaled_from", stored_answers(draft, ["scaled_from"], None)["scaled_from"]))

    assert told == [["Counties learn from counties"], []]


def test_wording_changes_with_what_was_adapted_and_not_by_its_absence(draft):
    before = revision_of(draft)

    draft.scale_adaptation = "Another law"

    assert revision_of(draft) != before


def test_correction_of_a_public_record_brings_its_origin_when_it_is_adopted(author, home):
    house = author.memberships.get().institution
    record = partnership_between(house, standing="public_source")
    copy = revising.open_revision(partnership=record, by=author)
    editing.save_step(partnership=copy, values={"scaled_from": Origin(home.pk)}, version=copy.edit_version, by=author)
    before = origin_of(record)
    copy.refresh_from_db()

    revising.adopt_revision(copy=copy)

    assert (before, origin_of(record)) == (None, home)


def test_circle_said_meanwhile_leaves_the_record_as_it_stands(author, home):
    record = partnership_between(author.memberships.get().institution, standing="public_source")
    copy = revising.open_revision(partnership=record, by=author)
    editing.save_step(partnership=copy, values={"scaled_from": Origin(home.pk)}, version=copy.edit_version, by=author)
    Partnership.objects.filter(pk=home.pk).update(scaled_from=record)
    copy.refresh_from_db()

    revising.adopt_revision(copy=copy)

    assert origin_of(record) is None


def test_record_begun_from_another_does_not_take_over_its_origin(client, author, home):
    house = author.memberships.get().institution
    source = partnership_between(house, scaled_from=home, title="Source")
    client.force_login(author)

    client.post(reverse("partnerships:create"), typed.start(house.name, **{"from": source.slug}))

    assert Partnership.objects.get(created_by=author).scaled_from is None


def test_merging_two_ends_of_a_line_leaves_no_circle():
    administrator = UserFactory(role="administrator", verified=True)
    oldest = PartnershipFactory()
    middle = PartnershipFactory(scaled_from=oldest)
    latest = PartnershipFactory(scaled_from=middle)

    kept = merge_partnerships(keep=latest, drop=oldest, by=administrator)

    middle.refresh_from_db()
    assert (origin_of(kept), middle.scaled_from) == (None, kept)


def test_draft_keeps_its_origin_when_it_is_submitted(author, draft, home):
    editing.save_step(partnership=draft, values={"scaled_from": Origin(home.pk)}, version=draft.version, by=author)
    draft.refresh_from_db()

    drafts.submit_draft(partnership=draft, version=draft.version, by=author)

    assert origin_of(draft) == home
