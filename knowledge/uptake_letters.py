"""The letter to who wrote a piece that somebody tried or adapted it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from community.emails.recipients import recipient
from community.models import User
from knowledge.consents import author_ids
from knowledge.models import Uptake
from mail.models import Message
from mail.services import queue

UPTAKE = "piece-uptake"
LABEL = _("Somebody tried or adapted what you wrote")


def tell_authors(uptake: Uptake) -> int:
    """Once for each reader and kind."""
    piece = uptake.piece
    people = User.objects.active().filter(pk__in=author_ids(piece)).select_related("profile")
    return queue(
        purpose=UPTAKE,
        period=str(uptake.pk),
        to=[recipient(person) for person in people],
        template="knowledge/emails/uptake",
        context={"piece": piece, "uptake": uptake},
    )


def still_shown(ids: Iterable[int]) -> set[int]:
    """Asked just before sending: what was taken off the page meanwhile is not mailed."""
    messages = {pk: int(period) for pk, period in Message.objects.filter(pk__in=ids).values_list("pk", "period")}
    shown = set(Uptake.objects.shown().filter(pk__in=messages.values()).values_list("pk", flat=True))
    return {pk for pk, uptake in messages.items() if uptake in shown}
