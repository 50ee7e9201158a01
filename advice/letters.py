"""A year after advice was kept, who speaks for the institution is asked once what was done and what came of it."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advice.models import ModalityAdvice
from community.emails.recipients import recipient
from mail.models import Message
from mail.services import queue
from partnerships.asking.people import Speakers

PURPOSE = "advice-a-year-later"
LABEL = _("What came of advice that you kept")
AFTER = timedelta(days=365)
UNTIL = timedelta(days=450)


@transaction.atomic
def ask_a_year_later() -> int:
    """How many letters are new. Safe to repeat, late as well."""
    now = timezone.now()
    due = ModalityAdvice.objects.filter(chosen="", asked_at__lte=now - AFTER, asked_at__gt=now - UNTIL)
    kept = list(due.select_related("institution").order_by("pk"))
    speakers = Speakers(each.institution_id for each in kept)
    return sum(
        queue(
            purpose=PURPOSE,
            period=str(each.pk),
            to=[recipient(person) for person in speakers.at(each.institution_id)],
            template="advice/emails/later",
            context={"advice": each},
        )
        for each in kept
    )


def still_untold(ids: Iterable[int]) -> set[int]:
    """Letters about advice of which nobody has said meanwhile what came of it."""
    keys = {pk: int(period) for pk, period in Message.objects.filter(pk__in=list(ids)).values_list("pk", "period")}
    untold = set(ModalityAdvice.objects.filter(pk__in=keys.values(), chosen="").values_list("pk", flat=True))
    return {pk for pk, key in keys.items() if key in untold}
