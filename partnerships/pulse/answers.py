"""Taking one answer: what was said is kept by side alone, and apart from it only that somebody answered."""

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from partnerships.models import Pulse, PulseInvitation
from partnerships.models.choices import Side
from partnerships.models.links import NOBODY
from partnerships.models.pulse import DIMENSIONS
from partnerships.pulse.links import seats_of

LARGEST_KEY = 2**53


class CannotAnswer(Exception):
    """By this invitation no answer is taken; `why_closed` tells the reason in plain words."""


def is_closed(invitation: PulseInvitation) -> bool:
    return invitation.answered_on is not None or has_ended(invitation)


def has_ended(invitation: PulseInvitation) -> bool:
    """Its round is over, its person was erased, or a party objects to the record."""
    opened = invitation.round
    is_over = opened.closes_on < timezone.localdate()
    return is_over or invitation.address.endswith(NOBODY) or opened.partnership.objected_at is not None


def asks_for_side(invitation: PulseInvitation) -> bool:
    """In an alliance all are peers: each says for itself whether it mostly asks or mostly offers."""
    return any(member.side == Side.PEER for member in seats_of(invitation))


@transaction.atomic
def answer_pulse(*, invitation: PulseInvitation, scores: Mapping[str, int | None], side: str = "") -> None:
    """Store an answer once. Raises CannotAnswer.

    The invitation keeps the day alone. The answers of the round are written anew with it, in an order and
    under numbers drawn by lot: no hour, order or transaction tells whose is which.
    """
    rows = PulseInvitation.objects.select_for_update(of=("self", "round")).select_related("round__partnership")
    invited = rows.filter(pk=invitation.pk).first()
    if invited is None or is_closed(invited) or not seats_of(invited):
        raise CannotAnswer
    side = side if side and asks_for_side(invited) else invited.side
    given = list(invited.round.answers.all())
    given.append(Pulse(round=invited.round, side=side, **{name: scores[name] for name in DIMENSIONS}))
    invited.round.answers.all().delete()
    secrets.SystemRandom().shuffle(given)
    for answer in given:
        answer.pk = secrets.randbelow(LARGEST_KEY) + 1
    Pulse.objects.bulk_create(given)
    PulseInvitation.objects.filter(pk=invited.pk).update(answered_on=timezone.localdate())
