"""What sides would say differently, as pages show it: the field by its name, both wordings as readers see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from core import partial_dates
from partnerships.correctable import label_of
from partnerships.models import Correction, Partnership

DATES = ("planned_start", "planned_end", "actual_start", "actual_end")


@dataclass
class Proposal:
    """`reply` is the form to discuss it by, where the page has one."""

    correction: Correction
    label: Any
    stands: Any
    wanted: Any
    may_decide: bool = False
    may_withdraw: bool = False
    reply: Any = None


def proposals(corrections: Iterable[Correction]) -> list[Proposal]:
    return [
        Proposal(each, capfirst(label_of(each.field)), shown(each.field, each.stood), shown(each.field, each.proposed))
        for each in corrections
    ]


def shown(field: str, value: str) -> Any:
    if field in DATES:
        return _date(value)
    if field in ("brings", "learns"):
        return value
    choices = dict(Partnership._meta.get_field(field).choices or ())  # type: ignore[union-attr]
    return choices.get(value, value)


def _date(value: str) -> str:
    try:
        return partial_dates.display(value)
    except ValueError:
        return value
