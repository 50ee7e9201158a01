"""What the other side would say differently, field by field, and the partner's own words for the problem."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import TimestampedModel
from partnerships.models.choices import Side
from partnerships.models.links import SideLink
from partnerships.models.partnership import Partnership


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def open(self) -> Self:
        """Neither accepted nor withdrawn: it stands beside what is written."""
        return self.filter(status__in=Correction.OPEN)


class Correction(TimestampedModel):
    """One field that one side would word differently; shown to the parties beside what stood.

    `field` is the name of an answer (`partnerships.answers`), or `brings` or `learns` of the own institution.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        DISCUSSED = "discussed", _("Being discussed")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (Status.PROPOSED, Status.DISCUSSED)

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="corrections", verbose_name=_("partnership")
    )
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    side = models.CharField(_("side"), max_length=12, choices=Side)
    field = models.CharField(_("field"), max_length=40)
    stood = models.TextField(_("what stood"), blank=True)
    proposed = models.TextField(_("what it should say"), blank=True)
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("by"))
    by_name = models.CharField(_("name at the time"), max_length=200)
    link = models.ForeignKey(
        SideLink, models.SET_NULL, related_name="corrections", null=True, blank=True, verbose_name=_("signed link")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "institution", "field"],
                condition=Q(status__in=["proposed", "discussed"]),
                name="correction_open_once_a_field",
            )
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.proposed[:60]}"


class CorrectionRemark(models.Model):
    """A word in the discussion of a correction, by either side."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="remarks", verbose_name=_("correction"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("institution")
    )
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("by"))
    by_name = models.CharField(_("name at the time"), max_length=200)
    text = models.TextField(_("remark"), max_length=2000)
    said_at = models.DateTimeField(_("said at"), auto_now_add=True)

    class Meta:
        ordering = ["said_at", "pk"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")

    def __str__(self) -> str:
        return self.text[:60]


class OwnWords(models.Model):
    """The demand side said the problem in its own words. Append-only.

    They need no acceptance: who had agreed to `wording_before` stands by `wording_after` too.
    """

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="own_words", verbose_name=_("partnership")
    )
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    stood = models.TextField(_("what stood"), blank=True)
    text = models.TextField(_("the problem, in own words"))
    by_name = models.CharField(_("name at the time"), max_length=200)
    wording_before = models.CharField(_("wording before"), max_length=64)
    wording_after = models.CharField(_("wording after"), max_length=64)
    said_at = models.DateTimeField(_("said at"), auto_now_add=True)

    class Meta:
        ordering = ["said_at", "pk"]
        verbose_name = _("problem in own words")
        verbose_name_plural = _("problems in own words")

    def __str__(self) -> str:
        return self.text[:60]
