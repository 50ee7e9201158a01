"""What the partners did together, and what each side learnt."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.choices import Side, WorkingMode
from partnerships.models.visible_parts import PartOfPartnership


class Activity(PartOfPartnership):
    """A visit, a mission, a remote session, a workshop or a placement; planned or held."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("Visit")
        MISSION = "mission", _("Mission")
        REMOTE_SESSION = "remote_session", _("Remote session")
        WORKSHOP = "workshop", _("Workshop")
        PLACEMENT = "placement", _("Placement")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        REMOTE = "remote", _("Remote")
        BLENDED = "blended", _("Blended")

    class Travels(models.TextChoices):
        DEMAND = "demand", _("The demand side travels")
        SUPPLY = "supply", _("The supply side travels")
        NOBODY = "nobody", _("Nobody travels")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    travels = models.CharField(_("who travels"), max_length=10, choices=Travels, default=Travels.NOBODY)
    people = models.PositiveIntegerField(
        _("people taking part"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    working_mode = models.CharField(_("working mode"), max_length=20, choices=WorkingMode, blank=True)
    what_changed = models.TextField(_("what changed"), max_length=5000, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="activity_ends_after_it_starts",
                violation_error_message=_("An exchange cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class LearningEntry(PartOfPartnership):
    """An entry of the learning log, by one side."""

    class By(models.TextChoices):
        DEMAND = Side.DEMAND.value, _("Demand side")
        SUPPLY = Side.SUPPLY.value, _("Supply side")
        BOTH = "both", _("Both sides")

    side = models.CharField(_("written by"), max_length=10, choices=By)
    noted_on = models.DateField(_("date"))
    title = models.CharField(_("in one line"), max_length=200)
    text = models.TextField(_("what we learnt"), max_length=5000, blank=True)

    class Meta:
        ordering = ["-noted_on", "-pk"]
        verbose_name = _("learning log entry")
        verbose_name_plural = _("learning log")

    def __str__(self) -> str:
        return self.title
