"""The public figure: how long who asks waits for the first human answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matching.answering import Answering, by_month, lately
from matching.models.choices import AskedThrough, DeclineReason, IntroductionStatus, Side
from tests.factories import IntroductionFactory

pytestmark = pytest.mark.django_db


def requested(days_ago, answered_after=None, **fields):
    at = timezone.now() - timedelta(days=days_ago)
    return IntroductionFactory(
        asked_at=at,
        answer_by=timezone.localdate(at) + timedelta(days=14),
        answered_at=at + timedelta(days=answered_after) if answered_after is not None else None,
        **fields,
    )


def figures():
    found = lately()
    return found.asked, found.answered, found.unanswered, found.late


def test_nobody_asked():
    assert lately() == Answering(0, 0, 0, None)


def test_median_of_five_answers():
    for days in (1, 2, 3, 9, 30):
        requested(60, days)

    assert round(lately().median, 6) == 3


def test_of_fewer_answers_no_median_is_told():
    for days in (1, 2, 3, 9):
        requested(60, days)

    assert lately().median is None


def test_late_answers_and_missing_ones_past_their_day_are_counted():
    requested(60, 20)
    requested(60)
    requested(3)

    assert figures() == (3, 1, 2, 2)


def test_a_request_taken_back_before_its_day_is_unanswered_and_not_late():
    requested(
        60,
        status=IntroductionStatus.DECLINED,
        declined_because=DeclineReason.TIME,
        declined_side=Side.DEMAND,
        ended_at=timezone.now() - timedelta(days=58),
    )

    assert figures() == (1, 0, 1, 0)


@pytest.mark.parametrize("fields", [{"asked_through": AskedThrough.BROKER}, {"is_demo": True}])
def test_what_nobody_asked_for_is_not_counted(fields):
    requested(10, 1, **fields)

    assert figures() == (0, 0, 0, 0)


def test_what_is_older_than_a_year_is_not_counted():
    requested(400, 1)

    assert figures() == (0, 0, 0, 0)


def test_months_stand_for_themselves():
    requested(10, 1)
    requested(100, 20)

    assert [(each.asked, each.late) for each in by_month()] == [(1, 0), (1, 1)]


def test_the_figure_stands_at_the_door_and_on_the_page_about_the_order(client):
    requested(60)

    door, how = (client.get(reverse(f"matching:{name}")).text for name in ("peers", "peers_how"))
    assert ["1 request during the last twelve months, 0 answered." in page for page in (door, how)] == [True, True]


def test_the_months_as_a_file(client):
    requested(60, 20)
    month = timezone.now() - timedelta(days=60)

    lines = client.get(reverse("matching:answers_csv")).text.splitlines()
    assert lines == ["month,requests,answered,unanswered,later_than_promised,median_days", f"{month:%Y-%m},1,1,0,1,"]


def test_the_figure_takes_one_query_however_many_asked():
    def count():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            lately()
        return len(captured)

    requested(5)
    one = count()
    for _ in range(9):
        requested(5)
    assert (one, count()) == (1, 1)
