"""What the board of open questions has learnt since an event left its questions open."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import LearningEvent
from knowledge.models import OpenQuestion, QuestionEvidence


def of_event(event: LearningEvent, user: Any) -> dict[int, tuple[str, str]]:
    """By the question of the event, a text with the address of the board's question; in one query.

    An answer is evidence that this person may see and that came to the board after the last day of the event.
    """
    seen = QuestionEvidence.objects.visible_to(user).filter(created_at__date__gt=event.ends_on).exclude(event=event)
    came = Count("openquestion__evidence", filter=Q(openquestion__evidence__in=seen.order_by().values("pk")))
    tied: Any = OpenQuestion.discussed_as.through
    rows = tied.objects.filter(
        discussionquestion__event=event, openquestion__in=OpenQuestion.objects.listed_for(user).order_by().values("pk")
    )
    found = rows.values_list("discussionquestion", "openquestion__slug").annotate(came=came).order_by("pk")
    return {key: (_told(count), reverse("knowledge:question", args=[slug])) for key, slug, count in found}


def _told(count: int) -> str:
    if not count:
        return _("On the board of open questions")
    return ngettext("%(count)d answer since", "%(count)d answers since", count) % {"count": count}
