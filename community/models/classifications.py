"""What a partnership is about: DAC sectors and the Sustainable Development Goals."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.named import NamedInFourLanguages


class SectorQuerySet(models.QuerySet["Sector"]):
    def purposes(self) -> "SectorQuerySet":
        return self.exclude(category=None)

    def offered(self, chosen: Iterable[str] = ()) -> "SectorQuerySet":
        """The categories in use, and whatever was chosen before."""
        return self.filter(Q(category=None, is_withdrawn=False) | Q(pk__in=list(chosen)))


class Sector(NamedInFourLanguages):
    """A purpose of the OECD DAC CRS list (5 digits) under its category (3 digits)."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    category = models.ForeignKey(
        "self", models.PROTECT, related_name="purposes", null=True, blank=True, verbose_name=_("category")
    )
    is_withdrawn = models.BooleanField(_("withdrawn from the list"), default=False)

    objects = SectorQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class SDGGoal(NamedInFourLanguages):
    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("SDG goal")
        verbose_name_plural = _("SDG goals")


class SDGTarget(NamedInFourLanguages):
    """A target of the 2030 Agenda, such as 16.6; the names are short ones of the portal's own."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    goal = models.ForeignKey(SDGGoal, models.PROTECT, related_name="targets", verbose_name=_("goal"))

    class Meta:
        ordering = ["goal", "code"]
        verbose_name = _("SDG target")
        verbose_name_plural = _("SDG targets")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
