"""What a reader asked of the lists of needs and offers: one reading of the address for list, counts, feed and files."""

from typing import Any, ClassVar

from django.contrib.postgres.search import SearchRank
from django.db.models import F, FloatField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy

from community.models import Institution
from community.searchable import sector_among
from core.searching import RANKED
from knowledge.selecting import BEST, PieceSelection
from matching.models import Need, Offer
from matching.statements.kinds import StatementKind

LATEST = ("-changed_at", "-pk")


class Selection(PieceSelection):
    """Reads the address like the lists of the library, and asks it of needs or offers."""

    MODEL: ClassVar[Any]
    FILTERS: ClassVar[dict[str, Any]] = {
        "sector": gettext_lazy("Sector"),
        "region": gettext_lazy("Region"),
        "country": gettext_lazy("Country"),
        "language": gettext_lazy("Language"),
        "form": gettext_lazy("Ways of working together"),
    }

    @property
    def keys(self) -> tuple[str, ...]:
        return BEST if self.q else LATEST

    def apply(self, statements: Any, *, without: str = "") -> Any:
        """By their words, or by the name of their institution."""
        found = Q()
        if self.q:
            named = Institution.objects.matching(self.q).order_by().values("pk")
            found = Q(search=self._query()) | Q(institution__in=named)
        for name, values in self.values.items():
            if name != without:
                found &= self.condition(name, values)
        return statements.filter(found)

    def ordered(self, statements: Any) -> Any:
        if not self.q:
            return statements
        newest = statements.order_by(*LATEST).values("pk")[:RANKED]
        rank = Cast(SearchRank(F("search"), self._query()), FloatField())
        return self.MODEL.objects.filter(pk__in=newest).annotate(rank=rank)

    def condition(self, name: str, values: tuple[str, ...]) -> Q:
        if name == "sector":
            tied = self.MODEL.sectors.through.objects.filter(sector_among("sector", list(values)))
            return Q(pk__in=tied.values(self.MODEL._meta.model_name))
        if name == "region":
            return Q(institution__country__subregion__in=values)
        if name == "country":
            return Q(institution__country__in=values)
        column = "languages" if name == "language" else "forms"
        return Q(**{f"{column}__overlap": list(values)})


class NeedSelection(Selection):
    MODEL = Need


class OfferSelection(Selection):
    MODEL = Offer


def read(kind: StatementKind, asked: Any) -> Selection:
    return (NeedSelection if kind.name == "need" else OfferSelection).read(asked)
