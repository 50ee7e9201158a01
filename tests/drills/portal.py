"""What a drill asks of the portal from inside, in a process of its own with the stack's settings.

python -m tests.drills.portal notices 1000 PERIOD [DUE_OVER_SECONDS [OF_USE_FOR_SECONDS]]
python -m tests.drills.portal held 200
python -m tests.drills.portal person ADDRESS PASSWORD
"""

import copy
import sys
import uuid
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402 - apps first

from community.models import User  # noqa: E402
from mail import services  # noqa: E402
from mail.letters import Recipient, compose, store  # noqa: E402
from mail.models import Message  # noqa: E402

PURPOSE, TEMPLATE = "membership-decided", "community/emails/membership_decided"
MEMBERSHIP = {"status": "active", "institution": {"name": "Office of Drills"}, "get_role_display": "Staff"}


def copies(count: str, period: str, **fields: Any) -> list[Message]:
    """One notice for so many people: its words are made once, since a drill is not about that."""
    recipient, context = Recipient("p1@drill.example"), {"membership": MEMBERSHIP}
    first = compose(recipient, purpose=PURPOSE, period=period, template=TEMPLATE, context=context, **fields)
    rows = [copy.copy(first) for _ in range(int(count))]
    for number, row in enumerate(rows, start=1):
        row.recipient, row.message_id = f"p{number}@drill.example", f"<{uuid.uuid4()}@drill.example>"
    return rows


def held(count: str, period: str = "held") -> None:
    """A notice each that waits for the weekly digest, written two days ago."""
    store(copies(count, period, status=Message.Status.HELD))
    Message.objects.filter(period=period).update(created_at=timezone.now() - timedelta(days=2))


def notices(count: str, period: str, first_in: str = "0", over: str = "0", of_use_for: str = "") -> None:
    """A notice for each of so many people, due one after the other."""
    rows = copies(count, period)
    first = timezone.now() + timedelta(seconds=float(first_in))
    for number, row in enumerate(rows):
        row.due_at = first + timedelta(seconds=float(over) * number / len(rows))
        row.not_after = row.due_at + timedelta(seconds=float(of_use_for)) if of_use_for else None
    store(rows)
    services.nudge()


def person(email: str, password: str) -> None:
    """Somebody who can sign in."""
    user = User.objects.create_user(email=email, password=password)
    user.emailaddress_set.create(email=email, verified=True, primary=True)


if __name__ == "__main__":
    {"notices": notices, "held": held, "person": person}[sys.argv[1]](*sys.argv[2:])
