"""What became of outcomes one, two and five years after a partnership closed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import User
from partnerships.models import Partnership
from results.models.choices import Answering, Sustained
from results.models.outcomes import HarvestedOutcome

YEARS = (1, 2, 5)


class FollowUp(models.Model):
    """Both sides are asked, so many years after closing; `asked_at` is when the letters went out."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="follow_ups", verbose_name=_("partnership")
    )
    years = models.PositiveSmallIntegerField(_("years after closing"))
    due_on = models.DateField(_("due on"))
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "years"], name="follow_up_once"),
            models.CheckConstraint(condition=Q(years__in=YEARS), name="follow_up_of_these_years"),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(asked_at=None), name="follow_up_due")]

    def __str__(self) -> str:
        return f"{self.partnership} · {self.years}"


class FollowUpAnswer(models.Model):
    """What one side says became of one outcome."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="answers", verbose_name=_("follow-up"))
    outcome = models.ForeignKey(
        HarvestedOutcome, models.CASCADE, related_name="follow_up_answers", verbose_name=_("outcome")
    )
    side = models.CharField(_("side"), max_length=8, choices=Answering)
    sustained = models.CharField(_("what became of it"), max_length=10, choices=Sustained)
    note = models.TextField(_("what shows it"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), default=timezone.now)
    answered_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("answered by")
    )

    class Meta:
        ordering = ["follow_up", "outcome", "side"]
        verbose_name = _("answer to a follow-up")
        verbose_name_plural = _("answers to follow-ups")
        constraints = [models.UniqueConstraint(fields=["follow_up", "outcome", "side"], name="follow_up_answer_once")]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.get_sustained_display()}"
