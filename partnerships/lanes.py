"""The life of a partnership as lanes: stages, exchanges, critical junctures, what changed.

Geometry only. The template prints the drawing, and the same facts as a list for phones and
for people who do not see it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

WIDTH, LEFT, TOP = 1140, 150, 26
STAGE_Y, EXCHANGE_Y, LANE = 36, 86, 20
JUNCTURE_Y, CHANGE_Y, BOTTOM = 178, 246, 300
LEAST_BAR = 12.0
TRAVEL_ROWS = {"demand": 0, "supply": 1}
TEXT_COLUMNS = 20


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    kind: str
    label: str


@dataclass(frozen=True)
class Mark:
    x: float
    lines: list[str]
    has_change: bool = False


@dataclass(frozen=True)
class Drawing:
    years: list[tuple[float, int]]
    stages: list[Bar]
    exchanges: list[Bar]
    junctures: list[Mark]
    changes: list[Mark]
    today: float | None
    facts: list[dict[str, Any]] = field(default_factory=list)

    width: int = WIDTH
    height: int = 318


def lanes(
    *,
    stages: Iterable[dict[str, Any]] = (),
    exchanges: Iterable[dict[str, Any]] = (),
    junctures: Iterable[dict[str, Any]] = (),
    today: date,
) -> Drawing | None:
    """Lay out what is known between its first and last year; None when no lane has anything dated.

    A stage: `label`, `value`, `start`, `end` (None: still so). An exchange: `label`, `start`, `end`,
    `travels` (demand, supply or ""). A juncture: `label`, `on`, and `change` (what was changed after it).
    What starts after today is drawn dashed.
    """
    stages, exchanges, junctures = list(stages), list(exchanges), list(junctures)
    first, last = span(stages, exchanges, junctures, today)
    if first is None or last is None:
        return None
    scale = Scale(date(first.year, 1, 1), date(last.year + 1, 1, 1))
    return Drawing(
        years=[(scale.x(date(year, 1, 1)), year) for year in range(first.year, last.year + 1)],
        stages=[stage_bar(scale, stage, last) for stage in stages],
        exchanges=[exchange_bar(scale, exchange, today) for exchange in exchanges],
        junctures=[Mark(scale.x(j["on"]), folded(j["label"]), bool(j.get("change"))) for j in junctures],
        changes=[Mark(scale.x(j["on"]), folded(j["change"])) for j in junctures if j.get("change")],
        today=scale.x(today) if scale.start <= today < scale.end else None,
        facts=as_list(stages, exchanges, junctures),
    )


@dataclass(frozen=True)
class Scale:
    start: date
    end: date

    def x(self, day: date) -> float:
        share = (day - self.start).days / (self.end - self.start).days
        return round(LEFT + min(max(share, 0), 1) * (WIDTH - LEFT), 1)


def span(stages, exchanges, junctures, today: date) -> tuple[date | None, date | None]:
    days = [j["on"] for j in junctures]
    for part in (*stages, *exchanges):
        days += [part["start"], part.get("end") or (today if part in stages else part["start"])]
    return (min(days), max(days)) if days else (None, None)


def stage_bar(scale: Scale, stage: dict[str, Any], last: date) -> Bar:
    start, end = scale.x(stage["start"]), scale.x(stage.get("end") or last)
    tint = {"adapting": "stage-adapting", "exchanging": "stage"}.get(stage.get("value", ""), "stage-quiet")
    return Bar(start + 1, STAGE_Y, max(round(end - start - 2, 1), LEAST_BAR), tint, stage["label"])


def exchange_bar(scale: Scale, exchange: dict[str, Any], today: date) -> Bar:
    start, end = scale.x(exchange["start"]), scale.x(exchange.get("end") or exchange["start"])
    travels = exchange.get("travels") or "remote"
    kind = f"{travels} planned" if exchange["start"] > today else travels
    y = EXCHANGE_Y + LANE * TRAVEL_ROWS.get(travels, 2)
    return Bar(start, y, max(round(end - start, 1), LEAST_BAR), kind, exchange["label"])


def folded(text: str, lines: int = 2) -> list[str]:
    """Break a label at words into a few short lines; what does not fit ends in an ellipsis."""
    words, out = text.split(), [""]
    while words:
        word = words.pop(0)
        if len(out[-1]) + len(word) < TEXT_COLUMNS or not out[-1]:
            out[-1] = f"{out[-1]} {word}".strip()
        elif len(out) < lines:
            out.append(word)
        else:
            out[-1] += "…"
            break
    return out


def as_list(stages, exchanges, junctures) -> list[dict[str, Any]]:
    """Every dated fact in the order of time, for reading."""
    facts = [{"on": part["start"], "kind": "stage", "text": part["label"]} for part in stages]
    facts += [{"on": part["start"], "kind": "exchange", "text": part["label"]} for part in exchanges]
    facts += [{"on": j["on"], "kind": "juncture", "text": j["label"], "change": j.get("change", "")} for j in junctures]
    return sorted(facts, key=lambda fact: fact["on"])
