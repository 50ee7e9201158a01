"""Frameworks of other partnerships that everybody may read, to begin one's own from."""

from typing import Any

from django.db.models import Count

from partnerships.models import Partnership
from partnerships.search import matching
from results.models import ResultsFramework

MOST, MOST_SEARCHED = 6, 60


def found_frameworks(text: str, partnership: Partnership, user: Any) -> list[ResultsFramework]:
    """Those of records that a search finds; without words the newest."""
    shown = ResultsFramework.objects.visible_to(user).shown().exclude(partnership=partnership)
    if text:
        records = matching(Partnership.objects.visible_to(user), text).order_by("-pk").values_list("pk", flat=True)
        shown = shown.filter(partnership__in=list(records[:MOST_SEARCHED]))
    told = shown.select_related("partnership").defer("partnership__search").order_by("-pk")[:MOST]
    return list(told.annotate(hoped=Count("results")))
