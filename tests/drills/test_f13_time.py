"""F13: reminders of events that begin two hours after the clocks change, in forty zones, two changes each.

The programs' clock is put on by hand to the minute of each reminder; now and then it jumps two hours
back and on again, and some events are moved once their first reminder is out.
"""

import time
from datetime import UTC, datetime, timedelta

from ops import processes
from tests.drills.clock import Clock

FAULT = "F13"
OFFSETS = {
    "event-reminder-week": timedelta(days=7),
    "event-reminder-day": timedelta(days=1),
    "event-reminder-hour": timedelta(hours=1),
}
EVENTS = 80
EXACT = 60  # seconds
JUMP = timedelta(hours=2)
EVERY = 15  # instants from one jump of the clock to the next
MOVED = range(1, EVENTS + 1, 10)  # events that move by an hour and a half, once they have reminded
# Written by the worker's clock; when it was sent is written by the database's, which nobody puts on.
MAILS = "SELECT recipient, created_at FROM mail_message WHERE purpose = %s AND status = 'sent' ORDER BY 2 DESC"


def test_f13_exact_across_changes_of_the_clocks(stack, figures, hold_invariants):
    stack.clock = Clock(stack.place)
    stack.clock.set(datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0))
    stack.ask_events("across_changes")
    before = starts(stack)
    stack.start_broker()
    stack.start_sink()
    stack.start_worker()
    stack.start_beat()
    time.sleep(8)  # until they are up

    moved: dict[str, datetime] = {}
    turn = jumps = 0
    sent_after = 0.0
    while due := next_due(stack):
        stack.clock.set(due - timedelta(seconds=40))
        time.sleep(0.3)
        if turn % EVERY == 0:
            stack.clock.set(due - JUMP)
            time.sleep(0.5)
            jumps += 1
        stack.clock.set(due + timedelta(seconds=25))
        assert processes.wait_until(lambda: next_due(stack) != due, seconds=60, pause=0.1), due
        assert processes.wait_until(lambda: unsent(stack) == 0, seconds=60, pause=0.1)
        sent_after = max(sent_after, (stack.clock.now - due).total_seconds())
        turn += 1
        for number in MOVED:
            slug = f"change-{number}"
            if slug not in moved and reminded(stack, number):
                stack.ask_events("move", slug, "90")
                moved[slug] = starts(stack)[slug]

    after = starts(stack)
    late = early = 0.0
    wrong = 0
    for purpose, offset in OFFSETS.items():
        sent = dict(stack.rows(MAILS, purpose))  # of a moved event the first, which was of its old time
        for number in range(1, EVENTS + 1):
            slug, address = f"change-{number}", f"guest{number}@drill.example"
            expected = (after if purpose != "event-reminder-week" else before)[slug] - offset
            seconds = (sent[address] - expected).total_seconds() if address in sent else 1e9
            late, early = max(late, seconds), max(early, -seconds)
    for purpose in OFFSETS:
        counts = stack.rows("SELECT recipient, count(*) FROM mail_message WHERE purpose = %s GROUP BY 1", purpose)
        wrong += sum(count != expected_count(purpose, moved, to) for to, count in counts)
    figures.note("events, each two hours after a change", EVENTS)
    figures.note("of them moved after their first reminder", len(moved))
    figures.note("jumps of the clock by two hours", jumps)
    figures.at_most(EXACT, "latest reminder written after its instant", late, "s")
    figures.at_most(EXACT, "latest reminder sent after its instant", sent_after, "s")
    figures.at_most(0, "earliest reminder before its instant", early, "s")
    figures.exactly(0, "people with a reminder too many or too few", wrong)
    figures.exactly(
        0, "raw copies beyond one a mail", len(list(stack.events())) - len({e["id"] for e in stack.events()})
    )
    hold_invariants(stack)


def expected_count(purpose, moved, recipient):
    """A moved event reminds of its new time too, where that instant had not passed."""
    slug = recipient.replace("guest", "change-").removesuffix("@drill.example")
    return 2 if purpose == "event-reminder-week" and slug in moved else 1


def next_due(stack):
    rows = stack.rows("SELECT min(due_at) FROM events_reminder WHERE status = 'scheduled'")
    return rows[0][0]


def unsent(stack):
    return stack.count("SELECT count(*) FROM mail_message WHERE status IN ('queued', 'retry', 'sending')")


def reminded(stack, number):
    return stack.count(
        "SELECT count(*) FROM mail_message WHERE recipient = %s AND status = 'sent'", f"guest{number}@drill.example"
    )


def starts(stack):
    return dict(stack.rows("SELECT slug, starts_at FROM events_learningevent"))
