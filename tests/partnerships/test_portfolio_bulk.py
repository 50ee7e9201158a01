"""Ticked records: confirmed in one act, handed over, taken on."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import Membership, Profile, User
from core.models import Visibility
from partnerships.models import Confirmation, HandOver, Holding
from partnerships.services.holdings import hold_partnership
from tests.factories import InstitutionFactory, PartnershipFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db
STAFF = Membership.Role.STAFF
CONFIRM, HAND_OVER, TAKE_ON = (f"/en/portfolio/{name}/" for name in ("confirm", "hand-over", "take-on"))


@pytest.fixture
def office():
    return InstitutionFactory(name="Audit Office", kind="supreme_audit_institution")


@pytest.fixture
def chief(office):
    return member_of(office, name="Frida Falk")


@pytest.fixture
def records(office):
    return [
        partnership_between(office, title=f"Record {n}", visibility="parties", standing="one_side") for n in range(3)
    ]


@pytest.fixture
def page(client, chief):
    client.force_login(chief)
    return client


def picks(records):
    return {"pick": [each.pk for each in records]}


def as_shown(answer):
    """What the form of a page would send: its hidden fields."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.content.decode())
    sent = {}
    for name, value in found:
        sent.setdefault(name, []).append(value)
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def said(answer):
    return [str(message) for message in answer.context["messages"]]


# --- Confirming --------------------------------------------------------------------------------------


def test_one_reads_what_is_said_before_one_confirms(page, office, records):
    member = records[0].members.get(institution=office)
    member.brings = "Twelve years of audits"
    member.save()

    answer = page.get(CONFIRM, picks(records))

    text = answer.content.decode()
    assert [each.record.title for each in answer.context["ready"]] == ["Record 0", "Record 1", "Record 2"]
    assert "Brings: Twelve years of audits" in text
    assert Confirmation.objects.count() == 0


def test_the_ticked_are_confirmed_in_one_act_and_each_says_how_it_went(page, office, records):
    form = as_shown(page.get(CONFIRM, picks(records)))

    answer = page.post(CONFIRM, form | {"agreed_visibility": "community"})

    assert [(each.record.title, each.is_done, each.text) for each in answer.context["outcomes"]] == [
        (f"Record {n}", True, "Your word is recorded; the other side’s is missing.") for n in range(3)
    ]
    assert (
        list(Confirmation.objects.order_by("pk").values_list("institution", "agreed_visibility"))
        == [(office.pk, "community")] * 3
    )


def test_confirming_twice_is_once(page, records):
    form = as_shown(page.get(CONFIRM, picks(records))) | {"agreed_visibility": "public"}

    page.post(CONFIRM, form)
    page.post(CONFIRM, form)

    assert Confirmation.objects.count() == 3


def test_an_old_confirmation_is_renewed_once_the_other_side_says_so_too(page, client, office, records, time_machine):
    other = member_of(records[0].members.get(side="supply").institution)

    def confirm_as(person):
        client.force_login(person)
        form = as_shown(client.get(CONFIRM, picks(records[:1])))
        answer = client.post(CONFIRM, form | {"agreed_visibility": "public"})
        return answer.context["outcomes"][0].text

    chief = User.objects.get(name="Frida Falk")
    waits, done = "Your word is recorded; the other side’s is missing.", "Confirmed by both sides."
    assert [confirm_as(chief), confirm_as(other)] == [waits, done]

    time_machine.move_to(timezone.now() + timedelta(days=400))
    assert [confirm_as(chief), confirm_as(other)] == [waits, done]
    records[0].refresh_from_db()
    assert records[0].confirmed_on == timezone.localdate()


def test_what_changed_while_one_read_is_not_confirmed(page, records):
    form = as_shown(page.get(CONFIRM, picks(records)))
    records[1].summary = "Other words"
    records[1].save()

    answer = page.post(CONFIRM, form | {"agreed_visibility": "public"})

    assert [each.is_done for each in answer.context["outcomes"]] == [True, False, True]
    assert answer.context["outcomes"][1].text.startswith("Not confirmed: The record has changed")
    assert Confirmation.objects.filter(partnership=records[1]).count() == 0


