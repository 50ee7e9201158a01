"""What people may type about a part, and what is answered in plain words beside the field."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.models import Profile
from partnerships.amounts import read_amount
from partnerships.models import Adaptation, Commitment, Contact, CostLine, CriticalJuncture, Repurposing
from partnerships.services.parts import PartIsThere, add_part, edit_part
from tests.factories import InstitutionFactory, member_of, partnership_between
from tests.partnerships.parts_typed import TYPED, add, errors, part_of, send, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks():
    return InstitutionFactory()


@pytest.fixture
def record(asks):
    return partnership_between(asks)


@pytest.fixture(autouse=True)
def party(client, asks):
    person = member_of(asks)
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("", None),
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1’234’567", "1234567"),
        ("1,234,567", "1234567"),
        ("12,34,567.5", "1234567.5"),
        ("\u0661\u0662\u0663\u066b\u0665", "123.5"),
        ("0.500", "0.50"),
    ],
)
def test_amounts_are_read_as_people_write_them(text, amount):
    assert read_amount(text) == (amount and Decimal(amount))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,234", "This can be read in two ways: write 1234 or 1.23."),
        ("1.234", "This can be read in two ways: write 1234 or 1.23."),
        ("-5", "A cost cannot be less than nothing."),
        ("1e400", "Write it in figures alone, such as 1234.56."),
        ("Infinity", "Write it in figures alone, such as 1234.56."),
        ("NaN", "Write it in figures alone, such as 1234.56."),
        ("1,23,45", "Write it in figures alone, such as 1234.56."),
        ("ten", "Write it in figures alone, such as 1234.56."),
        ("0.1234567890123456789012345", "Write at most 2 figures after the point."),
        ("9999999999999", "This is more than any partnership costs. Take some figures away."),
    ],
)
def test_a_wrong_amount_says_so_and_stays_as_it_was_typed(client, record, asks, text, message):
    answer = add(client, record, "cost", typed("cost", asks, amount=text, note="Fares"))

    assert errors(answer) == {"amount": [message]}
    form = answer.context["form"]
    assert (form["amount"].value(), form["note"].value()) == (text, "Fares")
    assert not CostLine.objects.exists()


@pytest.mark.parametrize("code", ["XXX", "XTS", "XAU", "ZZZ", "usx"])
def test_what_is_no_currency_is_refused(client, record, asks, code):
    answer = add(client, record, "cost", typed("cost", asks, currency=code))

    assert list(errors(answer)) == ["currency"]
    assert errors(answer)["currency"][0].startswith(f"“{code.upper()}” is no currency that money is paid in.")


@pytest.mark.parametrize("code", ["EUR", "kes", "XOF", "ZMK"])
def test_currencies_of_today_and_of_the_last_years_are_taken(client, record, asks, code):
    add(client, record, "cost", typed("cost", asks, currency=code))

    assert CostLine.objects.get().currency == code.upper()


def test_staff_days_of_either_side_are_costs_too(client, record, asks):
    days = {"kind": "staff_days", "amount": "", "currency": "", "days": "12,5"}

    add(client, record, "cost", typed("cost", asks, **days))

    cost = CostLine.objects.get()
    assert (cost.payer, cost.days) == (asks, Decimal("12.5"))


def test_amounts_take_no_more_than_their_column():
    with pytest.raises(ValidationError):
        read_amount("12345678", 7, 1)


DATED = {
    "adaptation": "decided_on",
    "lesson": "noted_on",
    "repurposing": "changed_on",
    "commitment": "made_on",
    "note": "noted_on",
}


@pytest.mark.parametrize("part", DATED)
def test_what_is_dated_tomorrow_is_refused(client, record, asks, part):
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = add(client, record, part, typed(part, asks, **{DATED[part]: tomorrow.isoformat()}))

    (messages,) = errors(answer).values()
    assert messages[0].startswith("This day is still to come.")
    assert not TYPED[part][0].objects.exists()


def test_today_is_the_day_where_one_lives(client, record, asks, party, time_machine):
    time_machine.move_to("2026-11-22T12:00:00Z")
    Profile.objects.create(user=party, time_zone="Pacific/Kiritimati")

    add(client, record, "adaptation", typed("adaptation", asks, decided_on="2026-11-23"))

    assert Adaptation.objects.count() == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "0000-00-00"])
def test_a_day_out_of_reach_is_refused(client, record, asks, day):
    answer = add(client, record, "exchange", typed("exchange", asks, starts_on=day))

    assert list(errors(answer)) == ["starts_on"]


def test_text_that_only_looks_like_one_is_none(client, record, asks):
    answer = add(client, record, "lesson", typed("lesson", asks, title="\u200b\u2060"))

    assert list(errors(answer)) == ["title"]


# --- Critical junctures: found, or named ---------------------------------------------------------------


def juncture(name, **fields):
    return CriticalJuncture.objects.create(name=name, started_on="2020-03-11", **fields)


@pytest.mark.parametrize("part", ["adaptation", "repurposing"])
@pytest.mark.parametrize("name", ["Covid-19", "COVID-19", "  covid-19 ", "Çovid-19"])
def test_a_known_juncture_is_found_in_any_case_and_accents(client, record, asks, part, name):
    known = juncture("Covid-19")

    add(client, record, part, typed(part, asks, juncture=name))

    assert TYPED[part][0].objects.get().juncture == known
    assert CriticalJuncture.objects.count() == 1


def test_a_new_juncture_is_named_with_the_day_it_began(client, record, asks):
    named = {"juncture": "Élection of 2025", "juncture_began": "2025-09-16"}

    add(client, record, "adaptation", typed("adaptation", asks, **named))

    assert str(Adaptation.objects.get().juncture) == "Élection of 2025"
    assert CriticalJuncture.objects.called("election OF 2025").count() == 1


def test_a_new_juncture_without_its_day_is_asked_for_it(client, record, asks):
    answer = add(client, record, "adaptation", typed("adaptation", asks, juncture="A new shock"))

    assert errors(answer) == {"juncture_began": ["This one is new here. Say when it began."]}
    assert answer.context["form"]["juncture"].value() == "A new shock"


def test_a_day_without_a_juncture_is_asked_for_its_name(client, record, asks):
    answer = add(client, record, "adaptation", typed("adaptation", asks, juncture_began="2025-09-16"))

    assert errors(answer) == {"juncture": ["Name what began on that day."]}


def test_known_junctures_are_offered(client, record, asks):
    juncture("Covid-19")

    page = add(client, record, "adaptation", {}).content.decode()

    assert '<option value="Covid-19"></option>' in page


def test_a_juncture_that_is_edited_away_stays_for_others(client, record, asks):
    turned = part_of(record, "repurposing")
    turned.juncture = juncture("Covid-19")
    turned.save()

    send(client, "edit", "repurposing", turned, typed("repurposing", asks, juncture=""))

    assert Repurposing.objects.get().juncture is None
    assert CriticalJuncture.objects.count() == 1


def test_two_who_name_one_juncture_at_once_share_it(record, party):
    known = juncture("Covid-19")
    late = CriticalJuncture(name="COVID-19", started_on="2020-03-11")
    change = Adaptation(partnership=record, decided_on="2026-03-02", trigger="Borders", decision="Calls", juncture=late)

    add_part(part=change, by=party)

    assert Adaptation.objects.get().juncture == known


# --- Contacts and commitments ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "email", ["ama@", "a" * 320 + "@example.org", "ama@example.org\r\nBcc: x@example.org", "a@b.org,c@d.org"]
)
def test_an_address_that_no_mail_reaches_is_refused(client, record, asks, email):
    answer = add(client, record, "contact", typed("contact", asks, email=email))

    assert list(errors(answer)) == ["email"]
    assert answer.context["form"]["name"].value() == "Ama Mensah"


def test_an_address_is_kept_as_mail_writes_it(client, record, asks):
    add(client, record, "contact", typed("contact", asks, email="Ama@Münster.example"))

    assert Contact.objects.get().email == "ama@xn--mnster-3ya.example"


def test_one_person_is_a_contact_once(client, record, asks):
    part_of(record, "contact", institution=asks)

    answer = add(client, record, "contact", typed("contact", asks, email="AMA@example.org", name="Somebody"))

    assert errors(answer) == {"__all__": ["This person is a contact of that institution here already."]}


@pytest.mark.parametrize("part", ["contact", "commitment"])
def test_the_second_click_is_no_mistake(client, record, asks, part):
    for _ in range(2):
        assert add(client, record, part, typed(part, asks)).status_code == 302

    assert TYPED[part][0].objects.count() == 1


def test_a_commitment_is_prefilled_with_the_own_institution(client, record, asks):
    form = add(client, record, "commitment", {}).context["form"]

    assert [choice.value for choice, _label in list(form.fields["institution"].choices) if choice] == [asks.pk]
    assert not Commitment.objects.exists()


def test_a_second_commitment_on_one_day_is_refused(client, record, asks):
    part_of(record, "commitment", institution=asks)

    answer = add(client, record, "commitment", typed("commitment", asks, leader="Somebody else"))

    assert errors(answer) == {"__all__": ["This institution has said so on that day already."]}


def test_two_who_write_one_contact_at_once_do_not_break(record, asks, party):
    there = part_of(record, "contact", institution=asks)
    other = Contact(partnership=record, institution=asks, name="Somebody", email="AMA@example.org")

    with pytest.raises(PartIsThere):
        add_part(part=other, by=party)
    other.email = "other@example.org"
    add_part(part=other, by=party)
    other.email = there.email
    with pytest.raises(PartIsThere):
        edit_part(part=other, by=party, seen_at=other.updated_at)
