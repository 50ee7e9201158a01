"""The life of a partnership as lanes: stages, agreements, exchanges, junctures, what changed, what was repurposed.

Geometry only. The template prints the drawing, and the same facts as a list for phones and
for people who do not see it. A lane in which nothing lies is not drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

WIDTH, LEFT, TOP = 1140, 150, 26
LANE, BAR, STAGE_BAR, AGREEMENT_BAR = 20, 12, 28, 20
LEAST_BAR = 12.0
TRAVEL_ROWS = {"demand": 0, "supply": 1}
LETTER = 6.9  # about as wide as a letter of the labels
BESIDE = 15  # from a mark to its label
TEXT_COLUMNS, LEAST_COLUMNS = 20, 8
LABELS_AT = {"stages": 19, "agreements": 14, "exchanges": 29}  # below the beginning of a lane
Part = dict[str, Any]


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    kind: str
    label: str
    shown: str = ""  # as much of the label as there is room for


@dataclass(frozen=True)
class Mark:
    x: float
    lines: list[str]
    label: str = ""
    leads_on: bool = False  # to what was changed, in the lane below
    is_before: bool = False  # its label stands before it, for want of room behind


@dataclass(frozen=True)
class Lane:
    """`kind` says what lies in it, `y` where it begins, `label_y` where its name is written."""

    kind: str
    y: float
    label_y: float


@dataclass(frozen=True)
class Drawing:
    years: list[tuple[float, int]]
    lanes: list[Lane]
    stages: list[Bar]
    agreements: list[Bar]
    exchanges: list[Bar]
    junctures: list[Mark]
    changes: list[Mark]
    turns: list[Mark]
    today: float | None
    bottom: float
    facts: list[Part] = field(default_factory=list)

    width: int = WIDTH
    top: int = TOP

    @property
    def height(self) -> float:
        return self.bottom + 18

    @property
    def has_placements(self) -> bool:
        return any("placement" in bar.kind for bar in self.exchanges)

    @property
    def y(self) -> dict[str, float]:
        """Where each lane begins, for the template."""
        return {lane.kind: lane.y for lane in self.lanes}


def lanes(
    *,
    stages: Iterable[Part] = (),
    agreements: Iterable[Part] = (),
    exchanges: Iterable[Part] = (),
    junctures: Iterable[Part] = (),
    turns: Iterable[Part] = (),
    today: date,
) -> Drawing | None:
    """Lay out what is known between its first and last year; None when no lane has anything dated.

    A stage: `label`, `value`, `start`, `end` (None: still so). An agreement: `label`, `start`, `end` (None: open),
    `signed`. An exchange: `label`, `start`, `end`, `travels` (demand, supply or ""), `is_placement`. A juncture:
    `label`, `on`, and `change` (what was changed after it). A turn: `label`, `on`, `why`, and `became`
    (what the work was turned to, if the mark is to say no more). What starts after today
    is drawn dashed.
    """
    stages, agreements, exchanges = list(stages), list(agreements), list(exchanges)
    junctures, turns = list(junctures), list(turns)
    first, last = span([*stages, *agreements], exchanges, [*junctures, *turns], today)
    if first is None or last is None:
        return None
    scale = Scale(date(first.year, 1, 1), date(last.year + 1, 1, 1))
    rows = in_rows(agreements)
    changed = [juncture for juncture in junctures if juncture.get("change")]
    heights = {
        "stages": (STAGE_BAR + 22) * bool(stages),
        "agreements": ((AGREEMENT_BAR + 6) * (max(rows, default=0) + 1) + 16) * bool(agreements),
        "exchanges": (LANE * 3 + 24) * bool(exchanges),
        "junctures": 62 * bool(junctures),
        "changes": 54 * bool(changed),
        "turns": 54 * bool(turns),
    }
    placed, bottom = place(heights)
    y = {lane.kind: lane.y for lane in placed}
    return Drawing(
        years=[(scale.x(date(year, 1, 1)), year) for year in range(first.year, last.year + 1)],
        lanes=placed,
        stages=[stage_bar(scale, stage, y["stages"], last) for stage in stages],
        agreements=[
            agreement_bar(scale, agreement, y["agreements"] + row * (AGREEMENT_BAR + 6), last)
            for agreement, row in zip(agreements, rows, strict=True)
        ],
        exchanges=[exchange_bar(scale, exchange, y["exchanges"], today) for exchange in exchanges],
        junctures=marks(scale, [(j["on"], j["label"], bool(j.get("change"))) for j in junctures]),
        changes=marks(scale, [(j["on"], j["change"], False) for j in changed]),
        turns=marks(scale, [(turn["on"], turn.get("became") or turn["label"], False) for turn in turns]),
        today=scale.x(today) if scale.start <= today < scale.end else None,
        bottom=bottom,
        facts=as_list(stages, agreements, exchanges, junctures, turns),
    )


@dataclass(frozen=True)
class Scale:
    start: date
    end: date

    def x(self, day: date) -> float:
        share = (day - self.start).days / (self.end - self.start).days
        return round(LEFT + min(max(share, 0), 1) * (WIDTH - LEFT), 1)


def span(lasting: list[Part], exchanges: list[Part], marked: list[Part], today: date) -> tuple[Any, Any]:
    """The first and the last day there is something on; what has no end yet goes on until today."""
    days = [part["on"] for part in marked]
    for part in lasting:
        days += [part["start"], part.get("end") or max(today, part["start"])]
    for part in exchanges:
        days += [part["start"], part.get("end") or part["start"]]
    return (min(days), max(days)) if days else (None, None)


def place(heights: dict[str, int]) -> tuple[list[Lane], float]:
    """One lane below the other, and where the last one ends."""
    placed, y = [], float(TOP + 10)
    for kind, height in heights.items():
        if height:
            placed.append(Lane(kind, y, y + LABELS_AT.get(kind, 13)))
            y += height
    return placed, y


def in_rows(agreements: list[Part]) -> list[int]:
    """The row of each agreement: in one row as long as one follows the other, else the next one down."""
    ends: list[date] = []
    rows = []
    for agreement in agreements:
        start, end = agreement["start"], agreement.get("end") or date.max
        row = next((n for n, until in enumerate(ends) if until <= start), len(ends))
        ends[row : row + 1] = [end]
        rows.append(row)
    return rows


def stage_bar(scale: Scale, stage: Part, y: float, last: date) -> Bar:
    start, end = scale.x(stage["start"]), scale.x(stage.get("end") or last)
    tint = {"adapting": "stage-adapting", "exchanging": "stage"}.get(stage.get("value", ""), "stage-quiet")
    width = max(round(end - start - 2, 1), LEAST_BAR)
    return Bar(start + 1, y, width, tint, stage["label"], fitting(stage["label"], width))


def agreement_bar(scale: Scale, agreement: Part, y: float, last: date) -> Bar:
    start, end = scale.x(agreement["start"]), scale.x(agreement.get("end") or last)
    width = max(round(end - start - 2, 1), LEAST_BAR)
    kind = "agreement" if agreement.get("end") else "agreement open"
    return Bar(start + 1, y, width, kind, agreement["label"], fitting(agreement["label"], width))


def exchange_bar(scale: Scale, exchange: Part, y: float, today: date) -> Bar:
    start, end = scale.x(exchange["start"]), scale.x(exchange.get("end") or exchange["start"])
    travels = exchange.get("travels") or "remote"
    kind = f"{travels} placement" if exchange.get("is_placement") else travels
    if exchange["start"] > today:
        kind += " planned"
    row = TRAVEL_ROWS.get(travels, 2)
    return Bar(start, y + LANE * row, max(round(end - start, 1), LEAST_BAR), kind, exchange["label"])


def marks(scale: Scale, facts: list[tuple[date, str, bool]]) -> list[Mark]:
    """Marks of one lane, each with as much of its label as the marks beside it leave room for."""
    xs = [scale.x(day) for day, _label, _leads in facts]
    placed: list[Mark] = []
    taken = float(LEFT)
    for x, following, (_day, label, leads_on) in zip(xs, [*xs[1:], WIDTH][: len(xs)], facts, strict=True):
        behind, before = columns(following - x), columns(x - taken)
        is_before = behind < min(LEAST_COLUMNS, len(label)) <= before
        room = before if is_before else behind
        lines = folded(label, room) if room >= min(LEAST_COLUMNS, len(label)) else []
        placed.append(Mark(x, lines, label, leads_on, is_before))
        taken = x + BESIDE if is_before or not lines else x + BESIDE + LETTER * max(map(len, lines))
    return placed


def columns(room: float) -> int:
    return min(TEXT_COLUMNS, int((room - BESIDE - 4) / LETTER))


def fitting(label: str, width: float) -> str:
    """The label, cut to what a bar of this width has room for; nothing rather than a stump."""
    most = int((width - 16) / LETTER)
    if len(label) <= most:
        return label
    return label[: most - 1].rstrip() + "…" if most >= LEAST_COLUMNS else ""


def folded(text: str, columns: int = TEXT_COLUMNS, lines: int = 2) -> list[str]:
    """Break a label at words into a few short lines; what does not fit ends in an ellipsis."""
    words, out = text.split(), [""]
    while words:
        word = words.pop(0)
        if len(out[-1]) + len(word) < columns or not out[-1]:
            out[-1] = f"{out[-1]} {word}".strip()
        elif len(out) < lines:
            out.append(word)
        else:
            out[-1] += "…"
            break
    return [line if len(line) <= columns + 1 else line[: columns - 1] + "…" for line in out]


def as_list(
    stages: list[Part], agreements: list[Part], exchanges: list[Part], junctures: list[Part], turns: list[Part]
) -> list[Part]:
    """Every dated fact in the order of time, for reading."""
    facts = [{"on": part["start"], "kind": "stage", "text": part["label"]} for part in stages]
    facts += [
        {"on": part["start"], "until": part.get("end"), "kind": "agreement", "text": part["label"]}
        for part in agreements
    ]
    facts += [{"on": part["start"], "kind": "exchange", "text": part["label"]} for part in exchanges]
    facts += [
        {
            "on": part["on"],
            "kind": "juncture",
            "text": part["label"],
            "change": part.get("change", ""),
            "juncture": part.get("juncture", ""),
        }
        for part in junctures
    ]
    facts += [
        {
            "on": part["on"],
            "kind": "turn",
            "text": part["label"],
            "why": part.get("why", ""),
            "juncture": part.get("juncture", ""),
        }
        for part in turns
    ]
    return sorted(facts, key=lambda fact: fact["on"])