def test_what_was_not_shown_is_not_confirmed(page, records):
    answer = page.post(CONFIRM, picks(records) | {"agreed_visibility": "public"})

    assert {each.text for each in answer.context["outcomes"]} == {
        "Not confirmed: the page did not show it. Please read it first."
    }
    assert Confirmation.objects.count() == 0


def test_records_one_does_not_speak_for_stand_apart(client, office, records):
    funder = InstitutionFactory(kind="donor")
    records[0].members.create(institution=funder, side="funder")
    client.force_login(member_of(funder))

    answer = client.get(CONFIRM, picks(records[:1]))
    refused = client.post(CONFIRM, picks(records[:1]) | {"agreed_visibility": "public", f"read-{records[0].pk}": "x"})

    assert (answer.context["ready"], [each.record.title for each in answer.context["others"]]) == ([], ["Record 0"])
    assert refused.context["outcomes"][0].text == (
        "Not confirmed: you do not speak for a side that asks or offers here."
    )


def test_without_saying_who_may_see_them_the_page_comes_back_with_its_ticks(page, records):
    form = as_shown(page.get(CONFIRM, picks(records)))

    answer = page.post(CONFIRM, form)

    assert answer.context["form"].errors == {"agreed_visibility": ["This field is required."]}
    assert as_shown(answer)["pick"] == [str(each.pk) for each in records]
    assert Confirmation.objects.count() == 0


# --- Ticks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [CONFIRM, HAND_OVER, TAKE_ON, "/en/portfolio/reports/new/"])
@pytest.mark.parametrize(
    "query", [{}, {"pick": "none"}, {"pick": "99999999999999999999"}, {"pick": "1\x002"}, {"pick": "²"}]
)
def test_without_a_tick_one_comes_back_to_the_list(page, address, query):
    query = {name: value.replace("\x00", "") for name, value in query.items()}
    for answer in (page.get(address, query, follow=True), page.post(address, query, follow=True)):
        assert answer.redirect_chain[0][0] == "/en/portfolio/"
        assert said(answer) == ["Tick at least one record. Drafts are submitted one by one."]


def test_all_on_this_page_are_those_that_the_page_showed(page, records):
    here = {"here": [each.pk for each in records[:2]], "all": "1"}

    answer = page.get(CONFIRM, here)

    assert [each.record.title for each in answer.context["ready"]] == ["Record 0", "Record 1"]


def test_hidden_records_and_drafts_cannot_be_ticked(page, chief, records):
    hidden = partnership_between(visibility="parties", standing="one_side", title="Hidden")
    draft = PartnershipFactory(visibility=Visibility.PRIVATE, standing="one_side", created_by=chief)

    answer = page.get(CONFIRM, picks([hidden, draft, records[0]]))

    assert [each.title for each in answer.context["records"]] == ["Record 0"]


def test_the_list_keeps_the_ticks_on_the_way_back(page, records):
    back = page.get(HAND_OVER, picks(records[:2]) | {"show": "mine", "q": "Record"}).context["back"]

    answer = page.get(back)

    assert answer.context["picked"] == {each.pk for each in records[:2]}
    assert answer.content.decode().count(" checked>") == 2


@pytest.mark.parametrize("address", [CONFIRM, HAND_OVER, TAKE_ON])
def test_the_ticked_are_read_in_a_fixed_number_of_queries(page, office, django_assert_max_num_queries, address):
    many = [partnership_between(office, title=f"Record {n}") for n in range(10)]

    with django_assert_max_num_queries(34):
        page.get(address, picks(many))


# --- Handing over ------------------------------------------------------------------------------------


@pytest.fixture
def colleague(office):
    return member_of(office, STAFF, name="Ebba Ek")


def send(page, records, membership, follow=True):
    return page.post(HAND_OVER, picks(records) | {"to": membership}, follow=follow)


