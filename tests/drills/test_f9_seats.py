"""F9: two hundred people sign up for thirty seats at the same moment, by the pages, over gunicorn.

Without the event's lock, and without the rules of the database behind it, the same must oversell: else the
drill would prove nothing.
"""

import pytest

from tests.drills.crowd import send_together, sessions
from tests.drills.deliveries import wait_for_end

FAULT = "F9"
SEATS, PEOPLE, ROUNDS = 30, 200, 20
RULES = (
    ("event_seats_within_capacity", "events_learningevent"),
    ("registration_queue_number_once", "events_registration"),
)


@pytest.fixture
def guests(stack):
    file = stack.place / "sessions"
    stack.ask_events("guests", str(PEOPLE), str(file))
    return sessions(file)


def test_f9_two_hundred_for_thirty(stack, guests, figures, hold_invariants):
    stack.start_broker()
    stack.start_sink()
    stack.start_worker()
    stack.start_web()
    wrong_seats = gaps = out_of_order = errors = 0
    slowest = 0.0
    for turn in range(1, ROUNDS + 1):
        slug = f"seats-{turn}"
        stack.ask_events("event", slug, str(SEATS))
        answers = sign_up(stack, guests, slug)
        errors += sum(answer.status >= 500 for answer in answers)
        slowest = max(slowest, *(answer.seconds for answer in answers))
        wrong_seats += abs(seated(stack, slug) - SEATS)
        queue = in_line(stack, slug)
        gaps += queue != list(range(1, PEOPLE + 1))
        out_of_order += not follows_commits(stack, slug)
    stack.start_beat()
    assert wait_for_mail(stack, ROUNDS * PEOPLE)

    figures.note("events, each with so many at once", PEOPLE)
    figures.exactly(0, "seats too many or too few, of all events", wrong_seats)
    figures.exactly(0, "events whose queue has a gap", gaps)
    figures.exactly(0, "events whose queue is not in the order of commits", out_of_order)
    figures.exactly(0, "answers 5xx", errors)
    figures.at_most(10, "slowest answer", slowest, "s")
    figures.exactly(ROUNDS * SEATS, "mails that say: you have a place", told(stack, "event-place"))
    figures.exactly(ROUNDS * (PEOPLE - SEATS), "mails that say: you wait", told(stack, "event-registration"))
    figures.exactly(0, "people with another number of mails than one for an event", not_told_once(stack))
    hold_invariants(stack)


def test_f9_without_the_lock_it_oversells(stack, guests, figures):
    stack.start_broker()
    stack.start_web("tests.drills.unlocked:application")
    for rule, table in RULES:
        stack.rows(f"ALTER TABLE {table} DROP CONSTRAINT {rule}")
    most = 0
    for turn in range(1, 4):
        slug = f"seats-{turn}"
        stack.ask_events("event", slug, str(SEATS))
        sign_up(stack, guests, slug)
        most = max(most, seated(stack, slug))

    figures.at_least(SEATS + 1, f"seats given away of {SEATS}", most)


def sign_up(stack, guests, slug):
    return send_together(stack.web_port, [(f"/en/events/{slug}/register/", session) for session in guests])


def seated(stack, slug):
    return stack.count(
        "SELECT count(*) FROM events_registration r JOIN events_learningevent e ON e.id = r.event_id"
        " WHERE e.slug = %s AND r.status = 'confirmed'",
        slug,
    )


def in_line(stack, slug):
    return [
        number
        for (number,) in stack.rows(
            "SELECT queue_number FROM events_registration r JOIN events_learningevent e ON e.id = r.event_id"
            " WHERE e.slug = %s ORDER BY 1",
            slug,
        )
    ]


def follows_commits(stack, slug):
    """Whoever was earlier in the log of changes, written under the same lock, has the smaller number."""
    numbers = [
        number
        for (number,) in stack.rows(
            "SELECT r.queue_number FROM events_registrationchange c JOIN events_registration r ON r.id = c.registration_id"
            " JOIN events_learningevent e ON e.id = r.event_id WHERE e.slug = %s ORDER BY c.id",
            slug,
        )
    ]
    return numbers == sorted(numbers)


def wait_for_mail(stack, count):
    return (
        all(wait_for_end(stack, period, 300) for (period,) in stack.rows("SELECT DISTINCT period FROM mail_message"))
        and stack.count("SELECT count(*) FROM mail_message WHERE status = 'sent'") == count
    )


def told(stack, purpose):
    return stack.count("SELECT count(*) FROM mail_message WHERE purpose = %s AND status = 'sent'", purpose)


def not_told_once(stack):
    return stack.count(
        "SELECT count(*) FROM events_registration r WHERE 1 <> (SELECT count(*) FROM mail_message m"
        " WHERE m.recipient = r.email AND split_part(m.period, ':', 1) = r.id::text"
        " AND m.purpose IN ('event-place', 'event-registration'))"
    )
