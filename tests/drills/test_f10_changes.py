"""F10: ten people give their seat back while fifty more register, and the seats become more and fewer meanwhile."""

import threading

import pytest

from tests.drills.crowd import send_together, sessions
from tests.drills.deliveries import wait_for_end

FAULT = "F10"
SEATS, GIVE_BACK, MORE = 30, 10, 50
SLUG = "changes"
FIRST = SEATS + 20  # who is there before: all seats taken, and twenty who wait
ORDER = (
    "SELECT r.queue_number FROM events_registrationchange c"
    " JOIN events_registration r ON r.id = c.registration_id"
    " WHERE c.before = 'waitlisted' AND c.after = 'confirmed' ORDER BY c.id"
)


@pytest.fixture
def guests(stack):
    file = stack.place / "sessions"
    stack.ask_events("guests", str(FIRST + MORE), str(file))
    return sessions(file)


def test_f10_seats_come_and_go(stack, guests, figures, hold_invariants):
    stack.start_broker()
    stack.start_sink()
    stack.start_worker()
    stack.start_web()
    stack.ask_events("event", SLUG, str(SEATS))
    register, give_back = f"/en/events/{SLUG}/register/", f"/en/events/{SLUG}/registration/cancel/"
    for session in guests[:FIRST]:
        send_together(stack.web_port, [(register, session)])
    capacities = threading.Thread(target=change_seats, args=(stack,))
    capacities.start()

    answers = send_together(
        stack.web_port,
        [(give_back, session) for session in guests[:GIVE_BACK]] + [(register, session) for session in guests[FIRST:]],
        sure="on",
    )

    capacities.join()
    stack.start_beat()
    for (period,) in stack.rows("SELECT DISTINCT period FROM mail_message"):
        assert wait_for_end(stack, period, 300)
    promoted = [number for (number,) in stack.rows(ORDER)]
    figures.exactly(0, "answers 5xx", sum(answer.status >= 500 for answer in answers))
    figures.exactly(
        GIVE_BACK,
        "seats given back",
        stack.count("SELECT count(*) FROM events_registration WHERE status = 'cancelled'"),
    )
    figures.at_least(GIVE_BACK, "people who moved up", len(promoted))
    figures.exactly(0, "people who moved up before somebody ahead of them", sum(passed(promoted)))
    figures.exactly(
        0,
        "moments at which more seats were taken than there were",
        stack.count("SELECT count(*) FROM events_registrationchange WHERE seats_taken > capacity"),
    )
    figures.exactly(
        stack.count("SELECT count(*) FROM events_registration WHERE seated_at IS NOT NULL"),
        "mails that say: you have a place",
        stack.count("SELECT count(*) FROM mail_message WHERE purpose = 'event-place' AND status <> 'dropped'"),
    )
    hold_invariants(stack)


def change_seats(stack):
    for seats in (SEATS + 5, SEATS + 2, SEATS + 8):
        stack.ask_events("capacity", SLUG, str(seats))


def passed(numbers):
    """For each, whether somebody with a smaller number moved up later."""
    return [any(later < number for later in numbers[at + 1 :]) for at, number in enumerate(numbers)]
