"""What came of the reminders of a drill's events: for each kind who got one, and how late."""

from dataclasses import dataclass

from tests.drills.stack import Stack

# When each falls due, and what the outbox calls its letter.
DUE = """
    SELECT reminder.due_at, reminder.status, event.slug, message.recipient, message.status, message.created_at
    FROM events_reminder reminder JOIN events_learningevent event ON event.id = reminder.event_id
    LEFT JOIN mail_message message ON message.period = format('event-%%s-%%s-%%s', event.id, reminder.sequence, reminder.kind)
    WHERE event.slug LIKE %s AND reminder.kind = %s
"""


@dataclass(frozen=True)
class Reminded:
    """Of the events of one name and one kind of reminder."""

    people: int  # who got the letter
    dropped: int  # reminders that were of no more use
    under_way: int  # reminders and letters that are not done
    latest: float  # seconds from the instant to the letter's writing


def reminded(stack: Stack, name: str, kind: str) -> Reminded:
    rows = stack.rows(DUE, f"{name}-%", kind)
    late = [(written - due).total_seconds() for due, _of, _slug, _to, _status, written in rows if written]
    return Reminded(
        people=sum(status == "sent" for _due, _of, _slug, _to, status, _written in rows),
        dropped=len({slug for _due, of, slug, *_letter in rows if of == "dropped"}),
        under_way=sum(
            of == "scheduled" or status in ("queued", "retry", "sending") for _d, of, _s, _t, status, _w in rows
        ),
        latest=max(late, default=0.0),
    )


def letters(stack: Stack) -> int:
    """How many letters of reminders there are, each of them for one kind, event and person."""
    return stack.count("SELECT count(*) FROM mail_message WHERE purpose LIKE 'event-reminder-%%'")
