"""An agenda typed as lines, such as `13:10 45 min Six presentations — Ama [presentations]`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from core.forms import validate_no_turned_text
from core.validators import clean_text, validate_has_letters, with_western_digits
from events.agenda_times import OutsideEvent, end_at, hours_of, read_clock, start_at
from events.models import AgendaItem, LearningEvent
from events.models.choices import ItemKind

MOST_LINES = 200
_TIME = r"\d{1,2}(?:[:.h]\d{2}(?:\s?[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?)"
_WHEN = re.compile(rf"(?:(?P<start>{_TIME})(?:\s*(?:–|—|--?)\s*(?P<end>{_TIME}))?)?", re.IGNORECASE)
_MINUTES = re.compile(r"\(?(?P<minutes>\d{1,4})\s*(?:min(?:ute)?s?\b\.?|')\)?", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\[([^\[\]]*)\]\s*$")
_LEAD = re.compile(r"(?:^|\s+)(?:—|--)\s+")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class LineFault(ValueError):
    """What is wrong with a line, in plain words."""


@dataclass(frozen=True)
class Line:
    """What one line says; `number` counts as people do, empty lines too."""

    number: int
    title: str
    start: time | None = None
    end: time | None = None
    minutes: int | None = None
    kind: str = ItemKind.PLENARY
    lead: str = ""
    track: int = 1
    day: date | None = None


@dataclass
class Reading:
    """What was read of a text: lines or items, and the faults with the number of their line."""

    found: list = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def read_lines(text: str) -> Reading:
    """The lines of a text, and a fault for each that cannot be read. A line with a date alone begins that day."""
    reading, day = Reading(), None
    for number, raw in enumerate(text.splitlines(), start=1):
        typed = " ".join(raw.split())
        if not clean_text(typed):
            continue
        if len(reading.found) >= MOST_LINES:
            reading.faults.append((number, _("These are more than %(most)d lines.") % {"most": MOST_LINES}))
            break
        try:
            if _DAY.fullmatch(with_western_digits(typed)):
                day = _read_day(typed)
            else:
                reading.found.append(replace(_read_line(number, typed), day=day))
        except LineFault as fault:
            reading.faults.append((number, str(fault)))
    return reading


def place_lines(event: LearningEvent, lines: Iterable[Line], stored: Sequence[AgendaItem]) -> Reading:
    """Unsaved items for the lines, one each and in their order.

    Without a start, a line begins where the one before it on its track ends; without an end, it lasts until the
    next one of its track, or the event's end.
    """
    placing = _Placing(event, stored)
    for line in lines:
        try:
            placing.add(line)
        except (LineFault, OutsideEvent) as fault:
            placing.reading.faults.append((line.number, str(fault)))
    placing.close_all()
    return placing.reading


class _Placing:
    """Goes through the lines; `open` is what waits for its end on each track."""

    def __init__(self, event: LearningEvent, stored: Sequence[AgendaItem]) -> None:
        self.event, self.reading = event, Reading()
        self.taken = [(item.track, item.starts_at, item.ends_at) for item in stored if item.starts_at and item.ends_at]
        self.open: dict[int, tuple[Line, AgendaItem, datetime]] = {}
        self.reached: dict[int, datetime] = {}
        for track, _begins, end in self.taken:
            self.reached[track] = max(self.reached.get(track, end), end)

    def add(self, line: Line) -> None:
        item = AgendaItem(event=self.event, title=line.title, lead=line.lead, kind=line.kind, track=line.track)
        if not self.event.has_hours:
            if line.start or line.minutes:
                raise LineFault(_("The hour of this event is not known, so its items have no times."))
            self.reading.found.append(item)
            return
        item.starts_at = start = self._start(line)
        if line.end:
            item.ends_at = end_at(self.event, line.end, start)
        elif line.minutes:
            item.ends_at = start + timedelta(minutes=line.minutes)
        else:
            self.open[line.track] = line, item, start
        # What is open lasts a moment at least: the same time again is the one that comes as the clocks go back.
        self.reached[line.track] = item.ends_at or start + timedelta(minutes=1)
        self.reading.found.append(item)

    def close_all(self) -> None:
        """What is open to the last lasts until the next stored item of its track, or the event's end."""
        for track, (_line, item, start) in self.open.items():
            later = [taken for of, taken, _end in self.taken if of == track and taken > start]
            item.ends_at = min(later, default=hours_of(self.event)[1])

    def _start(self, line: Line) -> datetime:
        waiting = self.open.pop(line.track, None)
        if line.start is None:
            if waiting:
                text = _("It has no time, and line %(number)d before it has no end. Write the time of one of them.")
                raise LineFault(text % {"number": waiting[0].number})
            return self.reached.get(line.track) or hours_of(self.event)[0]
        start = start_at(self.event, line.start, after=self.reached.get(line.track), day=line.day)
        if waiting:
            before, item, began = waiting
            if start <= began:
                raise LineFault(
                    _("It begins before line %(number)d, which stands above it.") % {"number": before.number}
                )
            item.ends_at = start
        return start


