"""The weekly digest: one for each address and week, of what is still so."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from mail import delivery, digest, services
from mail.models import Message, Suppression
from mail.services import Recipient
from tests.mail.conftest import in_threads

pytestmark = pytest.mark.django_db(transaction=True)
ADA, BOB = "ada@example.org", "bob@example.org"
WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=UTC)  # of week 47
MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.fixture
def hold(queue, news, sink):
    """Queues a notice on a day, and lets the sweeper put it aside for the digest."""

    def call(period="a", to=ADA, at=WEDNESDAY, **changes):
        with time_machine.travel(at, tick=False):
            address = to.address if isinstance(to, Recipient) else to
            services.choose(address=address, choices={"news": "digest"})
            queue(to, purpose=news, period=period, **changes)
            delivery.send_due()

    return call


def digests():
    return sorted(Message.objects.filter(purpose="digest").values_list("recipient", "period"))


def statuses():
    return sorted(Message.objects.exclude(purpose="digest").values_list("period", "status"))


@pytest.mark.parametrize(
    ("now", "period"),
    [
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), "2026-W46"),
        (datetime(2026, 11, 23, 5, 59, tzinfo=UTC), "2026-W46"),
        (datetime(2026, 11, 23, 6, 0, tzinfo=UTC), "2026-W47"),
        (datetime(2027, 1, 4, 6, 0, tzinfo=UTC), "2026-W53"),
    ],
)
def test_digest_is_of_the_week_that_ended_last(now, period):
    assert digest.last_period(now) == period


def test_digest_tells_of_all_that_waited_and_bears_a_way_out(hold, sink):
    reader = Recipient(ADA, "fr", "Africa/Nairobi")
    hold("a", to=reader, context={"title": "Peers"})
    hold("b", to=reader, context={"title": "Pairs"})

    assert digest.make_digests("2026-W47") == 1
    assert delivery.send_due() == 1

    (received,) = sink.received
    text = received.get_body(("plain",)).get_content()
    assert "* For Peers" in text
    assert "* For Pairs" in text
    assert "https://portal.example/en/about/" in text
    assert received["Content-Language"] == "fr"
    assert "/mail/unsubscribe/" in received["List-Unsubscribe"]
    assert received.get_body(("html",)).get_content().count('href="https://portal.example/en/about/"') == 2
    assert statuses() == [("a", "digested"), ("b", "digested")]
    assert Message.objects.get(purpose="digest").notices.count() == 2


def test_digest_is_made_once_whoever_asks_how_often(hold):
    hold("a")
    hold("a", to=BOB)

    assert [digest.make_digests("2026-W47") for _ in range(3)] == [2, 0, 0]
    assert digests() == [(ADA, "2026-W47"), (BOB, "2026-W47")]


def test_two_beats_at_once_make_one_digest(hold):
    for period in "abc":
        hold(period)

    assert sum(in_threads(lambda: digest.make_digests("2026-W47"), 4)) == 1

    assert digests() == [(ADA, "2026-W47")]
    assert {status for _period, status in statuses()} == {"digested"}


@pytest.mark.parametrize("late", [timedelta(minutes=1), timedelta(hours=6), timedelta(days=6)])
def test_beat_that_was_dead_over_the_hour_makes_up_for_it_once(hold, late):
    hold("a")

    with time_machine.travel(MONDAY + late):
        made = [digest.make_digests(digest.last_period()) for _ in range(6)]

    assert made == [1, 0, 0, 0, 0, 0]
    assert digests() == [(ADA, "2026-W47")]


def test_weeks_that_were_missed_are_told_in_one(hold):
    hold("a", at=WEDNESDAY - timedelta(weeks=3))
    hold("b")

    assert digest.make_digests("2026-W47") == 1
    assert statuses() == [("a", "digested"), ("b", "digested")]


def test_notice_of_the_next_week_waits_for_the_next_digest(hold):
    hold("a")
    digest.make_digests("2026-W47")
    hold("b", at=MONDAY + timedelta(hours=3))

    assert digest.make_digests("2026-W47") == 0
    assert digest.make_digests("2026-W48") == 1
    assert digests() == [(ADA, "2026-W47"), (ADA, "2026-W48")]


def test_without_news_there_is_no_digest(hold, register):
    hold("a")
    register("record-news", kind="news", still_wanted=lambda ids: set())

    assert digest.make_digests("2026-W47") == 0
    assert digests() == []
    assert statuses() == [("a", "dropped")]


def test_what_cannot_be_asked_about_waits(hold, register):
    hold("a")
    register("record-news", kind="news", still_wanted=lambda ids: 1 / 0)

    assert digest.make_digests("2026-W47") == 0
    assert statuses() == [("a", "held")]


def test_digest_that_waited_tells_nothing_that_is_no_longer_so(hold, sink, register):
    hold("a", context={"title": "Secrets"})
    hold("b", context={"title": "Pairs"})
    with time_machine.travel(MONDAY, tick=False):
        digest.make_digests("2026-W47")
        stale = Message.objects.get(period="a").pk
        register("record-news", kind="news", still_wanted=lambda ids: set(ids) - {stale})
        delivery.send_due()
        nothing_yet = list(sink.received)
        digest.make_digests("2026-W47")
        delivery.send_due()

    assert nothing_yet == []
    assert statuses() == [("a", "dropped"), ("b", "digested")]
    (mail,) = sink.received
    text = mail.get_body(("plain",)).get_content()
    assert ("Pairs" in text, "Secrets" in text) == (True, False)


@pytest.mark.parametrize("kind", ["news", "digest"])
def test_reader_who_stopped_it_meanwhile_gets_none(hold, kind):
    hold("a")
    services.choose(address=ADA, choices={kind: "never"})

    assert digest.make_digests("2026-W47") == 0
    assert statuses() == [("a", "dropped")]


def test_notice_whose_time_has_passed_is_left_out(hold):
    hold("a", not_after=timezone.now() - timedelta(days=1))
    hold("b")

    assert digest.make_digests("2026-W47") == 1
    assert statuses() == [("a", "dropped"), ("b", "digested")]


def test_digest_to_a_suppressed_address_is_not_sent(hold):
    hold("a")
    Suppression.objects.create(address=ADA, hard_failures=3, since=timezone.now())
    digest.make_digests("2026-W47")

    assert delivery.send_due() == 0
    assert Message.objects.get(purpose="digest").status == "suppressed"


def test_hostile_subject_is_escaped_in_a_digest(hold):
    hold("a", context={"title": "<b>x</b> https://evil.example/"})
    digest.make_digests("2026-W47")

    html = Message.objects.get(purpose="digest").html
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert 'href="https://evil.example' not in html


@pytest.mark.parametrize("count", [1, 10])
def test_queries_of_a_digest_do_not_grow_with_its_notices(hold, count, django_assert_max_num_queries):
    for number in range(count):
        hold(f"n{number}")

    with django_assert_max_num_queries(12):
        digest.make_digests("2026-W47")


def test_command_makes_the_digests_of_a_week(hold, capsys):
    hold("a")

    call_command("make_digests", period="2026-W47")

    assert capsys.readouterr().out == "2026-W47: 1 new digests.\n"


@pytest.mark.parametrize("period", ["2026-W54", "2026-W00", "last week", "2026-11-22"])
def test_command_refuses_what_is_no_week(period):
    with pytest.raises(CommandError):
        call_command("make_digests", period=period)
