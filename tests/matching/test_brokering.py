"""The broker's desk: the queue, time, reasons, weights."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matching.brokering.reasons import reasons
from matching.models import BrokerTime, Introduction, MatchWeights
from matching.models.choices import DeclineReason, IntroductionStatus
from matching.scoring.criteria import CRITERIA, first_weights
from tests.factories import IntroductionFactory, UserFactory

pytestmark = pytest.mark.django_db
DESK, WEIGHTS = "matching:broker", "matching:weights"


@pytest.fixture
def broker(client):
    person = UserFactory(role="editor")
    client.force_login(person)
    return person


@pytest.fixture
def administrator(client):
    person = UserFactory(role="administrator")
    client.force_login(person)
    return person


def written(**changed):
    demand, supply = first_weights()
    typed = {f"demand_{name}": value for name, value in demand.items()}
    typed |= {f"supply_{name}": value for name, value in supply.items()}
    return typed | {"reason": "People say no for the language."} | changed


def test_what_was_asked_first_stands_first(client, broker):
    late = IntroductionFactory(asked_at=timezone.now() - timedelta(days=1))
    early = IntroductionFactory(asked_at=timezone.now() - timedelta(days=9))

    page = client.get(reverse(DESK)).context["page"]

    assert page.items == [early, late]


@pytest.mark.parametrize(("whose", "count"), [("all", 2), ("mine", 1), ("nobodys", 1), ("nonsense", 2)])
def test_the_queue_shows_whose_one_likes(client, broker, whose, count):
    IntroductionFactory(owner=broker)
    IntroductionFactory()

    assert len(client.get(reverse(DESK), {"whose": whose}).context["page"].items) == count


def test_ten_introductions_cost_as_many_queries_as_one(client, broker):
    IntroductionFactory(owner=broker)
    client.get(reverse(DESK))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse(DESK))
    for _each in range(9):
        IntroductionFactory(owner=broker)
    with CaptureQueriesContext(connection) as ten:
        client.get(reverse(DESK))

    assert len(ten) == len(one)


def test_the_desk_is_for_brokers(client):
    client.force_login(UserFactory())

    assert client.get(reverse(DESK)).status_code == 403


def test_time_that_is_sent_twice_counts_once(client, broker):
    introduction = IntroductionFactory()
    address = reverse("matching:broker_time", args=[introduction.pk])
    typed = {"minutes": 45, "on": timezone.localdate().isoformat(), "note": "A call"}

    client.post(address, typed)
    client.post(address, typed)

    assert [time.minutes for time in BrokerTime.objects.all()] == [45]


@pytest.mark.parametrize("minutes", ["0", "-5", "abc", "1e400", "NaN", "99999", ""])
def test_minutes_that_cannot_be_are_refused_with_what_was_typed(client, broker, minutes):
    introduction = IntroductionFactory()

    response = client.post(
        reverse("matching:broker_time", args=[introduction.pk]),
        {"minutes": minutes, "on": timezone.localdate().isoformat(), "note": "A call"},
    )

    assert list(response.context["form"].errors) == ["minutes"]
    assert response.context["form"]["note"].value() == "A call"
    assert BrokerTime.objects.count() == 0


def test_reasons_are_counted_by_month_with_the_criteria_they_speak_of(broker):
    ended = timezone.now()
    for because in (DeclineReason.LANGUAGE, DeclineReason.LANGUAGE, DeclineReason.MONEY):
        IntroductionFactory(
            status=IntroductionStatus.DECLINED, declined_side="supply", declined_because=because, ended_at=ended
        )

    found = reasons(broker)

    assert [(criteria, counts) for _label, criteria, counts, _sum in found.rows] == [(("language",), [2]), ((), [1])]
    assert (found.total, found.ended) == (3, 3)


def test_new_weights_are_a_new_version(client, administrator):
    client.post(reverse(WEIGHTS), written(demand_language="30"))

    newest = MatchWeights.objects.current()
    assert (newest.number, newest.demand["language"], newest.created_by) == (2, 30, administrator)
    assert MatchWeights.objects.get(number=1).demand["language"] == 12


def test_the_same_weights_are_the_same_version(client, administrator):
    client.post(reverse(WEIGHTS), written())

    assert MatchWeights.objects.count() == 1


@pytest.mark.parametrize("typed", ["-1", "NaN", "1e400", "inf", "many", "101", ""])
def test_a_weight_that_cannot_be_is_refused_beside_its_field(client, administrator, typed):
    response = client.post(reverse(WEIGHTS), written(demand_language=typed))

    assert list(response.context["form"].errors) == ["demand_language"]
    assert response.context["form"]["demand_language"].value() == typed
    assert MatchWeights.objects.count() == 1


def test_weights_that_are_all_nothing_are_refused(client, administrator):
    nothing = {f"demand_{each.name}": "0" for each in CRITERIA}

    response = client.post(reverse(WEIGHTS), written(**nothing))

    assert list(response.context["form"].errors) == ["demand_sector"]


def test_brokers_read_the_weights_and_write_none(client, broker):
    assert client.get(reverse(WEIGHTS)).status_code == 200
    assert client.post(reverse(WEIGHTS), written()).status_code == 403


@pytest.mark.parametrize("weights", [{}, {"sector": 0}, {"sector": -1}, {"sector": "5"}, {"sector": 101}, []])
def test_the_database_refuses_weights_that_order_nothing(weights):
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchWeights.objects.create(number=2, demand=weights, supply={"sector": 1}, reason="A try")


def test_a_version_is_never_changed():
    MatchWeights.objects.current()

    with pytest.raises(IntegrityError), transaction.atomic():
        MatchWeights.objects.update(demand={"sector": 1})


def test_the_first_version_is_there_wherever_it_is_asked_for():
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE matching_matchweights CASCADE")

    assert (MatchWeights.objects.current().number, MatchWeights.objects.current().demand) == (1, first_weights()[0])


def test_an_introduction_is_handed_to_a_colleague(client, broker):
    colleague, introduction = UserFactory(role="editor"), IntroductionFactory(owner=broker)

    client.post(reverse("matching:broker_owner", args=[introduction.pk]), {"owner": colleague.pk})

    assert Introduction.objects.get().owner == colleague


def test_an_introduction_is_not_handed_to_who_brokers_nothing(client, broker):
    stranger, introduction = UserFactory(), IntroductionFactory(owner=broker)

    response = client.post(reverse("matching:broker_owner", args=[introduction.pk]), {"owner": stranger.pk})

    assert list(response.context["form"].errors) == ["owner"]
    assert Introduction.objects.get().owner == broker


def test_what_is_late_is_marked_on_the_desk(broker, client):
    yesterday = timezone.localdate() - timedelta(days=1)
    late = IntroductionFactory(answer_by=yesterday)
    IntroductionFactory(answer_by=timezone.localdate())
    IntroductionFactory(answer_by=yesterday, answered_at=timezone.now())
    overdue = IntroductionFactory(status=IntroductionStatus.SENT, answered_at=timezone.now(), deadline=yesterday)
    items = client.get(reverse(DESK)).context["page"].items
    assert {each.pk for each in items if each.is_late} == {late.pk, overdue.pk}
