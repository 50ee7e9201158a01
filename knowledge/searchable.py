"""Stories, methods, challenges, resources, findings and questions in the search over everything."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, NullIf, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.searchable import sector_among
from core.registry import Searchable, add_searchable
from knowledge.models import Collection, Finding, OpenQuestion, Piece
from knowledge.models.choices import Kind

PLURALS = {
    Kind.STORY: _("Stories"),
    Kind.METHOD: _("Methods"),
    Kind.CHALLENGE: _("Challenges"),
    Kind.RESOURCE: _("Resources"),
}


def register() -> None:
    for place, (kind, label) in enumerate(PLURALS.items(), start=1):
        add_searchable(_pieces(kind, label, order=10 * place))
    add_searchable(_findings(order=45))
    add_searchable(_questions(order=50))
    add_searchable(_collections(order=55))


def _pieces(kind: Kind, label: Any, order: int) -> Searchable:
    """A resource is dated by its year of publication; when it was listed here says nothing of it."""
    is_resource = kind == Kind.RESOURCE
    return Searchable(
        kind.value,
        kind.label,
        label,
        order,
        model=Piece,
        listed=lambda user: Piece.objects.listed_for(user).filter(kind=kind),
        newest=("-published_at", "-pk"),
        told={
            "title": F("title"),
            "key": F("slug"),
            "text": Coalesce(NullIf("summary", Value("")), F("body_text")),
            "note": Cast("resource__year", CharField()) if is_resource else Value(""),
            "languages": _just("language"),
            "countries": _countries_of("pk"),
            "dated": Value(None) if is_resource else TruncDate("published_at"),
            "is_demo": F("is_demo"),
        },
        address=lambda key: reverse(f"knowledge:{kind}", args=[key]),
        filters={
            "language": lambda values: Q(language__in=values),
            "sector": lambda values: Q(pk__in=_in_sectors(values)),
            "country": lambda values: Q(pk__in=_in_countries(values)),
        },
        changed="published_at",
        named="title",
    )


def _findings(order: int) -> Searchable:
    """Placed where their source is."""
    return Searchable(
        "finding",
        _("Finding"),
        _("Findings"),
        order,
        model=Finding,
        listed=Finding.objects.listed_for,
        newest=("-updated_at", "-pk"),
        told={
            "title": F("title"),
            "key": F("pk"),
            "text": F("text"),
            "note": F("source__title"),
            "languages": _just("language"),
            "countries": _countries_of("source"),
            "dated": Value(None),
            "is_demo": F("source__is_demo"),
        },
        address=lambda key: reverse("knowledge:finding", args=[key]),
        filters={
            "language": lambda values: Q(language__in=values),
            "sector": lambda values: Q(source__in=_in_sectors(values)),
            "country": lambda values: Q(source__in=_in_countries(values)),
        },
    )


def _questions(order: int) -> Searchable:
    return Searchable(
        "question",
        _("Open question"),
        _("Open questions"),
        order,
        model=OpenQuestion,
        listed=OpenQuestion.objects.listed_for,
        newest=("-updated_at", "-pk"),
        told={
            "title": F("text"),
            "key": F("slug"),
            "text": Coalesce(NullIf("answer", Value("")), F("why")),
            "note": Value(""),
            "languages": _just("language"),
            "countries": Value([], ArrayField(CharField())),
            "dated": F("last_reviewed_on"),
            "is_demo": F("is_demo"),
        },
        address=lambda key: reverse("knowledge:question", args=[key]),
        filters={"language": lambda values: Q(language__in=values)},
    )


def _collections(order: int) -> Searchable:
    return Searchable(
        "collection",
        _("Collection"),
        _("Collections"),
        order,
        model=Collection,
        listed=Collection.objects.listed_for,
        newest=("-updated_at", "-pk"),
        told={
            "title": F("title"),
            "key": F("slug"),
            "text": F("body_text"),
            "note": Value(""),
            "languages": _just("language"),
            "countries": Value([], ArrayField(CharField())),
            "dated": Value(None),
            "is_demo": F("is_demo"),
        },
        address=lambda key: reverse("knowledge:collection", args=[key]),
        filters={"language": lambda values: Q(language__in=values)},
    )


def _just(column: str) -> Func:
    return Func(F(column), template="ARRAY[%(expressions)s]", output_field=ArrayField(CharField()))


def _countries_of(piece: str) -> ArraySubquery:
    tied = Piece.countries.through.objects.filter(piece=OuterRef(piece)).order_by("pk")
    return ArraySubquery(tied.values("country"))


def _in_sectors(values: list[str]) -> Any:
    return Piece.sectors.through.objects.filter(sector_among("sector", values)).values("piece")


def _in_countries(values: list[str]) -> Any:
    return Piece.countries.through.objects.filter(country__in=values).values("piece")
