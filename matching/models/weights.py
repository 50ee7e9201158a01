"""How much each criterion counts: versions, of which the newest holds."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models import User
from matching.scoring.criteria import FIRST_REASON, first_weights


class WeightsQuerySet(models.QuerySet["MatchWeights"]):
    def current(self) -> "MatchWeights":
        """The newest version; the first, where there is none, is that of `scoring.criteria`."""
        newest: MatchWeights | None = self.order_by("-number").first()
        if newest is not None:
            return newest
        demand, supply = first_weights()
        first: MatchWeights = self.get_or_create(
            number=1, defaults={"demand": demand, "supply": supply, "reason": FIRST_REASON}
        )[0]
        return first


class MatchWeights(models.Model):
    """`demand` and `supply` map each criterion of `scoring.criteria` to its weight, 0 to 100, seen from that side.

    A version is never changed: whoever wants other weights writes the next one, and says why. The database
    refuses what is negative, not a number, or all zero (`matching_weights_hold`).
    """

    number = models.PositiveIntegerField(_("version"), unique=True)
    demand = models.JSONField(_("for who asks"))
    supply = models.JSONField(_("for who offers"))
    reason = models.TextField(_("why"), max_length=2000)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    created_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("written by")
    )

    objects: ClassVar[Any] = WeightsQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("weights")
        verbose_name_plural = _("weights")

    def __str__(self) -> str:
        return str(_("Version %(number)d") % {"number": self.number})
