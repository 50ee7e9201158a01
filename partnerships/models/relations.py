"""What makes a partnership more than its visits: commitments, other forms of support, work turned to a juncture."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import Visibility
from partnerships.models.changes import CriticalJuncture
from partnerships.models.choices import Side
from partnerships.models.exchanges import Activity
from partnerships.models.partnership import Partnership
from partnerships.models.visible_parts import PartOfPartnership


class Repurposing(PartOfPartnership):
    """Agreed work was turned to something else, from → to, and why; often after a critical juncture."""

    changed_on = models.DateField(_("changed on"))
    activity = models.ForeignKey(
        Activity, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("the exchange concerned")
    )
    from_work = models.CharField(_("what was agreed"), max_length=500)
    to_work = models.CharField(_("what it became"), max_length=500)
    why = models.TextField(_("why"), max_length=2000)
    juncture = models.ForeignKey(
        CriticalJuncture,
        models.PROTECT,
        related_name="repurposings",
        null=True,
        blank=True,
        verbose_name=_("critical juncture"),
    )

    class Meta:
        ordering = ["changed_on", "pk"]
        verbose_name = _("repurposed work")
        verbose_name_plural = _("repurposed work")

    def __str__(self) -> str:
        return f"{self.from_work} → {self.to_work}"


class ComplementaryModality(PartOfPartnership):
    """Another form of support that goes along with the peer exchange."""

    class Kind(models.TextChoices):
        BUDGET_SUPPORT = "budget_support", _("Budget support")
        TECHNICAL_ASSISTANCE = "technical_assistance", _("Technical assistance")
        TRAINING = "training", _("Training programme")
        SOUTH_SOUTH = "south_south", _("South-South exchange")
        EMBEDDED_EXPERTS = "embedded_experts", _("Embedded experts")
        POLITICAL_SUPPORT = "political_support", _("Political and strategic support")
        OTHER = "other", _("Other")

    kind = models.CharField(_("form of support"), max_length=24, choices=Kind)
    description = models.TextField(_("what it adds"), max_length=2000, blank=True)
    provider = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("given by")
    )
    provider_name = models.CharField(_("or given by, in words"), max_length=250, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["partnership", "pk"]
        verbose_name = _("complementary support")
        verbose_name_plural = _("complementary support")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="complementary_period_in_order",
                violation_error_message=_("The period cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Commitment(PartOfPartnership):
    """Shared values and the leadership's commitment, said at the start and again each year."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    made_on = models.DateField(_("said on"))
    leader = models.CharField(_("said by"), max_length=200, help_text=_("Name and office."))
    shared_values = models.TextField(_("values we share"), max_length=2000)
    commitment = models.TextField(_("what our leadership commits to"), max_length=2000)

    class Meta:
        ordering = ["-made_on", "-pk"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "institution", "made_on"],
                name="commitment_once_a_day",
                violation_error_message=_("This institution has said so on that day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution}, {self.made_on}"


class ContextNote(PartOfPartnership):
    """Who authorises, who blocks, how much political room there is. For the parties, and never for others."""

    class Kind(models.TextChoices):
        AUTHORISER = "authoriser", _("Who gives political space")
        BLOCKER = "blocker", _("What stands in the way")
        ROOM = "political_room", _("Political room")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    noted_on = models.DateField(_("date"))
    text = models.TextField(_("note"), max_length=5000)

    class Meta:
        ordering = ["-noted_on", "-pk"]
        verbose_name = _("context note")
        verbose_name_plural = _("context notes")
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility=Visibility.PARTIES),
                name="context_note_is_for_the_parties",
                violation_error_message=_("Context notes are for the parties only."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class PartConsent(models.Model):
    """One side agrees that a part be shown to more than the parties, in these very words. Append-only."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="part_consents", verbose_name=_("partnership")
    )
    part = models.CharField(_("kind of part"), max_length=40)
    part_id = models.PositiveBigIntegerField(_("number of the part"))
    to = models.CharField(_("may be shown to"), max_length=10, choices=Visibility)
    revision = models.CharField(_("wording agreed to"), max_length=64)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    side = models.CharField(_("side"), max_length=12, choices=Side)
    by = models.ForeignKey(User, models.DO_NOTHING, related_name="+", null=True, blank=True, verbose_name=_("by"))
    by_name = models.CharField(_("name at the time"), max_length=200)
    agreed_at = models.DateTimeField(_("agreed at"), auto_now_add=True)

    class Meta:
        ordering = ["agreed_at", "pk"]
        verbose_name = _("consent to show a part")
        verbose_name_plural = _("consents to show parts")
        indexes = [models.Index(fields=["part", "part_id"], name="part_consent_of_part")]

    def __str__(self) -> str:
        return f"{self.part} {self.part_id}: {self.institution}"
