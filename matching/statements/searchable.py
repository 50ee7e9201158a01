"""Needs and offers in the search over everything."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, Q
from django.db.models.functions import Substr, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.searchable import sector_among
from core.registry import Searchable, add_searchable
from matching.statements.kinds import NEED, OFFER, StatementKind

TITLE = 120


def register() -> None:
    add_searchable(_of(NEED, _("Need"), order=62))
    add_searchable(_of(OFFER, _("Offer"), order=64))


def _of(kind: StatementKind, one: Any, order: int) -> Searchable:
    """What is open, by the first words of what it says."""
    model: Any = kind.model

    def of_sectors(values: list[str]) -> Q:
        tied = model.sectors.through.objects.filter(sector_among("sector", values))
        return Q(pk__in=tied.values(kind.name))

    return Searchable(
        kind.name,
        one,
        kind.title,
        order,
        model=model,
        listed=model.objects.listed_for,
        newest=("-changed_at", "-pk"),
        told={
            "title": Substr(kind.telling, 1, TITLE),
            "key": F("pk"),
            "text": F(kind.telling),
            "note": F("institution__name"),
            "languages": _listed("language"),
            "countries": _listed("institution__country"),
            "dated": TruncDate("changed_at"),
            "is_demo": F("is_demo"),
        },
        address=lambda key: reverse(f"matching:{kind.name}", args=[key]),
        filters={
            "language": lambda values: Q(languages__overlap=values) | Q(language__in=values),
            "sector": of_sectors,
            "country": lambda values: Q(institution__country__in=values),
        },
        changed="changed_at",
    )


def _listed(column: str) -> Func:
    """A list of one, or of none where there is nothing."""
    return Func(F(column), template="array_remove(ARRAY[%(expressions)s], NULL)", output_field=ArrayField(CharField()))
