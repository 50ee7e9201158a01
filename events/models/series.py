"""A row of events that belong together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.models import FormerSlug, TimestampedModel
from core.validators import validate_has_letters
from events.models.choices import Cadence


class EventSeries(TimestampedModel):
    """Events that follow each other, and how often they mean to."""

    title = models.CharField(_("title"), max_length=250, validators=[validate_has_letters])
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    description = models.TextField(_("description"), max_length=5000, blank=True)
    cadence = models.CharField(_("cadence"), max_length=12, choices=Cadence, default=Cadence.NONE)
    created_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("entered by")
    )
    is_demo = models.BooleanField(_("demonstration record"), default=False)

    class Meta:
        ordering = ["title"]
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")

    def __str__(self) -> str:
        return self.title


class EventSeriesFormerSlug(FormerSlug):
    series = models.ForeignKey(EventSeries, models.CASCADE, related_name="former_slugs", verbose_name=_("series"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
