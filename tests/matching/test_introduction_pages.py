"""The pages of introductions: what they refuse, what they keep, and what they cost."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matching.models import Introduction, RelayMessage
from matching.models.choices import AskedThrough, IntroductionStatus
from tests.factories import (
    InstitutionFactory,
    IntroductionFactory,
    NeedFactory,
    OfferFactory,
    UserFactory,
    member_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def introduction():
    now = timezone.now()
    return IntroductionFactory(
        status=IntroductionStatus.SENT,
        sent_at=now,
        deadline=timezone.localdate() + timedelta(days=7),
    )


@pytest.fixture
def asking(client, introduction):
    person = member_of(introduction.demand_institution)
    client.force_login(person)
    return person


def step(client, introduction, name, **typed):
    return client.post(reverse(f"matching:introduction_{name}", args=[introduction.pk]), typed)


def said(client, introduction, text, key=None):
    return step(client, introduction, "message", text=text, key=key or uuid.uuid4())


def test_yes_is_noted_once(client, introduction, asking):
    for _turn in range(2):
        assert step(client, introduction, "accept").status_code == 302

    stored = Introduction.objects.get()
    assert (stored.status, stored.demand_accepted_by, stored.version) == ("accepted_demand", asking, 2)


def test_what_has_ended_is_answered_with_its_state(client, introduction, asking):
    Introduction.objects.update(status=IntroductionStatus.EXPIRED)

    answer = step(client, introduction, "accept")

    assert answer.status_code == 409
    assert "Expired" in answer.content.decode()


def test_a_no_without_a_reason_is_asked_for_one_and_keeps_the_words(client, introduction, asking):
    answer = step(client, introduction, "decline", note="Our team is away.")

    assert list(answer.context["form"].errors) == ["because"]
    assert answer.context["form"]["note"].value() == "Our team is away."
    assert Introduction.objects.get().status == "sent"


def test_a_no_after_both_said_yes_is_too_late(client, introduction, asking):
    Introduction.objects.update(
        status=IntroductionStatus.INTRODUCED,
        demand_accepted_at=timezone.now(),
        supply_accepted_at=timezone.now(),
    )

    answer = step(client, introduction, "decline", because="time", note="Our team is away.")

    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors() == ["This introduction is in the state “Introduced”."]
    assert answer.context["form"]["note"].value() == "Our team is away."


def test_a_no_after_ones_own_yes_is_noted_while_the_other_side_is_silent(client, introduction, asking):
    step(client, introduction, "accept")

    assert step(client, introduction, "decline", because="money").status_code == 302
    stored = Introduction.objects.get()
    assert (stored.status, stored.declined_side, stored.declined_because) == ("declined", "demand", "money")


def test_a_message_that_is_sent_twice_is_one(client, introduction, asking):
    key = uuid.uuid4()
    for _turn in range(2):
        said(client, introduction, "When could we talk?", key)

    assert [message.text for message in RelayMessage.objects.all()] == ["When could we talk?"]


@pytest.mark.parametrize("text", ["", "x" * 5001, "x" * 10_000_000], ids=["empty", "too long", "ten megabytes"])
def test_a_message_that_cannot_be_passed_on_stays_in_its_form(client, introduction, asking, text):
    answer = said(client, introduction, text)

    assert list(answer.context["form"].errors) == ["text"]
    assert answer.context["form"]["text"].value() == text
    assert RelayMessage.objects.count() == 0


def test_the_other_side_reads_the_message_and_no_address(client, introduction, asking):
    said(client, introduction, "When could we talk?")
    client.force_login(member_of(introduction.supply_institution))

    page = client.get(introduction.get_absolute_url()).content.decode()

    assert "When could we talk?" in page
    assert asking.email not in page


def test_ten_messages_cost_as_many_queries_as_one(client, introduction, asking):
    said(client, introduction, "The first")
    client.get(introduction.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(introduction.get_absolute_url())
    for number in range(9):
        said(client, introduction, f"Message {number}")
    client.get(introduction.get_absolute_url())
    with CaptureQueriesContext(connection) as ten:
        client.get(introduction.get_absolute_url())

    assert len(ten) == len(one)


def test_ten_introductions_cost_as_many_queries_as_one(client, introduction, asking):
    address = reverse("matching:introductions")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _each in range(9):
        IntroductionFactory(need__institution=introduction.demand_institution)
    with CaptureQueriesContext(connection) as ten:
        page = client.get(address).context["page"]

    assert (len(ten), len(page.items)) == (len(one), 10)


def test_a_broker_writes_to_both_with_a_day_to_answer_by(client):
    waiting = IntroductionFactory()
    broker = UserFactory(role="editor")
    client.force_login(broker)
    day = timezone.localdate() + timedelta(days=10)

    step(client, waiting, "send", message="You share a law.", deadline=day.isoformat())

    stored = Introduction.objects.get()
    assert (stored.status, stored.sent_by, stored.deadline, stored.message) == ("sent", broker, day, "You share a law.")


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_day_that_nobody_can_answer_by_is_refused_with_what_was_typed(client, days):
    waiting = IntroductionFactory()
    client.force_login(UserFactory(role="editor"))
    day = timezone.localdate() + timedelta(days=days)

    answer = step(client, waiting, "send", message="You share a law.", deadline=day.isoformat())

    assert answer.context["form"]["message"].value() == "You share a law."
    assert Introduction.objects.get().status == "proposed"


def test_asking_shows_the_words_and_when_an_answer_comes(client):
    need, offer = NeedFactory(), OfferFactory()
    client.force_login(member_of(need.institution))
    address = reverse("matching:introduction_ask", args=[need.pk, offer.institution.slug]) + f"?offer={offer.pk}"

    page = client.get(address).content.decode()
    client.post(address, {"message": "What came first?"})

    begun = Introduction.objects.get()
    assert need.problem in page
    assert offer.expertise in page
    assert (begun.offer, begun.message, begun.answer_by) == (
        offer,
        "What came first?",
        timezone.localdate() + timedelta(days=14),
    )


def test_asking_for_oneself_is_refused_in_words(client):
    need = NeedFactory()
    client.force_login(member_of(need.institution))

    answer = client.post(reverse("matching:introduction_ask", args=[need.pk, need.institution.slug]), {"message": "Hm"})

    assert answer.context["form"].non_field_errors() == ["An institution cannot be introduced to itself."]
    assert Introduction.objects.count() == 0


def test_a_broker_proposes_and_nobody_has_said_yes(client):
    broker = UserFactory(role="editor")
    need, peer = NeedFactory(), InstitutionFactory()
    client.force_login(broker)
    client.post(reverse("matching:introduction_ask", args=[need.pk, peer.slug]), {"message": "You two should meet."})

    introduction = Introduction.objects.get()
    assert (introduction.asked_through, introduction.status, introduction.owner, introduction.demand_accepted_at) == (
        AskedThrough.BROKER,
        IntroductionStatus.BROKER_REVIEW,
        broker,
        None,
    )
