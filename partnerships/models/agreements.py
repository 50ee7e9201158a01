"""What the partners agreed: the demand side sets the terms and signs first."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.models import User
from partnerships.models.visible_parts import PartOfPartnership


class Terms(PartOfPartnership):
    """One version of the terms; a new wording is a new version."""

    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("terms"), max_length=20000)
    demand_signed_at = models.DateTimeField(_("signed by the demand side at"), null=True, blank=True)
    demand_signed_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("signed for the demand side by")
    )
    demand_signed_name = models.CharField(_("name of who signed for the demand side"), max_length=250, blank=True)
    supply_signed_at = models.DateTimeField(_("signed by the supply side at"), null=True, blank=True)
    supply_signed_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("signed for the supply side by")
    )
    supply_signed_name = models.CharField(_("name of who signed for the supply side"), max_length=250, blank=True)

    class Meta:
        ordering = ["partnership", "-number"]
        verbose_name = _("terms")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="terms_version_once"),
            models.CheckConstraint(
                condition=Q(supply_signed_at=None) | Q(demand_signed_at__lte=F("supply_signed_at")),
                name="terms_signed_by_demand_first",
                violation_error_message=_("The demand side signs first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.number}"


class Agreement(PartOfPartnership):
    """One of the successive agreements that make a long relationship's timeline."""

    title = models.CharField(_("title"), max_length=250)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="agreement_ends_after_it_starts",
                violation_error_message=_("An agreement cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.title
