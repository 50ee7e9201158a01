"""How both sides feel about working together, asked every six months in six questions."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import TimestampedModel
from partnerships.models.links import NOBODY
from partnerships.models.partnership import Partnership

DIMENSIONS = ("trust", "mutuality", "ownership", "shared_values", "leadership", "power_balance")
FEWEST = 3  # answers of a side before they are shown apart from the other's


class AnsweringSide(models.TextChoices):
    """The sides that are asked; peers of an alliance ask and offer at once, and answer as they see themselves."""

    DEMAND = "demand", _("The side that asks")
    SUPPLY = "supply", _("The side that offers")


class PulseRound(models.Model):
    """One time of asking; `period` is the half year, such as `2026-H2`."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="pulse_rounds", verbose_name=_("partnership")
    )
    period = models.CharField(_("half year"), max_length=7)
    opened_on = models.DateField(_("asked on"))
    closes_on = models.DateField(_("answers until"))

    class Meta:
        ordering = ["partnership", "-period"]
        verbose_name = _("round of the pulse")
        verbose_name_plural = _("rounds of the pulse")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "period"], name="pulse_round_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opened_on")), name="pulse_round_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} · {self.period}"


class PulseInvitationQuerySet(models.QuerySet["PulseInvitation"]):
    def open(self, today: date | None = None) -> Self:
        """Those by which an answer can still be given."""
        waiting = self.filter(answered_on=None, round__closes_on__gte=today or timezone.localdate())
        return waiting.filter(round__partnership__objected_at=None).exclude(address__endswith=NOBODY)


class PulseInvitation(TimestampedModel):
    """One person who is asked, by a signed link. That they answered is kept; what they answered is kept apart."""

    round = models.ForeignKey(PulseRound, models.CASCADE, related_name="invitations", verbose_name=_("round"))
    side = models.CharField(_("side"), max_length=8, choices=AnsweringSide)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    person = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("person"))
    address = models.EmailField(_("sent to"), max_length=254)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    objects = PulseInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["round", "side", "pk"]
        verbose_name = _("invitation to the pulse")
        verbose_name_plural = _("invitations to the pulse")
        constraints = [models.UniqueConstraint(fields=["round", "address"], name="pulse_asked_once")]

    def __str__(self) -> str:
        return f"{self.institution} · {self.round}"


def score(label: object) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True)  # type: ignore[arg-type]


class Pulse(models.Model):
    """One answer, of a side and of nobody: 1 disagree … 5 agree, empty for "I cannot say". No person, no hour."""

    round = models.ForeignKey(PulseRound, models.CASCADE, related_name="answers", verbose_name=_("round"))
    side = models.CharField(_("side"), max_length=8, choices=AnsweringSide)
    trust = score(_("trust"))
    mutuality = score(_("mutuality"))
    ownership = score(_("ownership"))
    shared_values = score(_("shared values"))
    leadership = score(_("leadership commitment"))
    power_balance = score(_("power balance"))

    class Meta:
        ordering = ["round", "side"]
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 1, f"{name}__lte": 5}) | Q(**{name: None}),
                name=f"pulse_{name}_of_five",
            )
            for name in DIMENSIONS
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.get_side_display()}"
