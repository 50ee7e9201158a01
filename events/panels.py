"""The events that an institution holds, on its own page."""

from dataclasses import dataclass
from typing import Any

from community.models import Institution
from events.listing import rows
from events.models import LearningEvent

NEWEST = 5


@dataclass(frozen=True)
class PanelList:
    events: list[LearningEvent]
    has_more: bool


def of_institution(institution: Institution, user: Any) -> PanelList | None:
    """Those it holds or supports, latest first; away where there are none."""
    held = LearningEvent.objects.visible_to(user).filter(hosts__institution=institution)
    found = list(rows(held).order_by("-starts_on", "-pk")[: NEWEST + 1])
    return PanelList(found[:NEWEST], len(found) > NEWEST) if found else None
