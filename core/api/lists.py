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

PLAIN = r"^[^\x00]*$"  # the database has no zero bytes
Words = Annotated[str, Field(max_length=120, pattern=PLAIN)]
Searched = Annotated[str, Field(max_length=500, pattern=PLAIN, description="Words to search for.")]
# Records of the demonstration are invented, and say so; who wants none of them says `demo=0`.
Demo = Annotated[str, Field(pattern="^[01]$", description="0 leaves invented records out.")]
# Several values of a filter repeat it in the address.
Values = Annotated[list[Words], Field(max_length=30)]


class Paging(Schema):
    """The parameters that every list takes."""

    after: str = Field(
        "",
        max_length=2_000,
        pattern="^[A-Za-z0-9_-]*$",
        description="Where a page starts: take it from `next` or `previous`.",
    )
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
    turned_by: str = "after",
) -> HttpResponse:
    """`next` and `previous` are what the parameter `turned_by` is to hold there; empty where there is no such page."""
    body = {
        "count": count,
        "next": _turned(request, turned_by, next),
        "previous": _turned(request, turned_by, previous),
        "results": list(results),
    }
    return answer(body, headers={AT_LEAST: "true"} if is_at_least else {})


def _turned(request: HttpRequest, name: str, value: str) -> str | None:
    """This address with another page asked for."""
    if not value:
        return None
    kept = [(each, typed) for each, values in request.GET.lists() for typed in values if each != name]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*kept, (name, value)])}")


def _lost() -> Problem:
    return Problem(404, _("That page could not be found. Start again without `after`."))
