"""F7: two workers and two beats, one pair's clock 90 seconds ahead of the other's, for a day.

The day passes in twelve minutes: both clocks are put on by a minute each half second. What counts time by the
wall (when something is due, when a task is too old) sees a whole day. A second in which the machine is
busy with something else is two minutes to the portal, so nothing is said of how late a mail was.
"""

import os
import time
from datetime import timedelta

from ops import processes
from tests.drills.clock import Clock, next_sunday
from tests.drills.deliveries import deliveries, promise, wait_for_end
from tests.drills.reminders import letters, reminded

FAULT = "F7"
SKEW = 90
MINUTES = int(os.environ.get("DRILL_MINUTES") or 24 * 60)
A_MINUTE_LASTS = 0.5
READERS = 200


def test_f7_two_pairs_for_a_day(stack, figures, hold_invariants):
    began = next_sunday(18)
    clock, ahead = Clock(stack.place), Clock(stack.place, skew=SKEW)
    stack.clock = clock
    for one in (clock, ahead):
        one.set(began)
    stack.ask_portal("notices", str(MINUTES), "day", "0", str(MINUTES * 60))
    stack.ask_portal("held", str(READERS))
    stack.start_broker()
    stack.start_sink()
    for name, one in (("first", clock), ("second", ahead)):
        stack.start_worker(name, clock=one)
        stack.start_beat(f"{name}-beat", clock=one)
    time.sleep(10)  # until all four are up

    for minute in range(1, MINUTES + 30):
        for one in (clock, ahead):
            one.set(began + timedelta(minutes=minute))
        time.sleep(A_MINUTE_LASTS)
    assert wait_for_end(stack, "day", 300)

    seen = deliveries(stack, "day")
    promise(figures, seen, people=MINUTES, extra=0)
    figures.note("simulated minutes", MINUTES)
    if MINUTES >= 13 * 60:
        told = stack.rows("SELECT recipient, count(*) FROM mail_message WHERE purpose = 'digest' GROUP BY 1")
        copies = stack.rows("SELECT count(*) FROM mail_message WHERE purpose = 'digest' AND status = 'sent'")
        figures.exactly(READERS, "readers with a digest", len(told))
        figures.exactly(READERS, "digests sent", copies[0][0])
    figures.exactly(
        0, "raw copies beyond one a mail", len(list(stack.events())) - len({e["id"] for e in stack.events()})
    )
    hold_invariants(stack)


def test_f7_only_the_slow_beat_and_the_fast_worker(stack, figures, hold_invariants):
    """What the other two did for each other must not be needed: beat's tasks reach a worker 90 s ahead, too."""
    began = next_sunday(18)
    clock, ahead = Clock(stack.place), Clock(stack.place, skew=SKEW)
    stack.clock = clock
    for one in (clock, ahead):
        one.set(began)
    stack.ask_portal("notices", "60", "hour", "120", "3600")
    stack.start_broker()
    stack.start_sink()
    stack.start_worker(clock=ahead)
    stack.start_beat(clock=clock)
    time.sleep(10)

    for minute in range(1, 75):
        for one in (clock, ahead):
            one.set(began + timedelta(minutes=minute))
        time.sleep(A_MINUTE_LASTS)

    wait_for_end(stack, "hour", 5)
    seen = deliveries(stack, "hour")
    promise(figures, seen, people=60, extra=0)
    hold_invariants(stack)


def test_f7_reminders_of_two_pairs(stack, figures, hold_invariants):
    """Sixty events remind a day and an hour before, seen by two beats and two workers of which one pair is ahead."""
    began = next_sunday(18)
    clock, ahead = Clock(stack.place), Clock(stack.place, skew=SKEW)
    stack.clock = clock
    for one in (clock, ahead):
        one.set(began)
    stack.ask_events("reminded", "day", "60", str(25 * 3_600), str(10 * 3_600))
    stack.start_broker()
    stack.start_sink()
    for name, one in (("first", clock), ("second", ahead)):
        stack.start_worker(name, clock=one)
        stack.start_beat(f"{name}-beat", clock=one)
    time.sleep(10)

    for minute in range(1, 35 * 60 + 30):
        for one in (clock, ahead):
            one.set(began + timedelta(minutes=minute))
        time.sleep(A_MINUTE_LASTS / 2)
    assert processes.wait_until(lambda: reminded(stack, "day", "hour").under_way == 0, seconds=120, pause=0.5)

    for kind in ("day", "hour"):
        seen = reminded(stack, "day", kind)
        figures.exactly(300, f"people reminded, {kind}", seen.people)
        figures.exactly(0, f"reminders not done, {kind}", seen.under_way)
    figures.exactly(600, "letters in all", letters(stack))
    raw = list(stack.events())
    figures.exactly(0, "raw copies beyond one a letter", len(raw) - len({event["id"] for event in raw}))
    hold_invariants(stack)
