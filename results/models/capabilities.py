"""What people or bodies were able to do before and after, as both sides see it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.models import Visibility
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

    def get_absolute_url(self) -> str:
        return f"{reverse('results:capabilities', args=[self.partnership.slug])}#capability-{self.pk}"

    @property
    def is_shown(self) -> bool:
        """To more than the parties."""
        return self.visibility in (Visibility.PUBLIC, Visibility.COMMUNITY)

    def agreed_details(self) -> list[Any]:
        """How both sides rate it: whoever agrees that it be shown agrees to that as well."""
        scores = self.scores.order_by("side", "moment").values_list("side", "moment", "score", "reason")
        return [list(score) for score in scores]

    def agreed_facts(self) -> list[tuple[str, str]]:
        """The same for reading over."""
        told = self.scores.order_by("side", "-moment")
        return [
            (f"{each.get_side_display()}, {each.get_moment_display()}", f"{each.words}. {each.reason}") for each in told
        ]


class Score(models.IntegerChoices):
    NOT_YET = 1, _("Not yet able")
    WITH_PEER = 2, _("With a peer beside")
    ALONE = 3, _("Alone")
    SHOWS_OTHERS = 4, _("Able to show others")


class CapabilityScore(models.Model):
    """How one side rates it at one moment, and what shows it."""

    Score = Score

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

    @property
    def words(self) -> str:
        """`3: Alone`."""
        return f"{self.score}: {Score(self.score).label}"
