"""A week and two days before an introduction has to be answered, whoever has not answered is reminded."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mail.models import Message
from mail.services import queue
from matching.introducing.letters import has_accepted, recipients, still_readable
from matching.models import Introduction
from matching.models.choices import Side

PURPOSE = "introduction-reminder"
LABEL = _("A reminder: an introduction awaits your answer")
BEFORE = (7, 2)  # days


@transaction.atomic
def remind(*, on: date | None = None) -> int:
    """Write to the sides that have not answered; how many letters are new. Safe to repeat, late as well."""
    today = on or timezone.localdate()
    waiting = Introduction.objects.live().filter(deadline__gte=today, deadline__lte=today + timedelta(days=max(BEFORE)))
    written = 0
    for introduction in waiting.for_listing().order_by("pk"):
        days = min(each for each in BEFORE if (introduction.deadline or today) <= today + timedelta(days=each))
        for side in Side.values:
            if has_accepted(introduction, side):
                continue
            written += queue(
                purpose=PURPOSE,
                period=f"{introduction.pk}-{days}",
                to=recipients(introduction, side),
                template="matching/emails/reminder",
                context={"introduction": introduction, "side": side, "has_accepted": False},
            )
    return written


def still_awaited(ids: Iterable[int]) -> set[int]:
    """Letters about introductions that are still open, to who may still read them."""
    readable = list(Message.objects.filter(pk__in=still_readable(ids)))
    keys = {message.pk: int(message.period.split("-")[0]) for message in readable}
    live = set(Introduction.objects.live().filter(pk__in=keys.values()).values_list("pk", flat=True))
    return {pk for pk, key in keys.items() if key in live}
