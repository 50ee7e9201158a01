"""What somebody changed, in a line for the log of the record, which its parties read. The log is in English."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import override

LONGEST = 80  # letters of one text; the line of the log holds several
NOT_TOLD = frozenset({"id", "created_at", "updated_at", "visibility", "recorded_by", "position", "result", "framework"})


def changed(before: Model, after: Model) -> str:
    """Each field that says something else, with what it said and says; nothing where none does."""
    with override(None):
        told = [
            f"{field.verbose_name}: {_said(before, field)} → {_said(after, field)}"
            for field in type(after)._meta.concrete_fields
            if field.editable and field.name not in NOT_TOLD
            if getattr(before, field.attname) != getattr(after, field.attname)
        ]
    return "; ".join(told)


def listed(name: str, before: Iterable[Any], after: Iterable[Any]) -> str:
    """What came to a list, such as a scale, and what went from it."""
    old, new = [str(each) for each in before], [str(each) for each in after]
    told = [f"without {_short(each)}" for each in old if each not in new]
    told += [f"with {_short(each)}" for each in new if each not in old]
    return f"{name} {', '.join(told)}" if told else ""


def all_of(act: str, *told: str) -> str:
    """The line, or nothing where nothing was changed."""
    found = "; ".join(filter(None, told))
    return f"{act}: {found}" if found else ""


def named(indicator: Any) -> str:
    """By its number, which stays, and its present words."""
    return f"indicator {indicator.number} “{indicator.title}”"


def told_periods(periods: Iterable[Any]) -> list[str]:
    """Each with its days and what is aimed for."""
    return [": ".join(filter(None, (days_of(each), _target(each)))) for each in periods]


def told_parts(parts: Iterable[Any]) -> list[str]:
    return [f"{part} {_plain(part.value) or part.words}" for part in parts]


def days_of(period: Any) -> str:
    return f"{period.starts_on} to {period.ends_on}"


def _target(period: Any) -> str:
    return ", ".join(filter(None, (_plain(period.target_value), period.target_text)))


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{Decimal(value).normalize():f}"


def _said(row: Any, field: Any) -> str:
    if field.choices:
        return _short(row._get_FIELD_display(field))
    return _short(getattr(row, field.attname))


def _short(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "nothing"
    if isinstance(value, Decimal):
        value = _plain(value)
    words = " ".join(str(value).split())
    return f"“{words if len(words) <= LONGEST else words[: LONGEST - 1] + '…'}”"
