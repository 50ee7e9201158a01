"""What somebody chose of the portfolio, as it stands in an address: `?pick=12&pick=15`, or all of a tab."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from core.models import Visibility
from core.pagination import LARGEST_INTEGER
from partnerships.filters import Selection
from partnerships.models import Partnership
from partnerships.portfolio.tabs import TABS, Portfolio

MOST = 100  # at once; a page of the portfolio holds fewer


def read_picks(query: QueryDict) -> list[int]:
    """The numbers ticked, each once; with `all` those of the whole page. What is no number is left out."""
    ticked = query.getlist("here") if query.get("all") else query.getlist("pick")
    numbers = (int(each) for each in ticked if each.isascii() and each.isdigit() and len(each) < 19)
    return [pk for pk in dict.fromkeys(numbers) if pk < LARGEST_INTEGER][:MOST]


def picked_records(user: Any, query: QueryDict) -> list[Partnership]:
    """Those of them that this person may see, in the order they were ticked; drafts are not passed around."""
    picks = read_picks(query)
    seen = Partnership.objects.visible_to(user).exclude(visibility=Visibility.PRIVATE).filter(pk__in=picks)
    rows = {each.pk: each for each in seen.for_listing()}
    return [rows[pk] for pk in picks if pk in rows]


def whole_selection(user: Any, query: QueryDict, most: int) -> list[Partnership]:
    """Everything that a tab lists under its search, without drafts and wordings under way; one more than the most."""
    tab = query.get("show", "")
    if tab not in TABS or tab == "handed-over":
        return []
    mine = Portfolio(user)
    found = mine.matching(mine.records(tab), Selection.read(query))
    return list(found.on_record().exclude(visibility=Visibility.PRIVATE).for_listing()[: most + 1])


def as_pairs(records: Iterable[Partnership]) -> list[tuple[str, str]]:
    return [("pick", str(each.pk)) for each in records]
