"""What the drills about events ask of the portal from inside, with the stack's settings; see portal.py.

python -m tests.drills.event_portal event SLUG [CAPACITY]
python -m tests.drills.event_portal guests COUNT FILE        session keys, one a line, in that file
python -m tests.drills.event_portal capacity SLUG NUMBER
python -m tests.drills.event_portal move SLUG MINUTES
python -m tests.drills.event_portal reminded NAME COUNT FIRST_IN OVER [PEOPLE]
                                              that many events which begin from FIRST_IN seconds on, over so many more
python -m tests.drills.event_portal across_changes           an event on each side of 80 changes of the clocks
"""

import contextlib
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import django

django.setup()

from django.conf import settings  # noqa: E402 - apps first
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from community.models import User  # noqa: E402
from events.identity import email_key  # noqa: E402
from events.local_times import When  # noqa: E402
from events.models import LearningEvent, Registration  # noqa: E402
from events.models.choices import EventStatus, RegistrationStatus  # noqa: E402
from events.reminding import reschedule  # noqa: E402
from events.services.publishing import move_event  # noqa: E402
from events.services.seats import TooFewSeats, change_capacity  # noqa: E402
from tests.drills.zones import changes  # noqa: E402


def event(slug: str, capacity: str = "", starts_at: datetime | None = None, zone: str = "UTC") -> LearningEvent:
    """A published event of two hours, in a month unless said otherwise."""
    starts_at = starts_at or timezone.now() + timedelta(days=30)
    ends_at = starts_at + timedelta(hours=2)
    return LearningEvent.objects.create(
        title=f"Drill {slug}",
        slug=slug,
        status=EventStatus.PUBLISHED,
        capacity=int(capacity) if capacity else None,
        starts_at=starts_at,
        ends_at=ends_at,
        starts_on=starts_at.astimezone(ZoneInfo(zone)).date(),
        ends_on=ends_at.astimezone(ZoneInfo(zone)).date(),
        time_zone=zone,
        joining_url="https://meet.drill.example/room",
    )


def guests(count: str, file: str) -> None:
    """People with an account, signed in."""
    keys = []
    for number in range(1, int(count) + 1):
        user = User.objects.create_user(email=f"guest{number}@drill.example", name=f"Guest {number}")
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        client = Client()
        client.force_login(user)
        keys.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    Path(file).write_text("\n".join(keys))


def capacity(slug: str, number: str) -> None:
    """More seats, or fewer where no more than those are taken."""
    with contextlib.suppress(TooFewSeats):
        change_capacity(event=LearningEvent.objects.get(slug=slug), capacity=int(number))


def move(slug: str, minutes: str) -> None:
    stored = LearningEvent.objects.get(slug=slug)
    by = User.objects.first() or User.objects.create_user(email="host@drill.example")
    delay = timedelta(minutes=int(minutes))
    assert stored.starts_at
    assert stored.ends_at
    starts_at, ends_at = stored.starts_at + delay, stored.ends_at + delay
    zone = ZoneInfo(stored.time_zone)
    days = {"starts_on": starts_at.astimezone(zone).date(), "ends_on": ends_at.astimezone(zone).date()}
    when = When(time_zone=stored.time_zone, starts_at=starts_at, ends_at=ends_at, **days)
    move_event(event=stored, when=when, place={}, version=stored.version, by=by)


def reminded(name: str, count: str, first_in: str, over: str, people: str = "5") -> None:
    """Events with reminders, one after the other, and people who have a place at each."""
    first = timezone.now() + timedelta(seconds=float(first_in))
    for number in range(int(count)):
        one = event(f"{name}-{number}", starts_at=first + timedelta(seconds=float(over) * number / int(count)))
        for place in range(1, int(people) + 1):
            seat(one, f"{name}{number}p{place}@drill.example", place)
        reschedule(one)


def across_changes() -> None:
    """Two hours after each change, so that the reminders of a week and a day lie before it; with one guest."""
    for number, (zone, change) in enumerate(changes(after=timezone.now()), start=1):
        one = event(f"change-{number}", starts_at=change.astimezone(UTC) + timedelta(hours=2), zone=zone)
        seat(one, f"guest{number}@drill.example", 1)
        reschedule(one)


def seat(at: LearningEvent, address: str, number: int) -> None:
    Registration.objects.create(
        event=at,
        name=address.partition("@")[0],
        email=address,
        email_key=email_key(address),
        time_zone=at.time_zone,
        status=RegistrationStatus.CONFIRMED,
        queue_number=number,
        address_confirmed_at=timezone.now(),
    )


ORDERS = {each.__name__: each for each in (event, guests, capacity, move, reminded, across_changes)}

if __name__ == "__main__":
    ORDERS[sys.argv[1]](*sys.argv[2:])
