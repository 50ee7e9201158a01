"""What became of outcomes one, two and five years after a partnership closed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from partnerships.models import MailedLink, Partnership
from results.models.choices import Answering, Sustained
from results.models.outcomes import HarvestedOutcome

YEARS = (1, 2, 5)


class FollowUp(models.Model):
    """Both sides are asked, so many years after closing.

    `asked_at` is when the letters went out; `reminded_at` when the sides that had said nothing were looked for,
    which happens once.
    """

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="follow_ups", verbose_name=_("partnership")
    )
    years = models.PositiveSmallIntegerField(_("years after closing"))
    due_on = models.DateField(_("due on"))
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "years"], name="follow_up_once"),
            models.CheckConstraint(condition=Q(years__in=YEARS), name="follow_up_of_these_years"),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(asked_at=None), name="follow_up_due"),
            models.Index(fields=["asked_at"], condition=Q(reminded_at=None), name="follow_up_to_remind"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} · {self.years}"


class FollowUpLink(MailedLink):
    """One link for one contact of an institution for which nobody can speak in the portal, to answer once for its side."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="links", verbose_name=_("follow-up"))
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    side = models.CharField(_("side"), max_length=8, choices=Answering)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("link to a follow-up")
        verbose_name_plural = _("links to follow-ups")
        indexes = [models.Index(fields=["follow_up", "institution", "-created_at"], name="follow_up_link_latest")]

    def __str__(self) -> str:
        return f"{self.institution} · {self.follow_up}"


class FollowUpAnswer(models.Model):
    """What one side says became of one outcome; by somebody who signed in, or by a signed link."""

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
    by_name = models.CharField(_("name of who answered by link"), max_length=150, blank=True)
    by_title = models.CharField(_("their job title"), max_length=150, blank=True)
    link = models.ForeignKey(
        FollowUpLink, models.SET_NULL, related_name="answers", null=True, blank=True, verbose_name=_("link")
    )

    class Meta:
        ordering = ["follow_up", "outcome", "side"]
        verbose_name = _("answer to a follow-up")
        verbose_name_plural = _("answers to follow-ups")
        constraints = [models.UniqueConstraint(fields=["follow_up", "outcome", "side"], name="follow_up_answer_once")]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.get_sustained_display()}"
