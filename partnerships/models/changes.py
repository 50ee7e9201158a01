"""How a partnership changed course: stages, junctures and adaptations. The logs are append-only."""

from typing import Self

from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.functions import Fold
from core.models import TimestampedModel
from core.validators import validate_has_letters
from partnerships.models.choices import Stage
from partnerships.models.partnership import Partnership
from partnerships.models.visible_parts import PartOfPartnership


class JunctureQuerySet(models.QuerySet["CriticalJuncture"]):
    def called(self, name: str) -> Self:
        """The one of this name, in whatever case, accents and spaces."""
        return self.alias(folded=Fold("name")).filter(folded=Fold(Value(name)))


class CriticalJuncture(TimestampedModel):
    """A shock that opens or closes room for reform, shared by all whom it touched: Covid-19 is one object."""

    name = models.CharField(_("name"), max_length=150, unique=True, validators=[validate_has_letters])
    description = models.TextField(_("description"), max_length=5000, blank=True)
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    partnerships = models.ManyToManyField(
        Partnership, related_name="junctures", blank=True, verbose_name=_("partnerships")
    )

    objects = JunctureQuerySet.as_manager()

    class Meta:
        ordering = ["started_on"]
        verbose_name = _("critical juncture")
        verbose_name_plural = _("critical junctures")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="juncture_ends_after_it_starts",
                violation_error_message=_("A juncture cannot end before it starts."),
            ),
            models.UniqueConstraint(
                Fold("name"),
                name="juncture_named_once",
                violation_error_message=_("A juncture of this name is there already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Adaptation(PartOfPartnership):
    """What the partners changed, on what trigger and evidence; never rewritten."""

    decided_on = models.DateField(_("decided on"))
    trigger = models.CharField(_("what made us change"), max_length=250)
    decision = models.TextField(_("what we changed"), max_length=5000)
    evidence = models.TextField(_("what we knew"), max_length=5000, blank=True)
    effect = models.TextField(_("what came of it"), max_length=5000, blank=True)
    juncture = models.ForeignKey(
        CriticalJuncture,
        models.PROTECT,
        related_name="adaptations",
        null=True,
        blank=True,
        verbose_name=_("critical juncture"),
    )

    class Meta:
        ordering = ["decided_on", "pk"]
        verbose_name = _("adaptation")
        verbose_name_plural = _("adaptations")

    def __str__(self) -> str:
        return self.trigger


class StageChange(models.Model):
    """A partnership entered a stage; never rewritten."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="stage_changes", verbose_name=_("partnership")
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage)
    entered_on = models.DateField(_("entered on"))
    changed_by = models.ForeignKey(
        User, models.DO_NOTHING, related_name="+", null=True, blank=True, verbose_name=_("changed by")
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        ordering = ["entered_on", "pk"]
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")

    def __str__(self) -> str:
        return f"{self.get_stage_display()}, {self.entered_on}"
