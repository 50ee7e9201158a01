"""Pages of a list: by key, with addresses that lead on and back, and a count that stays cheap."""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from core.api.answers import answer
from core.api.problems import Problem
from core.pagination import BrokenCursor, Cursor, Page, paginate

USUAL, MOST = 50, 100
MOST_COUNTED = 10_000
AT_LEAST = "Count-Is-At-Least"  # a header: set where there are more rows than are counted

Words = Annotated[str, Field(max_length=120)]
# Several values of a filter repeat it in the address.
Values = Annotated[list[Words], Field(max_length=30)]


class Paging(Schema):
    """The parameters that every list takes."""

    after: str = Field("", max_length=2_000, description="Where a page starts: take it from `next` or `previous`.")
    limit: int = Field(USUAL, ge=1, le=MOST, description="How many rows a page has at most.")


def cursor_of(text: str) -> str:
    """The same, once it was found to be a cursor."""
    if text:
        try:
            Cursor.decode(text)
        except BrokenCursor as error:
            raise _lost() from error
    return text


def page_of(queryset: QuerySet[Any], keys: Sequence[str], paging: Paging) -> Page:
    """One page; a cursor that is not of this list is a 404."""
    page = paginate(queryset, keys=keys, size=paging.limit, after=cursor_of(paging.after))
    if page.notice:
        raise _lost()
    return page


def count_of(queryset: QuerySet[Any]) -> tuple[int, bool]:
    """How many rows, counted up to a bound, and whether there are more."""
    n = queryset.order_by()[: MOST_COUNTED + 1].count()
    return min(n, MOST_COUNTED), n > MOST_COUNTED


def listed(
    request: HttpRequest,
    queryset: QuerySet[Any],
    *,
    keys: Sequence[str],
    paging: Paging,
    told: Callable[[Any], dict[str, Any]],
    counted: QuerySet[Any] | None = None,
    count: tuple[int, bool] | None = None,
) -> HttpResponse:
    """A page as every list answers; `counted` is what to count where that is cheaper than the rows."""
    page = page_of(queryset, keys, paging)
    n, is_at_least = count or count_of(queryset if counted is None else counted)
    return list_answer(request, map(told, page.items), n, is_at_least, next=page.next, previous=page.previous)


def list_answer(
    request: HttpRequest,
    results: Iterable[Any],
    count: int,
    is_at_least: bool = False,
    *,
    next: str = "",
    previous: str = "",
) -> HttpResponse:
    body = {
        "count": count,
        "next": _turned(request, next),
        "previous": _turned(request, previous),
        "results": list(results),
    }
    return answer(body, headers={AT_LEAST: "true"} if is_at_least else {})


def _turned(request: HttpRequest, cursor: str) -> str | None:
    """This address with another cursor; None where there is no such page."""
    if not cursor:
        return None
    kept = [(name, value) for name, values in request.GET.lists() for value in values if name != "after"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*kept, ('after', cursor)])}")


def _lost() -> Problem:
    return Problem(404, _("That page could not be found. Start again without `after`."))
