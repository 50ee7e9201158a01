"""Dates known to the year, the month or the day.

They are kept as ISO 8601 with reduced precision (`2024`, `2024-03`, `2024-03-09`): one column, which
sorts by time as text and says by its length how much is known.
"""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Left, Length
from django.utils import formats
from django.utils.translation import gettext_lazy as _

PATTERN = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
EARLIEST, LATEST = 1900, 2100


def parse(value: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of a partial date.

    Raises ValueError when it is none, or when there is no such day.
    """
    match = PATTERN.match(value)
    if not match:
        raise ValueError(value)
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not EARLIEST <= year <= LATEST:
        raise ValueError(value)
    date(year, month or 1, day or 1)
    return year, month, day


def display(value: str) -> str:
    """`2024`, `March 2024` or `9 March 2024` in the reader's language."""
    if not value:
        return ""
    year, month, day = parse(value)
    if day and month:
        return formats.date_format(date(year, month, day), "DATE_FORMAT")
    if month:
        return formats.date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")
    return str(year)


def year_of(value: str) -> str:
    return value[:4]


def is_before(earlier: str, later: str) -> bool:
    """Whether a date certainly lies before another, compared as far as both are known."""
    known = min(len(earlier), len(later))
    return earlier[:known] < later[:known]


def validate(value: str) -> None:
    try:
        parse(value)
    except ValueError:
        raise ValidationError(
            _("Write a year (2024), a month (2024-03) or a day (2024-03-09) between %(first)d and %(last)d."),
            code="partial_date",
            params={"first": EARLIEST, "last": LATEST},
        ) from None


class PartialDateField(models.CharField):
    """A date of year, month or day precision; empty where it is not known."""

    default_validators = [validate]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_length": 10, "blank": True, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "blank", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs


class Least(Func):
    function = "LEAST"
    output_field = models.IntegerField()


def in_order(start: str, end: str) -> Q:
    """The condition that an end does not lie before its start, as far as both are known."""
    known = Least(Length(start), Length(end))
    return Q(**{start: ""}) | Q(**{end: ""}) | Q(**{f"{end}__gte": Left(F(start), known)})


def well_formed(*fields: str) -> Q:
    """The condition that each field is empty or an ISO 8601 date of reduced precision."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__regex": r"^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$"})
    return condition
