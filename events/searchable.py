"""Learning events in the search over everything."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.searchable import sector_among
from core.registry import Searchable, add_searchable
from events.models import EventHost, LearningEvent


def _of_sectors(values: list[str]) -> Q:
    tied = LearningEvent.sectors.through.objects.filter(sector_among("sector", values))
    return Q(pk__in=tied.values("learningevent"))


def _held_in(values: list[str]) -> Q:
    """Held by an institution of one of these countries."""
    return Q(pk__in=EventHost.objects.filter(institution__country__in=values).values("event"))


def register() -> None:
    places = EventHost.objects.filter(event=OuterRef("pk"), institution__country__isnull=False).order_by("position")
    add_searchable(
        Searchable(
            "event",
            _("Learning event"),
            _("Learning events"),
            order=60,
            model=LearningEvent,
            listed=LearningEvent.objects.visible_to,
            newest=("-starts_on", "-pk"),
            told={
                "title": F("title"),
                "key": F("slug"),
                "text": Coalesce(NullIf("summary", Value("")), F("objective")),
                "note": Coalesce(F("series__title"), Value("")),
                "languages": F("languages"),
                "countries": ArraySubquery(places.values("institution__country")),
                "dated": F("starts_on"),
                "is_demo": F("is_demo"),
            },
            address=lambda key: reverse("events:detail", args=[key]),
            filters={
                "language": lambda values: Q(languages__overlap=values),
                "sector": _of_sectors,
                "country": _held_in,
            },
            named="title",
        )
    )
