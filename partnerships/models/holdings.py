"""Whose record it is inside an institution, and how it went from one colleague to the next."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import TimestampedModel
from partnerships.models.partnership import Partnership


class HoldingQuerySet(models.QuerySet["Holding"]):
    def of(self, user: Any) -> Self:
        return self.filter(holder=user)


class Holding(TimestampedModel):
    """One colleague looks after a record for one institution; without a row its focal points do."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="holdings", verbose_name=_("partnership"))
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    holder = models.ForeignKey(User, models.CASCADE, related_name="holdings", verbose_name=_("looked after by"))

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("holding")
        verbose_name_plural = _("holdings")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "institution"], name="holding_once_an_institution"),
        ]
        indexes = [models.Index(fields=["holder", "institution"], name="holding_of_holder")]

    def __str__(self) -> str:
        return f"{self.holder} · {self.partnership}"


class HandOver(models.Model):
    """A record went from one colleague to another. Append-only."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="hand_overs", verbose_name=_("partnership")
    )
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    from_user = models.ForeignKey(
        User, models.DO_NOTHING, related_name="+", null=True, blank=True, verbose_name=_("handed over by")
    )
    to_user = models.ForeignKey(
        User, models.DO_NOTHING, related_name="+", null=True, blank=True, verbose_name=_("handed to")
    )
    by = models.ForeignKey(User, models.DO_NOTHING, related_name="+", null=True, blank=True, verbose_name=_("by"))
    handed_at = models.DateTimeField(_("handed over at"), auto_now_add=True)

    class Meta:
        ordering = ["-handed_at", "-pk"]
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_user=None) | Q(to_user=None) | ~Q(from_user=F("to_user")),
                name="hand_over_to_somebody_else",
                violation_error_message=_("You hold these records already; choose a colleague."),
            )
        ]
        indexes = [models.Index(fields=["from_user", "-handed_at"], name="hand_over_from")]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.from_user} → {self.to_user}"


class AwaitedWord(models.Model):
    """An institution that has not yet stood by the present wording. Kept by the services, so that lists can ask."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="awaited_words")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("awaited word")
        verbose_name_plural = _("awaited words")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "institution"], name="awaited_word_once"),
        ]
        indexes = [models.Index(fields=["institution", "partnership"], name="awaited_word_of_institution")]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.institution}"


class PortfolioReportQuerySet(models.QuerySet["PortfolioReport"]):
    def visible_to(self, user: Any) -> Self:
        """A report is its owner's, and nobody else's."""
        return self.filter(owner=user) if user.is_authenticated and user.is_active else self.none()


class PortfolioReport(TimestampedModel):
    """A report of a selection and a period, made by a job and kept for a while for its owner alone."""

    class Format(models.TextChoices):
        DOCX = "docx", _("Word document")
        PDF = "pdf", _("PDF")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")

    owner = models.ForeignKey(User, models.CASCADE, related_name="portfolio_reports", verbose_name=_("owner"))
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=5, default="en")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    partnership_ids = ArrayField(models.PositiveBigIntegerField(), verbose_name=_("selection"))
    selected_by = models.CharField(_("how it was selected"), max_length=300, blank=True)
    institution_ids = ArrayField(
        models.PositiveBigIntegerField(),
        default=list,
        blank=True,
        editable=False,
        verbose_name=_("institutions of the owner when it was made"),
    )
    format = models.CharField(_("format"), max_length=4, choices=Format)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    file = models.FileField(_("file"), upload_to="reports/%Y/%m", max_length=300, blank=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)
    creation_key = models.UUIDField(_("key of the form it was asked with"), unique=True, editable=False)

    objects = PortfolioReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("portfolio report")
        verbose_name_plural = _("portfolio reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="portfolio_report_period_in_order",
                violation_error_message=_("The period cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("portfolio:report_page", args=[self.pk])
