"""One letter a week for each person who owes something, however much it is."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from community.models import Institution, Membership, User
from mail.models import Message
from mail.services import queue
from partnerships.asking.people import recipient
from partnerships.models import PartnershipMember
from results.models import Observation
from results.models.choices import ObservationState
from results.owed.owing import due_periods, owed_by, to_verify

PURPOSE, KIND = "results-owed", "results-owed"
NAMED = 10  # of each sort; the page has the rest


def remind() -> int:
    """Write to everybody who owes something; how many letters are new.

    The week is the period of the letter, so that the job may run each day, late or twice. Looking up what one
    person owes costs more than all else here, so nobody is looked at who has this week's letter.
    """
    year, number, _day = timezone.localdate().isocalendar()
    week = f"{year}-{number:02d}"
    written = Message.objects.filter(purpose=PURPOSE, period=week).values("recipient")
    return sum(_remind(person, week) for person in people().exclude(email__in=written).iterator(chunk_size=500))


@transaction.atomic
def _remind(person: User, week: str) -> int:
    owed = owed_by(person, without_held=True)
    if not owed.count:
        return 0
    named: dict[str, list[Any]] = {
        "due": owed.due[:NAMED],
        "to_mend": owed.to_mend[:NAMED],
        "to_verify": owed.to_verify[:NAMED],
    }
    return queue(
        purpose=PURPOSE,
        period=week,
        to=[recipient(person)],
        template="results/emails/owed",
        context=named | {"count": owed.count, "is_more": owed.count > sum(map(len, named.values()))},
    )


def people() -> "QuerySet[User]":
    """Who speaks for an institution of which something is awaited, and who has drafts to finish."""
    institutions = PartnershipMember.objects.filter(
        Q(partnership__in=due_periods().values("indicator__partnership"))
        | Q(partnership__in=to_verify().values("indicator__partnership")),
        institution__isnull=False,
    )
    speaking = Q(role=Membership.Role.FOCAL_POINT) | Q(institution__kind=Institution.Kind.DONOR)
    speakers = Membership.objects.active().filter(speaking, institution__in=institutions.values("institution"))
    drafts = Observation.objects.filter(state__in=[ObservationState.DRAFT, ObservationState.RETURNED])
    found = User.objects.active().filter(
        Q(pk__in=speakers.values("user")) | Q(pk__in=drafts.exclude(recorded_by=None).values("recorded_by"))
    )
    return found.select_related("profile").order_by("pk")


def still_owed(ids: Iterable[int]) -> set[int]:
    """Asked just before sending: who has done it all meanwhile gets no letter."""
    messages = list(Message.objects.filter(pk__in=list(ids)).only("pk", "recipient"))
    readers = {user.email: user for user in User.objects.active().filter(email__in={m.recipient for m in messages})}
    owing = {email for email, reader in readers.items() if owed_by(reader, without_held=True).count}
    return {message.pk for message in messages if message.recipient in owing}
