"""What happens when, and who presents."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from community.models import Country, Institution
from core.models import TimestampedModel
from events.models.choices import ItemKind
from events.models.event import LearningEvent
from partnerships.models import Partnership


class TsTzRange(Func):
    """The time from one instant up to, and without, another."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class AgendaItem(TimestampedModel):
    """A stretch of the event; on one track no two at a time. Without hours where the event has none."""

    Kind = ItemKind

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="agenda_items", verbose_name=_("event"))
    track = models.PositiveSmallIntegerField(_("track"), default=1)
    kind = models.CharField(_("kind"), max_length=14, choices=ItemKind, default=ItemKind.PLENARY)
    title = models.CharField(_("title"), max_length=250)
    lead = models.CharField(_("who leads it"), max_length=250, blank=True)
    description = models.TextField(_("description"), max_length=5000, blank=True)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = [F("starts_at").asc(nulls_last=True), "track", "position", "pk"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="agenda_item_ends_after_it_starts",
                violation_error_message=_("An agenda item ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(track__gte=1, track__lte=9),
                name="agenda_item_track_in_bounds",
                violation_error_message=_("Tracks are numbered from 1 to 9."),
            ),
            ExclusionConstraint(
                name="agenda_items_do_not_overlap",
                expressions=[
                    ("event", RangeOperators.EQUAL),
                    ("track", RangeOperators.EQUAL),
                    (
                        TsTzRange("starts_at", "ends_at", RangeBoundary(inclusive_lower=True, inclusive_upper=False)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(starts_at__isnull=False),
                deferrable=models.Deferrable.IMMEDIATE,  # looked at once a statement: all items move together
                violation_error_message=_("Two items of this track would be at the same time."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Presentation(TimestampedModel):
    """One success, one challenge, one lesson: what somebody tells from experience."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="presentations", verbose_name=_("agenda item"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=250)
    presenter = models.CharField(_("presented by"), max_length=250, blank=True)
    institution = models.ForeignKey(
        Institution, models.SET_NULL, related_name="presentations", null=True, blank=True, verbose_name=_("institution")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("country")
    )
    partnership = models.ForeignKey(
        Partnership, models.SET_NULL, related_name="presentations", null=True, blank=True, verbose_name=_("partnership")
    )
    success = models.TextField(_("a success"), max_length=3000, blank=True)
    challenge = models.TextField(_("a challenge"), max_length=3000, blank=True)
    lesson = models.TextField(_("a lesson"), max_length=3000, blank=True)

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("presentation")
        verbose_name_plural = _("presentations")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="presentation_number_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.title


class PresentationFile(TimestampedModel):
    """Slides or a handout; `sha256` lets a restored copy be checked."""

    presentation = models.ForeignKey(Presentation, models.CASCADE, related_name="files", verbose_name=_("presentation"))
    title = models.CharField(_("title"), max_length=250)
    file = models.FileField(_("file"), upload_to="presentations/%Y/%m", max_length=300)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of a presentation")
        verbose_name_plural = _("files of presentations")

    def __str__(self) -> str:
        return self.title
