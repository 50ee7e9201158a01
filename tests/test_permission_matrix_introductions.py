"""The rows of the access matrix about introductions: a real request for each letter.

The introduction was asked for by the institution of the column (`gov_o`, `don_o`), a broker took it and wrote to both
sides. E is writing within it, P is sending it, D is saying no or taking it back.
"""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.models import Introduction
from matching.models.choices import IntroductionStatus
from tests.factories import InstitutionFactory, IntroductionFactory, NeedFactory, OfferFactory, member_of
from tests.personas import cast
from tests.test_permission_matrix import ROLES, TABLE, table

REQUEST, CREATE = "introduction.request", "introduction.create"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def cells(letters, *names):
    rows = table()
    return [
        pytest.param(name, role, letter, rows[name][role], id=f"{name}-{role}-{letter}")
        for name in names
        if name in rows
        for role in ROLES
        for letter in letters
    ]


@pytest.fixture
def company(db):
    return cast()


def introduction_of(company, role, **fields):
    asking = company.donor if role.startswith("don") else company.asks
    now = timezone.now()
    return IntroductionFactory(
        need__institution=asking,
        **{
            "status": IntroductionStatus.SENT,
            "sent_at": now,
            "answered_at": now,
            "deadline": timezone.localdate() + timedelta(days=7),
        }
        | fields,
    )


def answer_to(client, introduction, letter):
    def address(name):
        return reverse(f"matching:introduction{name}", args=[introduction.pk])

    if letter == "V":
        return client.get(address("")).status_code
    if letter == "E":
        return client.post(address("_message"), {"text": "When could we talk?", "key": uuid.uuid4()}).status_code
    return client.get(address({"P": "_send", "D": "_decline"}[letter])).status_code


def lists(client, person, introduction):
    """Brokers find it on their desk, everybody else among those of their institution."""
    name = "broker" if person and person.role in person.SECRETARIAT_ROLES else "introductions"
    return introduction.get_absolute_url() in client.get(reverse(f"matching:{name}")).content.decode()


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("LVEPD", REQUEST))
def test_an_introduction(client, company, name, role, letter, cell):
    introduction, person = introduction_of(company, role), company.people[role]
    if person:
        client.force_login(person)

    if letter == "L":
        assert lists(client, person, introduction) is (letter in cell)
    elif letter in cell:
        assert answer_to(client, introduction, letter) == (302 if letter == "E" else 200)
    elif person is None:
        assert answer_to(client, introduction, letter) == 302
    else:
        assert answer_to(client, introduction, letter) == (403 if "V" in cell else 404)
    assert introduction.messages.count() == (letter == "E" and letter in cell)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("C", CREATE))
def test_an_introduction_is_asked_for(client, company, name, role, letter, cell):
    """For the institution one belongs to; editors, who broker, for any."""
    person = company.people[role]
    home = person.memberships.first() if person else None
    need = NeedFactory(institution=home.institution) if home else NeedFactory()
    if person:
        client.force_login(person)

    address = reverse("matching:introduction_ask", args=[need.pk, InstitutionFactory().slug])

    assert client.get(address).status_code == (200 if letter in cell else 302 if person is None else 403)


def test_nobody_asks_for_another_institution(client, company):
    client.force_login(company.people["gov_o"])
    address = reverse("matching:introduction_ask", args=[NeedFactory().pk, InstitutionFactory().slug])

    assert client.get(address).status_code == 403


@pytest.mark.parametrize(("sent_at", "status"), [(None, 404), (timezone.now(), 200)], ids=["before", "after"])
def test_the_other_side_learns_of_it_when_it_is_sent(client, company, sent_at, status):
    introduction = introduction_of(company, "gov_o", sent_at=sent_at, supply_institution=company.offers)
    client.force_login(member_of(company.offers))

    assert client.get(introduction.get_absolute_url()).status_code == status


def test_who_would_learn_from_a_proposal_reads_it_when_it_is_sent(client, company):
    introduction = introduction_of(company, "gov_o", sent_at=None, asked_through="broker")
    client.force_login(company.people["gov_o"])

    assert client.get(introduction.get_absolute_url()).status_code == 404


def test_staff_read_and_write_and_do_not_answer(client, company):
    introduction = introduction_of(company, "gov_o")
    client.force_login(member_of(company.asks, "staff"))

    answers = {letter: answer_to(client, introduction, letter) for letter in "VED"}
    accepted = client.post(reverse("matching:introduction_accept", args=[introduction.pk])).status_code

    assert (answers, accepted) == ({"V": 200, "E": 302, "D": 403}, 403)


def test_an_administrator_takes_back_what_should_not_stand(client, company):
    introduction = introduction_of(company, "gov_o")
    client.force_login(company.people["adm"])

    client.post(reverse("matching:introduction_decline", args=[introduction.pk]), {"because": "other", "note": "Spam"})

    stored = Introduction.objects.get()
    assert (stored.status, stored.declined_side) == ("declined", "demand")


@pytest.mark.parametrize(("through", "status"), [("mail", 200), ("broker", 200), ("need", 403), ("offer", 403)])
def test_an_editor_closes_what_came_by_mail_or_from_the_desk_and_nothing_else(client, company, through, status):
    introduction = introduction_of(company, "gov_o", asked_through=through, status="proposed", sent_at=None)
    client.force_login(company.people["ed"])

    assert client.get(reverse("matching:introduction_close", args=[introduction.pk])).status_code == status


@pytest.mark.parametrize("role", [role for role in ROLES if role != "ed"] if TABLE.exists() else [])
def test_nobody_but_an_editor_closes_what_came_by_mail(client, company, role):
    introduction = introduction_of(company, "gov_o", asked_through="mail", status="proposed", sent_at=None)
    address, person = reverse("matching:introduction_close", args=[introduction.pk]), company.people[role]
    if person:
        client.force_login(person)

    status = client.post(address, {"because": "not_meant"}).status_code

    sees = role in ("gov_o", "adm")
    assert status == (302 if person is None else 403 if sees else 404)
    assert Introduction.objects.get().status == "proposed"


def test_an_offer_answers_a_need_of_another_institution(client, company):
    offer = OfferFactory(institution=company.offers)
    need = NeedFactory(institution=company.asks)
    client.force_login(member_of(company.offers))

    client.post(reverse("matching:introduction_offer", args=[offer.pk]), {"need": need.pk, "message": "We did this."})

    begun = Introduction.objects.get()
    assert (begun.asked_through, begun.demand_institution, begun.supply_institution) == (
        "offer",
        company.asks,
        company.offers,
    )