def test_a_selection_goes_to_a_colleague(page, chief, colleague, records):
    for each in records:
        hold_partnership(partnership=each, institution=each.members.get(side="demand").institution, holder=chief)

    answer = send(page, records, colleague.memberships.get().pk)

    assert said(answer) == ["Ebba Ek looks after 3 records now, and gets a letter."]
    assert [row.partnership.title for row in answer.context["rows"]] == ["Record 2", "Record 1", "Record 0"]
    assert set(Holding.objects.values_list("holder__name", flat=True)) == {"Ebba Ek"}


def test_who_hides_is_offered_to_focal_points_only(client, office, chief, colleague, records):
    Profile.objects.create(user=colleague, name_shown_to=Profile.Shown.HIDDEN)
    officer = member_of(office, "staff", name="Dana Lind")

    def offered(reader):
        for each in records:
            Holding.objects.update_or_create(partnership=each, institution=office, defaults={"holder": reader})
        client.force_login(reader)
        picks = "&".join(f"pick={each.pk}" for each in records)
        form = client.get(f"/en/portfolio/hand-over/?{picks}").context["form"]
        return {each.user.name for each in form.fields["to"].queryset}

    assert offered(officer) == {chief.name}
    assert offered(chief) == {officer.name, colleague.name}


def test_a_second_time_says_so(page, colleague, records):
    send(page, records, colleague.memberships.get().pk)

    answer = send(page, records, colleague.memberships.get().pk)

    assert said(answer) == ["Ebba Ek looks after these records already."]
    assert HandOver.objects.count() == 3


def refusal(page, records, membership):
    answer = send(page, records, membership, follow=False)
    assert answer.status_code == 200
    assert as_shown(answer)["pick"] == [str(each.pk) for each in records]
    return answer.context["form"].errors


def test_to_oneself_to_someone_outside_and_to_nobody_are_refused_and_the_ticks_stay(page, chief, colleague, records):
    outsider = member_of(InstitutionFactory()).memberships.get()

    assert refusal(page, records, chief.memberships.get().pk) == {"to": ["This is yourself. Choose a colleague."]}
    assert refusal(page, records, outsider.pk) == {
        "to": ["This is no verified colleague of yours. Choose one from the list."]
    }
    assert refusal(page, records, "") == {"to": ["Choose the colleague who looks after the records from now on."]}
    assert refusal(page, records, "9" * 400)["to"] == [
        "This is no verified colleague of yours. Choose one from the list."
    ]
    assert HandOver.objects.count() == 0


def test_what_a_colleague_holds_is_not_ours_to_give(client, office, colleague, records):
    other = member_of(office, STAFF, name="Gun Gran")
    hold_partnership(partnership=records[0], institution=office, holder=colleague)
    client.force_login(other)
    hold_partnership(partnership=records[1], institution=office, holder=other)
    third = member_of(office, STAFF).memberships.get()

    assert refusal(client, records[:2], third.pk) == {
        "__all__": ["A colleague looks after these records. They or a focal point can hand them over: Record 0"]
    }


def test_someone_without_records_has_no_way_in(client, records):
    client.force_login(member_of(InstitutionFactory(kind="network"), STAFF))

    for address in (CONFIRM, HAND_OVER, TAKE_ON):
        assert client.get(address, picks(records)).status_code == 403
        assert client.post(address, picks(records)).status_code == 403


# --- Taking on ---------------------------------------------------------------------------------------


def test_a_focal_point_takes_on_what_nobody_holds(page, chief, colleague, office, records):
    hold_partnership(partnership=records[0], institution=office, holder=colleague)

    assert page.get(TAKE_ON, picks(records)).status_code == 200
    assert Holding.objects.filter(holder=chief).count() == 0
    answer = page.post(TAKE_ON, picks(records), follow=True)

    assert said(answer) == ["You look after 2 more records."]
    assert set(Holding.objects.filter(holder=chief).values_list("partnership__title", flat=True)) == {
        "Record 1",
        "Record 2",
    }
