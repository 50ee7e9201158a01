"""What people or bodies were able to do before and after, as both sides see it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.validators import validate_has_letters
from partnerships.models.visible_parts import PartOfPartnership
from results.models.choices import Answering, Level, Moment


class Capability(PartOfPartnership):
    """One ability that the partnership works on, such as "plan an audit by risk"."""

    title = models.CharField(_("ability"), max_length=200, validators=[validate_has_letters])
    whose = models.CharField(_("whose ability"), max_length=200)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.ORGANISATION)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("capability")
        verbose_name_plural = _("capabilities")

    def __str__(self) -> str:
        return self.title


class CapabilityScore(models.Model):
    """How one side rates it at one moment: 1 not yet able, 2 with a peer beside, 3 alone, 4 able to show others."""

    capability = models.ForeignKey(Capability, models.CASCADE, related_name="scores", verbose_name=_("capability"))
    side = models.CharField(_("side"), max_length=8, choices=Answering)
    moment = models.CharField(_("moment"), max_length=8, choices=Moment)
    score = models.PositiveSmallIntegerField(_("score"))
    reason = models.CharField(_("what shows it"), max_length=500)
    scored_on = models.DateField(_("scored on"))
    scored_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("scored by")
    )

    class Meta:
        ordering = ["capability", "-moment", "side"]
        verbose_name = _("capability score")
        verbose_name_plural = _("capability scores")
        constraints = [
            models.UniqueConstraint(fields=["capability", "side", "moment"], name="capability_score_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=4), name="capability_score_of_four"),
        ]

    def __str__(self) -> str:
        return f"{self.capability}: {self.score}"
