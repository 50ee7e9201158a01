"""Two records of one partnership become one: outcomes and indicators of both stay apart, each under its own number."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Max

from partnerships.models import Partnership
from results.models import HarvestedOutcome, Indicator

# Far above what is counted, so that no number is given twice on the way.
ASIDE = 1_000_000


def number_on(keep: Partnership, drop: Partnership) -> Callable[[], None]:
    """Let what hangs on `drop` count on behind what `keep` has: two that bear one number are not one and the same."""
    for model in (HarvestedOutcome, Indicator):
        _number_on(model, keep, drop)
    return lambda: None


def _number_on(model: Any, keep: Partnership, drop: Partnership) -> None:
    last = model._default_manager.filter(partnership=keep).aggregate(last=Max("number"))["last"] or 0
    rows = model._default_manager.filter(partnership=drop)
    if last and rows.exists():
        rows.update(number=F("number") + ASIDE)
        rows.update(number=F("number") - ASIDE + last)
