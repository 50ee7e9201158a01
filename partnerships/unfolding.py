"""A record's parts as lanes of its timeline: what is dated, in the words that stand beside it."""

from datetime import date
from typing import Any

from partnerships import lanes
from partnerships.models import Activity, Adaptation, Agreement, Repurposing, StageChange


def timeline(
    *,
    changes: list[StageChange],
    agreements: list[Agreement],
    activities: list[Activity],
    adaptations: list[Adaptation],
    repurposings: list[Repurposing],
    today: date,
) -> lanes.Drawing | None:
    """All of them in the order of time; what the political context is never becomes a lane."""
    return lanes.lanes(
        stages=stages(changes),
        agreements=[
            {"label": each.title, "start": each.starts_on, "end": each.ends_on, "signed": each.signed_on}
            for each in agreements
        ],
        exchanges=[
            {
                "label": each.title,
                "start": each.starts_on,
                "end": each.ends_on or each.starts_on,
                "travels": "" if each.travels == Activity.Travels.NOBODY else each.travels,
                "is_placement": each.kind == Activity.Kind.PLACEMENT,
            }
            for each in sorted(activities, key=lambda each: (each.starts_on, each.pk))
        ],
        junctures=[
            {
                "label": each.trigger,
                "on": each.decided_on,
                "change": each.decision,
                "juncture": each.juncture.name if each.juncture else "",
            }
            for each in sorted(adaptations, key=lambda each: (each.decided_on, each.pk))
        ],
        turns=[
            {
                "label": str(each),
                "became": each.to_work,
                "on": each.changed_on,
                "why": each.why,
                "juncture": each.juncture.name if each.juncture else "",
            }
            for each in sorted(repurposings, key=lambda each: (each.changed_on, each.pk))
        ],
        today=today,
    )


def stages(changes: list[StageChange]) -> list[dict[str, Any]]:
    """Each stage until the next one was entered; the last one until today."""
    ends = [*(change.entered_on for change in changes[1:]), None][: len(changes)]
    return [
        {"label": change.get_stage_display(), "value": change.stage, "start": change.entered_on, "end": end}
        for change, end in zip(changes, ends, strict=True)
    ]
