"""Pages by key: the thousandth page costs what the first one costs.

A cursor holds the sort keys of the row it starts after (or ends before), so no row is counted to get
there. `?page=` stays for people who type a number, and only as far as OFFSET is cheap.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Q, QuerySet
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _

LAST_NUMBERED_PAGE = 50
LONGEST_CURSOR = 2_000
LARGEST_INTEGER = 2**63 - 1


class BrokenCursor(ValueError):
    """What stands after `after=` was not written by us."""


@dataclass(frozen=True)
class Cursor:
    """Where a page starts: after a row, or (backwards) before it; `start` rows lie before the page."""

    keys: list[Any]
    backwards: bool = False
    start: int = 0

    def encode(self) -> str:
        text = json.dumps([self.keys, int(self.backwards), self.start], default=_as_text, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        if len(text) > LONGEST_CURSOR or "\x00" in text:
            raise BrokenCursor
        try:
            raw = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
            keys, backwards, start = json.loads(raw)
        except (ValueError, TypeError, RecursionError, binascii.Error) as error:
            raise BrokenCursor from error
        if not isinstance(keys, list) or not isinstance(start, int) or not 0 <= start < LARGEST_INTEGER:
            raise BrokenCursor
        return cls(keys, bool(backwards), start)


@dataclass(frozen=True)
class Page:
    """Some rows of a selection, and the cursors that lead on and back; empty where there is nothing."""

    items: list[Any] = field(default_factory=list)
    next: str = ""
    previous: str = ""
    start: int = 0
    notice: str = ""  # said above the list when the address asked for a page there is not

    @property
    def first(self) -> int:
        return self.start + 1 if self.items else 0

    @property
    def last(self) -> int:
        return self.start + len(self.items)


def paginate(
    queryset: QuerySet[Any], *, keys: Sequence[str], size: int, after: str | None = "", page: str | int | None = ""
) -> Page:
    """One page of a queryset ordered by `keys`, which are fields or annotations that are never NULL.

    A leading "-" sorts a key downwards; the last key must be unique. A broken cursor or a page number
    that makes no sense gives the first page and says so.
    """
    ordered = queryset.order_by(*keys)
    if after:
        try:
            return _page_at(ordered, keys, size, Cursor.decode(after))
        except BrokenCursor:
            return _numbered_page(ordered, keys, size, 1, _("That page could not be found. This is the first one."))
    number = _page_number(page)
    if number is None:
        notice = _("Pages can be asked for by number from 1 to %(last)d. This is the first one.")
        return _numbered_page(ordered, keys, size, 1, notice % {"last": LAST_NUMBERED_PAGE})
    return _numbered_page(ordered, keys, size, number)


def _page_at(ordered: QuerySet[Any], keys: Sequence[str], size: int, cursor: Cursor) -> Page:
    values = _parsed(ordered, keys, cursor.keys)
    found = ordered.filter(_beyond(keys, values, cursor.backwards))
    if cursor.backwards:
        rows = list(found.reverse()[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        start = max(0, cursor.start - len(rows)) if more else 0
        return Page(
            rows,
            next=_cursor(keys, rows[-1], start + len(rows)) if rows else "",
            previous=_cursor(keys, rows[0], start, backwards=True) if more else "",
            start=start,
        )
    rows = list(found[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return Page(
        rows,
        next=_cursor(keys, rows[-1], cursor.start + size) if more else "",
        previous=_cursor(keys, rows[0], cursor.start, backwards=True) if rows else "",
        start=cursor.start,
    )


def _numbered_page(ordered: QuerySet[Any], keys: Sequence[str], size: int, number: int, notice: str = "") -> Page:
    start = (number - 1) * size
    rows = list(ordered[start : start + size + 1])
    more, rows = len(rows) > size, rows[:size]
    if not rows and number > 1:
        return _numbered_page(ordered, keys, size, 1, _("There is no page of that number. This is the first one."))
    return Page(
        rows,
        next=_cursor(keys, rows[-1], start + size) if more else "",
        previous=_cursor(keys, rows[0], start, backwards=True) if start else "",
        start=start,
        notice=notice,
    )


def _page_number(page: str | int | None) -> int | None:
    """The number of a page one may ask for; None when it is none. Nothing asked for is page 1."""
    text = str(page or "1")
    if page == 0 or len(text) > 4 or not (text.isascii() and text.isdigit()):
        return None
    return int(text) if 1 <= int(text) <= LAST_NUMBERED_PAGE else None


def _cursor(keys: Sequence[str], row: Any, start: int, *, backwards: bool = False) -> str:
    return Cursor([getattr(row, key.lstrip("-")) for key in keys], backwards, start).encode()


def _beyond(keys: Sequence[str], values: Sequence[Any], backwards: bool) -> Q:
    """The rows after these values; the bound on the first key lets Postgres start in the index."""
    beyond, same = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        name, downwards = key.lstrip("-"), key.startswith("-")
        lookup = "lt" if downwards != backwards else "gt"
        beyond |= same & Q(**{f"{name}__{lookup}": value})
        if not same:
            bound = Q(**{f"{name}__{lookup}e": value})
        same &= Q(**{name: value})
    return bound & beyond


def _parsed(queryset: QuerySet[Any], keys: Sequence[str], values: list[Any]) -> list[Any]:
    if len(values) != len(keys):
        raise BrokenCursor
    return [_parse(_field(queryset, key.lstrip("-")), value) for key, value in zip(keys, values, strict=True)]


def _parse(output: Any, value: Any) -> Any:
    """A key as its column takes it."""
    if value is None or isinstance(value, list | dict | bool):
        raise BrokenCursor
    if isinstance(value, int | float) and not abs(value) <= LARGEST_INTEGER:
        raise BrokenCursor
    try:
        parsed = output.to_python(value)
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise BrokenCursor from error
    if parsed is None or (isinstance(parsed, str) and not _is_storable(parsed)):
        raise BrokenCursor
    if isinstance(parsed, int) and abs(parsed) > LARGEST_INTEGER:
        raise BrokenCursor
    if isinstance(parsed, datetime) and is_naive(parsed):
        raise BrokenCursor
    return parsed


def _is_storable(text: str) -> bool:
    """Whether Postgres has such text: no zero bytes, and no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= each <= "\udfff" for each in text)


def _field(queryset: QuerySet[Any], name: str) -> "Field[Any, Any]":
    annotation = queryset.query.annotations.get(name)
    if annotation is not None:
        return annotation.output_field
    if name == "pk":
        return queryset.model._meta.pk
    try:
        return queryset.model._meta.get_field(name)
    except FieldDoesNotExist as error:
        raise LookupError(f"{name} is neither a field nor an annotation") from error


def _as_text(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