def _read_day(typed: str) -> date:
    year, month, day = (int(part) for part in with_western_digits(typed).split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        raise LineFault(_("There is no such day: %(day)s.") % {"day": typed}) from None


def _read_line(number: int, typed: str) -> Line:
    rest, kind, track = _read_brackets(typed)
    digits = with_western_digits(rest)
    when = _WHEN.match(digits)
    at = when.end() if when else 0
    start, end = (_clock(when[name]) if when and when[name] else None for name in ("start", "end"))
    at += len(digits[at:]) - len(digits[at:].lstrip())
    lasting = _MINUTES.match(digits, at)
    minutes = int(lasting["minutes"]) if lasting else None
    if minutes == 0 or (minutes and end):
        raise LineFault(_("Write either when it ends or how many minutes it lasts."))
    title, lead = _split_lead(rest[lasting.end() if lasting else at :])
    try:
        validate_has_letters(title)
        validate_no_turned_text(typed)
    except ValidationError as error:
        text = _("Write what happens after the time.") if error.code == "no_letters" else error.message
        raise LineFault(str(text)) from None
    for value, most in ((title, 250), (lead, 250)):
        if len(value) > most:
            raise LineFault(_("It is longer than %(most)d characters.") % {"most": most})
    return Line(number, title, start, end, minutes, kind, lead, track)


def _clock(typed: str) -> time:
    at = read_clock(typed)
    if at is None:
        raise LineFault(_("“%(typed)s” is not a time. Write it as 13:00.") % {"typed": typed})
    return at


def _split_lead(typed: str) -> tuple[str, str]:
    """The title and who leads, between which stands a long dash or two short ones."""
    parts = _LEAD.split(typed)
    if len(parts) == 1:
        return clean_text(typed), ""
    return clean_text(" — ".join(parts[:-1])), clean_text(parts[-1])


def _read_brackets(typed: str) -> tuple[str, str, int]:
    """The line without its square brackets, and the kind and the track that stood in them."""
    kind, track = str(ItemKind.PLENARY), 1
    while match := _BRACKETS.search(typed):
        typed = typed[: match.start()]
        for word in re.split("[,،]", match[1]):
            number = re.search(r"\d+", with_western_digits(word))
            if number:
                track = int(number[0])
                if not 1 <= track <= 9:
                    raise LineFault(_("Tracks are numbered from 1 to 9."))
            elif word.strip():
                kind = _kind_called(word.strip())
    return typed, kind, track


def _kind_called(word: str) -> str:
    """The kind whose name, here or in English, begins with the word: `[break]`, `[presentations]`."""
    typed = word.casefold()
    exact = [kind for kind in ItemKind if typed in _names(kind)]
    begins = [kind for kind in ItemKind if any(name.startswith(typed) for name in _names(kind))]
    found = exact or begins
    if len(found) != 1:
        known = ", ".join(str(kind.label) for kind in ItemKind)
        raise LineFault(_("“%(word)s” is no kind of item. Kinds are: %(kinds)s.") % {"word": word[:50], "kinds": known})
    return str(found[0].value)


def _names(kind: ItemKind) -> set[str]:
    with translation.override("en"):
        english = str(kind.label).casefold()
    return {str(kind.label).casefold(), english, kind.value}
