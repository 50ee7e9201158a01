"""The filters beside the lists of needs and offers, each value with its number under the other filters."""

from collections import defaultdict
from typing import Any, ClassVar

from django.db.models import CharField, Count, F, Func, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import get_language

from community.models import Country, Sector, Subregion
from core.keeping import Kept
from knowledge.tallying import FOUND, Counts, PieceTally
from matching.statements.kinds import StatementKind
from matching.statements.selecting import Selection
from partnerships.models.choices import Kind

KEPT_FOR = 20.0
_kept: Kept[Counts] = Kept(KEPT_FOR)


class Tally(PieceTally):
    """The counts of a whole list are kept for some seconds: they follow from its kind and from who is a member."""

    WORDS: ClassVar[dict[str, Any]] = {"form": Kind}

    def __init__(self, kind: StatementKind, user: Any, selection: Selection) -> None:
        listed = kind.model.objects.listed_for(user)
        if selection.narrows:
            counts = _count(listed, selection)
        else:
            is_member = bool(user.is_authenticated and user.is_verified_member)
            counts = _kept((kind.name, is_member, get_language()), 0, lambda: _count(listed, selection))
        super().__init__(selection, counts)


def _count(listed: Any, selection: Selection) -> Counts:
    """One query. A sector counts under its category, which finds all of its purposes."""
    place = "institution__country"
    facts: dict[str, tuple[Any, Any]] = {
        "sector": (
            Coalesce(F("sectors__category"), F("sectors__code")),
            Coalesce(Sector.name_of("sectors__category"), Sector.name_of("sectors")),
        ),
        "region": (F(f"{place}__subregion"), Subregion.name_of(f"{place}__subregion")),
        "country": (F(place), Country.name_of(place)),
        "language": (_each("languages"), Value("")),
        "form": (_each("forms"), Value("")),
    }
    parts = [_by_value(selection.apply(listed), FOUND, Value(""), Value(""))]
    parts += [_by_value(selection.apply(listed, without=name), name, *facts[name]) for name in selection.FILTERS]
    counts: Counts = defaultdict(list)
    for name, value, label, number in parts[0].union(*parts[1:], all=True):
        if value or name == FOUND:
            counts[name].append((value, label or "", number))
    return counts


def _by_value(statements: Any, name: str, value: Any, label: Any) -> Any:
    """Rows of filter, value, name and number; the casts keep the parts of the union of one type."""
    named = statements.order_by().annotate(
        facet=Value(name, CharField()), fact=Cast(value, CharField()), label=Cast(label, CharField())
    )
    return named.values_list("facet", "fact", "label").annotate(
        n=Count("pk", distinct=name == "sector")  # one may have two purposes of the same category
    )


def _each(column: str) -> Func:
    return Func(F(column), function="unnest", output_field=CharField())
