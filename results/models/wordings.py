"""The words that an outcome had before it was put in others, so that what was said to them can be read with them."""

from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.models import Visibility
from results.models.outcomes import HarvestedOutcome


class OutcomeWordingQuerySet(models.QuerySet["OutcomeWording"]):
    def readable_by(self, user: Any, *, is_party: bool) -> Self:
        """Of an outcome that this person sees: the parties read all, others what was shown to them as it stood."""
        if is_party:
            return self
        shown = [Visibility.PUBLIC]
        if user.is_authenticated and user.is_verified_member:
            shown.append(Visibility.COMMUNITY)
        return self.filter(shown_to__in=shown)


class OutcomeWording(models.Model):
    """An earlier wording, as it stood when somebody put the outcome in other words. Append-only.

    `revision` is its SHA-256, to which words of others are bound; `content` its words by field; `shown_to` how
    widely it was shown then. Who wrote it is who replaced the one before it, or who recorded the outcome.
    """

    outcome = models.ForeignKey(
        HarvestedOutcome, models.CASCADE, related_name="earlier_wordings", verbose_name=_("outcome")
    )
    revision = models.CharField(_("wording"), max_length=64)
    content = models.JSONField(_("content"))
    shown_to = models.CharField(_("visible to"), max_length=10, choices=Visibility)
    replaced_by = models.ForeignKey(
        User, models.DO_NOTHING, related_name="+", null=True, blank=True, verbose_name=_("put in other words by")
    )
    replaced_name = models.CharField(_("name at the time"), max_length=200)
    replaced_at = models.DateTimeField(_("put in other words at"), default=timezone.now)

    objects = OutcomeWordingQuerySet.as_manager()

    class Meta:
        ordering = ["replaced_at", "pk"]
        verbose_name = _("earlier wording")
        verbose_name_plural = _("earlier wordings")
        indexes = [models.Index(fields=["outcome", "replaced_at"], name="wording_of_outcome")]

    def __str__(self) -> str:
        return f"{self.outcome_id} · {self.replaced_at:%Y-%m-%d}"
