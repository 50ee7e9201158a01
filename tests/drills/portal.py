"""What a drill asks of the portal from inside, in a process of its own with the stack's settings.

python -m tests.drills.portal digests 5000 2026-W46
python -m tests.drills.portal notices 1000 PERIOD [DUE_OVER_SECONDS [OF_USE_FOR_SECONDS]]
python -m tests.drills.portal held 200
python -m tests.drills.portal person ADDRESS PASSWORD
"""

import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402 - apps first

from community.models import User  # noqa: E402
from mail import services  # noqa: E402
from mail.digest import end_of, make_digests  # noqa: E402
from mail.letters import as_recipient, compose  # noqa: E402
from mail.models import Message  # noqa: E402

PURPOSE, TEMPLATE = "membership-decided", "community/emails/membership_decided"
MEMBERSHIP = {"status": "active", "institution": {"name": "Office of Drills"}, "get_role_display": "Staff"}


def address(number: int) -> str:
    return f"p{number}@drill.example"


def held(count: str, period: str = "held") -> None:
    """A notice each that waits for the weekly digest, written two days ago."""
    one = compose(
        as_recipient(address(1)), purpose=PURPOSE, period=period, template=TEMPLATE, context={"membership": MEMBERSHIP}
    )
    rows = [
        Message(
            purpose=PURPOSE,
            period=period,
            recipient=address(number),
            subject=one.subject,
            text=one.text,
            status=Message.Status.HELD,
            message_id=f"<{period}-{number}@drill.example>",
        )
        for number in range(1, int(count) + 1)
    ]
    Message.objects.bulk_create(rows)
    Message.objects.filter(period=period).update(created_at=timezone.now() - timedelta(days=2))


def digests(count: str, period: str) -> None:
    """The weekly digest of so many people, due now."""
    held(count, f"held-{period}")
    Message.objects.filter(period=f"held-{period}").update(created_at=end_of(period) - timedelta(days=2))
    assert make_digests(period) == int(count)


def notices(count: str, period: str, first_in: str = "0", over: str = "0", of_use_for: str = "") -> None:
    """A notice for each of so many people, due one after the other."""
    first, number_of = timezone.now() + timedelta(seconds=float(first_in)), int(count)
    for number in range(1, number_of + 1):
        due_at = first + timedelta(seconds=float(over) * (number - 1) / number_of)
        services.queue(
            purpose=PURPOSE,
            period=period,
            to=[address(number)],
            template=TEMPLATE,
            context={"membership": MEMBERSHIP},
            due_at=due_at,
            not_after=due_at + timedelta(seconds=float(of_use_for)) if of_use_for else None,
        )


def person(email: str, password: str) -> None:
    """Somebody who can sign in."""
    user = User.objects.create_user(email=email, password=password)
    user.emailaddress_set.create(email=email, verified=True, primary=True)


if __name__ == "__main__":
    {"digests": digests, "notices": notices, "held": held, "person": person}[sys.argv[1]](*sys.argv[2:])
