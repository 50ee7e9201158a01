"""In which order results and indicators stand: one step up or down at a time."""

from typing import Any

from django.db import transaction

from community.models import User
from results.changes import named
from results.locking import lock_partnership
from results.models import Indicator, Result
from results.services.frameworks import mark_changed


@transaction.atomic
def move_result(*, result: Result, up: bool, by: User) -> None:
    """One place up or down among the results of its framework; at either end it stays."""
    lock_partnership(result.framework.partnership)
    if _move(list(result.framework.results.order_by("position", "pk")), result.pk, up):
        mark_changed(result.framework, by=by, what=f"moved result “{result}”")


@transaction.atomic
def move_indicator(*, indicator: Indicator, up: bool, by: User) -> None:
    """One place up or down among the indicators of its result; at either end it stays."""
    lock_partnership(indicator.partnership)
    if _move(list(indicator.result.indicators.order_by("position", "pk")), indicator.pk, up):
        mark_changed(indicator.result.framework, by=by, what=f"moved {named(indicator)}")


def _move(rows: list[Any], pk: int, up: bool) -> bool:
    """Number the rows anew with one of them moved; False where there is nowhere to go."""
    place = next((n for n, row in enumerate(rows) if row.pk == pk), None)
    other = None if place is None else place - 1 if up else place + 1
    if place is None or other is None or not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows):
        row.position = position
    type(rows[0]).objects.bulk_update(rows, ["position"])
    return True
