"""Partnerships in the search over everything."""

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.registry import Searchable, add_searchable
from partnerships.models import Partnership


def register() -> None:
    add_searchable(
        Searchable(
            "partnership",
            _("Partnership"),
            _("Partnerships"),
            order=70,
            model=Partnership,
            listed=Partnership.objects.listed_for,
            newest=("-changed_at", "-pk"),
            told={
                "title": F("title"),
                "key": F("slug"),
                "text": Coalesce(NullIf("problem", Value("")), F("summary")),
                "note": Value(""),
                "languages": F("languages"),
                "countries": F("place_codes"),
                "dated": Value(None),
                "is_demo": F("is_demo"),
            },
            address=lambda key: reverse("partnerships:detail", args=[key]),
            filters={
                "language": lambda values: Q(languages__overlap=values),
                "sector": lambda values: Q(sector_codes__overlap=values),
                "country": lambda values: Q(country_codes__overlap=values),
            },
            changed="changed_at",
            named="title",
        )
    )
