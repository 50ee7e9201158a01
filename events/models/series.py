"""A row of events that belong together."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.models import FormerSlug, TimestampedModel
from core.validators import validate_has_letters
from events.models.choices import Cadence


class EventSeriesQuerySet(models.QuerySet["EventSeries"]):
    def visible_to(self, user: Any) -> Self:
        """Those with an event that this person may know of, their own, and for the secretariat all."""
        if user.is_authenticated and user.is_active and user.role in User.SECRETARIAT_ROLES:
            return self.all()
        events: Any = EventSeries._meta.get_field("events").related_model
        seen = Q(pk__in=events.objects.visible_to(user).filter(series__isnull=False).values("series"))
        return self.filter(seen | Q(created_by=user)) if user.is_authenticated else self.filter(seen)


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

    objects = EventSeriesQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:series", args=[self.slug])


class EventSeriesFormerSlug(FormerSlug):
    series = models.ForeignKey(EventSeries, models.CASCADE, related_name="former_slugs", verbose_name=_("series"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
