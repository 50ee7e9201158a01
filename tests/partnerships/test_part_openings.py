"""Parts that both sides show to more than themselves."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Visibility
from core.versions import EditedMeanwhile
from mail.models import Message
from partnerships.models import PartConsent, Terms
from partnerships.opening_letters import still_asked
from partnerships.openings import awaited_for, revision_of
from partnerships.recorded import OPENABLE
from partnerships.services.openings import CannotOpen, agree_to_open, take_back
from tests.factories import InstitutionFactory, PartnershipMemberFactory, UserFactory, member_of, partnership_between
from tests.partnerships.parts_typed import TYPED, address, part_of, send, typed

pytestmark = pytest.mark.django_db
PUBLIC, COMMUNITY, PARTIES = Visibility.PUBLIC, Visibility.COMMUNITY, Visibility.PARTIES


@pytest.fixture
def asks():
    return InstitutionFactory()


@pytest.fixture
def offers():
    return InstitutionFactory()


@pytest.fixture
def record(asks, offers):
    return partnership_between(asks, offers)


@pytest.fixture
def donor(record):
    return PartnershipMemberFactory(
        partnership=record, institution=InstitutionFactory(kind="donor"), side="funder"
    ).institution


def shown(item):
    return type(item).objects.get(pk=item.pk).visibility


def agree(item, person, to=PUBLIC):
    return agree_to_open(item=item, to=to, revision=revision_of(item), by=person)


@pytest.mark.parametrize("part", sorted((OPENABLE & set(TYPED)) - {"terms"}))
def test_a_part_is_shown_once_both_sides_agree_to_the_same_words(record, asks, offers, part):
    item = part_of(record, part, institution=asks)

    agree(item, member_of(asks))
    assert shown(item) == PARTIES
    assert [member.institution for member in awaited_for(item)] == [offers]
    agree(item, member_of(offers))

    assert shown(item) == PUBLIC


def test_terms_are_opened_like_other_parts_and_signing_changes_no_word(client, record, asks, offers):
    terms = Terms.objects.create(partnership=record, number=1, text="The asking side chooses the topics.")
    agree(terms, member_of(asks))
    Terms.objects.update(demand_signed_at=timezone.now(), demand_signed_name="The director")
    client.force_login(member_of(offers))
    page = client.get(record.get_absolute_url()).content.decode()
    assert address("share", "terms", terms) in page

    agree(Terms.objects.get(), member_of(offers))

    assert shown(terms) == PUBLIC


def test_as_widely_as_both_agree_and_no_wider(record, asks, offers):
    item = part_of(record, "lesson")

    agree(item, member_of(asks), PUBLIC)
    agree(item, member_of(offers), COMMUNITY)

    assert shown(item) == COMMUNITY


def test_one_person_for_both_sides_is_not_enough(record, asks, offers):
    item, person = part_of(record, "lesson"), member_of(asks)
    person.memberships.create(institution=offers, role="focal_point", status="active")

    agree(item, person)

    assert shown(item) == PARTIES
    assert [member.institution for member in awaited_for(item)] == [offers]


def test_a_reporting_donor_speaks_for_neither_side(donor, record, asks):
    item = part_of(record, "exchange")

    agree(item, member_of(asks))
    agree(item, member_of(donor, role="staff"))

    assert shown(item) == PARTIES


def test_in_a_record_without_a_supply_institution_nothing_is_opened(asks):
    record = partnership_between(asks)
    record.members.filter(side="supply").update(institution=None, stated_name="A bureau")
    item = part_of(record, "exchange")

    with pytest.raises(CannotOpen):
        agree(item, member_of(asks))


def test_whoever_bears_a_cost_is_asked_too(record, asks, offers, donor):
    cost = part_of(record, "cost", institution=donor)
    agree(cost, member_of(asks))
    agree(cost, member_of(offers))
    assert [member.institution for member in awaited_for(cost)] == [donor]

    agree(cost, member_of(donor, role="staff"))

    assert shown(cost) == PUBLIC


def test_a_part_is_never_shown_more_widely_than_its_record(asks, offers):
    record = partnership_between(asks, offers, visibility=COMMUNITY, standing="both_sides", confirmed_on="2026-11-03")
    item = part_of(record, "lesson")

    with pytest.raises(CannotOpen, match="never shown to more people"):
        agree(item, member_of(asks), PUBLIC)


@pytest.mark.parametrize("part", ["lesson", "adaptation"])
def test_any_party_takes_it_back_at_once_and_for_good(record, asks, offers, donor, part):
    item, officer = part_of(record, part), member_of(donor, role="staff")
    agree(item, member_of(asks))
    agree(item, member_of(offers))

    take_back(item=item, by=officer)
    assert shown(item) == PARTIES

    agree(item, member_of(asks))
    assert shown(item) == PARTIES
    agree(item, officer)
    assert shown(item) == PUBLIC


def test_what_others_opened_before_stays_when_somebody_agrees_to_it(record, asks):
    item = part_of(record, "lesson", PUBLIC)

    agree(item, member_of(asks))

    assert shown(item) == PUBLIC


def test_showing_to_fewer_people_needs_nobody_else(record, asks, offers):
    item = part_of(record, "lesson", PUBLIC)

    agree(item, member_of(asks), COMMUNITY)

    assert shown(item) == COMMUNITY


def test_an_edit_takes_the_consents_back(client, record, asks, offers):
    item = part_of(record, "lesson")
    agree(item, member_of(asks))
    agree(item, member_of(offers))
    client.force_login(member_of(asks))

    send(client, "edit", "lesson", item, typed("lesson", asks, title="Other words."))

    item.refresh_from_db()
    assert item.visibility == PARTIES
    assert len(awaited_for(item)) == 2


def test_consent_to_words_that_changed_meanwhile_is_refused(record, asks):
    item = part_of(record, "lesson")
    read = revision_of(item)
    type(item).objects.update(title="Other words.")

    with pytest.raises(EditedMeanwhile):
        agree_to_open(item=item, to=PUBLIC, revision=read, by=member_of(asks))

    assert not PartConsent.objects.exists()


def test_saying_it_twice_is_saying_it_once(record, asks):
    item, person = part_of(record, "lesson"), member_of(asks)

    agree(item, person)
    agree(item, person)

    assert PartConsent.objects.count() == 1


def test_lowering_the_record_hides_what_was_opened(client, record, asks, offers):
    item = part_of(record, "lesson")
    agree(item, member_of(asks))
    agree(item, member_of(offers))
    assert item.title in client.get(record.get_absolute_url()).content.decode()

    type(record).objects.filter(pk=record.pk).update(visibility=PARTIES)

    assert not type(item).objects.visible_to(UserFactory()).exists()
    assert client.get(record.get_absolute_url()).status_code == 404


def test_the_two_sides_walk_through_the_pages(client, record, asks, offers):
    item = part_of(record, "exchange")
    page = address("share", "exchange", item)
    client.force_login(member_of(asks))
    words = client.get(page).context["revision"]
    client.post(page, {"visibility": "public", "revision": words})

    client.force_login(member_of(offers))
    detail = client.get(record.get_absolute_url())
    assert [ask.item for ask in detail.context["parts"].asked_to_open] == [item]
    client.post(page, {"visibility": "public", "revision": words})

    assert client.get(record.get_absolute_url()).context["parts"].asked_to_open == []
    client.logout()
    assert item.title in client.get(record.get_absolute_url()).content.decode()


def test_those_whose_word_is_missing_are_asked_by_mail_once(record, asks, offers):
    reader, person = member_of(offers), member_of(asks)
    item = part_of(record, "lesson")

    for _ in range(2):
        agree(item, person)

    (letter,) = Message.objects.all()
    assert (letter.purpose, letter.recipient) == ("part-opening-asked", reader.email)
    assert address("share", "lesson", item) in letter.text
    assert item.title not in letter.text
    assert still_asked([letter.pk]) == {letter.pk}


@pytest.mark.parametrize("ends_by", ["agreeing", "taking back", "editing", "leaving"])
def test_the_letter_is_dropped_once_there_is_nothing_to_answer(record, asks, offers, ends_by):
    reader, person = member_of(offers), member_of(asks)
    item = part_of(record, "lesson")
    agree(item, person)

    {
        "agreeing": lambda: agree(item, reader),
        "taking back": lambda: take_back(item=item, by=person),
        "editing": lambda: type(item).objects.update(title="Other words."),
        "leaving": lambda: type(reader).objects.filter(pk=reader.pk).update(is_active=False),
    }[ends_by]()

    assert still_asked(Message.objects.values_list("pk", flat=True)) == set()


def test_a_page_read_too_early_is_shown_anew(client, record, asks):
    item = part_of(record, "exchange")
    client.force_login(member_of(asks))

    answer = client.post(address("share", "exchange", item), {"visibility": "public", "revision": "0" * 64})

    assert answer.status_code == 200
    assert "Someone changed it while you were here." in answer.content.decode()
    assert shown(item) == PARTIES


@pytest.mark.parametrize("who", ["staff", "editor", "administrator", "outsider"])
def test_others_open_nothing(client, record, asks, who):
    item = part_of(record, "exchange", PUBLIC)
    people = {
        "staff": lambda: member_of(asks, role="staff"),
        "editor": lambda: UserFactory(role="editor"),
        "administrator": lambda: UserFactory(role="administrator"),
        "outsider": lambda: member_of(InstitutionFactory()),
    }
    client.force_login(people[who]())

    assert client.post(address("share", "exchange", item), {"visibility": "parties"}).status_code == 403
    assert shown(item) == PUBLIC


@pytest.mark.parametrize("part", sorted(set(TYPED) - OPENABLE))
def test_notes_and_contacts_are_opened_by_nobody(client, record, asks, part):
    item = part_of(record, part)
    client.force_login(member_of(asks))

    assert client.post(address("share", part, item), {"visibility": "public"}).status_code == 404


def test_asking_costs_the_page_no_more_for_ten_parts(client, record, asks, offers, django_assert_max_num_queries):
    person, url = member_of(asks), record.get_absolute_url()
    client.force_login(member_of(offers))

    def queries(count):
        for _ in range(count):
            agree(part_of(record, "exchange"), person)
        client.get(url)
        with django_assert_max_num_queries(26) as captured:
            client.get(url)
        return len(captured)

    assert queries(1) == queries(9)


def test_the_page_that_asks_is_for_those_who_see_the_part(client, record):
    item = part_of(record, "exchange")

    assert client.get(address("share", "exchange", item)).status_code == 302
    client.force_login(member_of(InstitutionFactory()))
    assert client.get(reverse("partnerships:share_part", args=[record.slug, "exchange", item.pk])).status_code == 404
