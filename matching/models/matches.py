"""The best peers of a need, as the job found them last."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import TimestampedModel
from matching.models.choices import OfferStatus
from matching.models.needs import Need
from matching.models.offers import Offer
from matching.models.weights import MatchWeights


class MatchQuerySet(models.QuerySet["Match"]):
    def visible_to(self, user: Any) -> Self:
        """Suggestions are for the institution whose need it is, and for brokers; never for the other side."""
        if not user.is_authenticated or not user.is_verified_member:
            return self.none()
        if user.role in User.SECRETARIAT_ROLES:
            return self.exclude(need__status="draft")
        return self.filter(need__institution__in=user.institution_ids)

    def standing(self) -> Self:
        """Without those that somebody set aside."""
        return self.filter(set_aside_at=None)

    def possible(self) -> Self:
        """Without offers that were paused or closed since the job looked."""
        return self.filter(Q(offer=None) | Q(offer__status=OfferStatus.OPEN))

    def best_first(self) -> Self:
        return self.order_by("-score", "pk")


class Match(TimestampedModel):
    """Need × peer: with an offer, or with an institution that might be asked.

    The scores are 0 to 1: from the side that asks, from the side that offers, and their harmonic mean.
    `criteria` keeps the value of each criterion, null for what is not known.
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="matches", verbose_name=_("need"))
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+", verbose_name=_("institution"))
    offer = models.ForeignKey(
        Offer, models.CASCADE, related_name="matches", null=True, blank=True, verbose_name=_("offer")
    )
    score_demand = models.FloatField(_("for who asks"))
    score_supply = models.FloatField(_("for who offers"))
    score = models.FloatField(_("together"))
    criteria = models.JSONField(_("criteria"), default=dict)
    weights = models.ForeignKey(MatchWeights, models.PROTECT, related_name="+", verbose_name=_("weights"))
    proposed_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("proposed by")
    )
    proposed_because = models.CharField(_("why it was proposed"), max_length=500, blank=True)
    set_aside_at = models.DateTimeField(_("set aside at"), null=True, blank=True)
    set_aside_because = models.CharField(_("why it was set aside"), max_length=500, blank=True)

    objects: ClassVar[Any] = MatchQuerySet.as_manager()

    class Meta:
        ordering = ["need", "-score"]
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints = [
            models.UniqueConstraint(fields=["need", "offer"], name="match_once_an_offer"),
            models.UniqueConstraint(
                fields=["need", "institution"], condition=Q(offer=None), name="match_once_an_institution"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1, score_demand__gte=0, score_supply__gte=0)
                & Q(score_demand__lte=1, score_supply__lte=1),
                name="match_scores_are_shares",
            ),
        ]
        indexes = [models.Index(F("need"), F("score").desc(), name="match_best_first")]

    def __str__(self) -> str:
        return f"{self.need_id} × {self.institution_id}"

    @property
    def is_proposed(self) -> bool:
        return bool(self.proposed_by_id or self.proposed_because)
