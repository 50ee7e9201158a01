"""F8: beat is dead for six hours in which the weekly digest is to be made; the clock is put on by hand."""

import time
from datetime import timedelta

from ops import processes
from tests.drills.clock import Clock, next_sunday
from tests.drills.deliveries import deliveries, promise, under_way, wait_for_end
from tests.drills.reminders import letters, reminded

FAULT = "F8"
READERS = 50
HOUR = 3_600


def test_f8_dead_over_the_digest(stack, figures, hold_invariants):
    """From 4 to 10 on Monday; digests are made from 6 on. The worker lives, and nobody tells it to work."""
    began = on_sunday_evening(stack)
    stack.ask_portal("held", str(READERS))
    stack.ask_portal("notices", "60", "passed", str(7 * HOUR), str(HOUR), str(HOUR))  # due from 5 to 6, of use until 7
    stack.ask_portal("notices", "60", "later", str(11.5 * HOUR), str(HOUR), str(4 * HOUR))  # due from 9:30 to 10:30

    worker, told = lose_beat_for_six_hours(stack, began, sent_so_far)
    put_on(stack, began, minutes=range(721, 800))
    for period in ("passed", "later"):
        assert wait_for_end(stack, period, 60)
    assert processes.wait_until(lambda: digests_waiting(stack) == 0, seconds=60, pause=0.5)

    digests = stack.rows(
        "SELECT recipient, count(*) FROM mail_message WHERE purpose = 'digest' AND status = 'sent' GROUP BY 1"
    )
    dropped = stack.count("SELECT count(*) FROM mail_message WHERE period = 'passed' AND status = 'dropped'")
    figures.exactly(0, "mails sent before and while beat was dead", told)
    figures.exactly(READERS, "readers with a digest", len(digests))
    figures.exactly(1, "most digests of a reader", max((count for _to, count in digests), default=0))
    figures.exactly(60, "reminders dropped whose time had passed", dropped)
    figures.exactly(0, "reminders sent whose time had passed", len(deliveries(stack, "passed").stored))
    figures.exactly(60, "lines about them in the log", worker.log.read_text().count("its time had passed"))
    promise(figures, deliveries(stack, "later"), people=60, extra=0)
    assert under_way(stack, "later") == 0
    hold_invariants(stack)


def test_f8_dead_over_reminders(stack, figures, hold_invariants):
    """From 4 to 10: one event begins and ends meanwhile, one reminds of tomorrow meanwhile, one only after it."""
    began = on_sunday_evening(stack)
    for name, begins_in in (("passed", 10 * HOUR), ("meanwhile", 33 * HOUR), ("after", 37 * HOUR)):
        stack.ask_events("reminded", name, "10", str(begins_in), "1800")

    worker, told = lose_beat_for_six_hours(stack, began, letters)
    put_on(stack, began, minutes=range(721, 860))
    assert processes.wait_until(lambda: under_way_of_tomorrow(stack) == 0, seconds=90, pause=0.5)

    passed, late, after = (
        reminded(stack, *each) for each in (("passed", "hour"), ("meanwhile", "day"), ("after", "day"))
    )
    figures.exactly(0, "letters before and while beat was dead", told)
    figures.exactly(10, "reminders of events that had begun, dropped", passed.dropped)
    figures.exactly(10, "lines about them in the log", worker.log.read_text().count("was not sent: dropped"))
    figures.exactly(0, "people reminded of an event that had begun", passed.people)
    figures.exactly(50, "people reminded of tomorrow, late", late.people)
    figures.exactly(50, "people reminded of tomorrow, in time", after.people)
    figures.exactly(100, "letters in all", letters(stack))
    hold_invariants(stack)


def on_sunday_evening(stack):
    """The clock stands at ten on a Sunday evening; the minutes of these drills count from there."""
    began = next_sunday(22)
    stack.clock = Clock(stack.place)
    stack.clock.set(began)
    return began


def lose_beat_for_six_hours(stack, began, mails):
    """The portal lives until 4, beat is dead until 10 and comes back; the worker, and how many `mails` went by then."""
    stack.start_broker()
    stack.start_sink()
    worker = stack.start_worker()
    beat = stack.start_beat()
    time.sleep(8)
    put_on(stack, began, minutes=range(10, 361, 10))
    before = mails(stack)
    beat.stop()
    put_on(stack, began, minutes=range(420, 721, 60))
    meanwhile = mails(stack)
    beat.start()
    time.sleep(5)
    return worker, before + meanwhile


def under_way_of_tomorrow(stack):
    return reminded(stack, "meanwhile", "day").under_way + reminded(stack, "after", "day").under_way


def put_on(stack, began, minutes):
    for minute in minutes:
        stack.clock.set(began + timedelta(minutes=minute))
        time.sleep(0.4)


def sent_so_far(stack):
    return stack.count("SELECT count(*) FROM mail_message WHERE status = 'sent'")


def digests_waiting(stack):
    return stack.count("SELECT count(*) FROM mail_message WHERE purpose = 'digest' AND status <> 'sent'")
