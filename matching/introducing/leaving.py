"""Three months after both sides said yes, each is asked once what came of it: working, or nothing, and why.

The answer is for brokers alone, who learn from it which introductions are worth making; it can be given earlier, and
changed.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mail.models import Message
from mail.services import queue
from matching.introducing import by_mail
from matching.introducing.letters import recipients, still_readable
from matching.models import ExitAnswer, Introduction
from matching.models.choices import HowItEnded, IntroductionStatus, Side

PURPOSE = "introduction-exit"
LABEL = _("What came of an introduction")
ASKED_AFTER = timedelta(days=90)
ASKED_UNTIL = timedelta(days=180)  # who was not asked by then is not asked any more


@transaction.atomic
def ask_what_came_of_it() -> int:
    """Write to the sides that have not said; how many letters are new. Safe to repeat, late as well."""
    now = timezone.now()
    due = Introduction.objects.filter(
        status=IntroductionStatus.INTRODUCED, ended_at__lte=now - ASKED_AFTER, ended_at__gt=now - ASKED_UNTIL
    )
    answered = set(ExitAnswer.objects.filter(introduction__in=due).values_list("introduction", "side"))
    written = 0
    for introduction in due.for_listing().order_by("pk"):
        for side in Side.values:
            if (introduction.pk, side) in answered:
                continue
            written += queue(
                purpose=PURPOSE,
                period=f"{introduction.pk}-{side}-exit",
                to=recipients(introduction, side),
                template="matching/emails/exit",
                context={"introduction": introduction},
            )
            if side == Side.DEMAND and by_mail.answers_by_link(introduction):
                written += by_mail.tell_asker(introduction, "exit")
    return written


def still_unsaid(ids: Iterable[int]) -> set[int]:
    """Letters to sides that have not answered meanwhile, and may still read the introduction."""
    readable = Message.objects.filter(pk__in=still_readable(ids)).values_list("pk", "period")
    sides = {pk: (int(period.split("-")[0]), period.split("-")[1]) for pk, period in readable}
    keys = [key for key, _side in sides.values()]
    said = set(ExitAnswer.objects.filter(introduction__in=keys).values_list("introduction", "side"))
    return {pk for pk, side in sides.items() if side not in said}


@dataclass(frozen=True)
class CameOfIt:
    """`answers` is (words, how many sides said so) for each answer; `asked` how many sides could have said."""

    answers: list[tuple[str, int]]
    asked: int

    @property
    def said(self) -> int:
        return sum(count for _words, count in self.answers)


def what_came_of_it() -> CameOfIt:
    """Of all introductions that both sides accepted, but for demonstrations."""
    introduced = Introduction.objects.filter(status=IntroductionStatus.INTRODUCED, is_demo=False)
    counts = Counter(ExitAnswer.objects.filter(introduction__in=introduced).values_list("answer", flat=True))
    answers = [(str(label), counts.get(value, 0)) for value, label in HowItEnded.choices]
    return CameOfIt(answers, introduced.count() * len(Side))
