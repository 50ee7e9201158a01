"""Why we think that the partnership had a part in a change: the chain, its evidence, and what else may explain it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimestampedModel
from results.models.choices import Part, Weight
from results.models.outcomes import HarvestedOutcome


class ContributionClaim(TimestampedModel):
    """What the partnership says it contributed, never that it did it alone.

    Source: contribution analysis (Mayne, 2001 and 2012).
    """

    outcome = models.OneToOneField(HarvestedOutcome, models.CASCADE, related_name="claim", verbose_name=_("outcome"))
    part = models.CharField(_("how much the partnership was"), max_length=8, choices=Part, default=Part.UNKNOWN)
    summary = models.TextField(_("the story in short"), max_length=3000, blank=True)

    class Meta:
        ordering = ["outcome"]
        verbose_name = _("contribution claim")
        verbose_name_plural = _("contribution claims")

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.outcome}"


class ContributionStep(models.Model):
    """One step of the chain from what was done to what changed; its evidence hangs on it."""

    claim = models.ForeignKey(ContributionClaim, models.CASCADE, related_name="steps", verbose_name=_("claim"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("what led to what"), max_length=500)
    assumption = models.CharField(_("what has to be so"), max_length=500, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("step of the chain")
        verbose_name_plural = _("steps of the chain")

    def __str__(self) -> str:
        return self.text


class RivalExplanation(models.Model):
    """Something else that may have caused it, with what speaks for and against."""

    claim = models.ForeignKey(ContributionClaim, models.CASCADE, related_name="rivals", verbose_name=_("claim"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("other explanation"), max_length=500)
    speaks_for = models.TextField(_("what speaks for it"), max_length=2000, blank=True)
    speaks_against = models.TextField(_("what speaks against it"), max_length=2000, blank=True)
    weight = models.CharField(_("how much it did"), max_length=8, choices=Weight, default=Weight.UNKNOWN)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("other explanation")
        verbose_name_plural = _("other explanations")

    def __str__(self) -> str:
        return self.text
