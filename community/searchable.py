"""Institutions in the search over everything."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import Institution
from core.registry import Searchable, add_searchable


def sector_among(relation: str, values: list[str]) -> Q:
    """One of these sectors, or one under these categories."""
    return Q(**{f"{relation}__in": values}) | Q(**{f"{relation}__category__in": values})


def _of_sectors(values: list[str]) -> Q:
    tied = Institution.sectors.through.objects.filter(sector_among("sector", values))
    return Q(pk__in=tied.values("institution"))


def register() -> None:
    add_searchable(
        Searchable(
            "institution",
            _("Institution"),
            _("Institutions"),
            order=80,
            model=Institution,
            listed=Institution.objects.visible_to,
            newest=("-updated_at", "-pk"),
            told={
                "title": F("name"),
                "key": F("slug"),
                "text": F("description"),
                "note": F("acronym"),
                "languages": F("languages"),
                "countries": Func(
                    F("country"),
                    template="array_remove(ARRAY[%(expressions)s], NULL)",
                    output_field=ArrayField(CharField()),
                ),
                "dated": TruncDate("last_confirmed_on"),
                "is_demo": F("is_demo"),
            },
            address=lambda key: reverse("community:institution", args=[key]),
            filters={
                "language": lambda values: Q(languages__overlap=values),
                "sector": _of_sectors,
                "country": lambda values: Q(country__in=values),
            },
            named="name",
            weight=0.6,  # a name is soon met; what was learnt comes before who bears the word
        )
    )
