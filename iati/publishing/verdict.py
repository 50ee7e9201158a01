"""Checking our own publication before anybody else does: the standard's schema, and the rules beyond it.

The rules are those of the standard ruleset that concern what we write; each is named by its number there
(https://iatistandard.org/en/iati-standard/203/rulesets/).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from django.utils import timezone

from iati.reading.activity import Activity, Unreadable
from iati.reading.reader import read

MOST_KEPT = 100
HUNDRED = Decimal(100)


@dataclass
class Verdict:
    activities: int = 0
    words: str = ""
    faults: list[str] = field(default_factory=list)


def verdict_of(stream: BinaryIO, schemas: Path | None) -> Verdict:
    """Read the file like anybody else's; memory does not grow with it."""
    reader = read(stream, schemas=schemas)
    verdict = Verdict()
    today = timezone.now().date()
    for activity in reader:
        if isinstance(activity, Unreadable):
            verdict.faults.append(f"{activity.identifier}: {activity.reason}")
            continue
        found = [*activity.xsd_errors, *(f"rule {rule}" for rule in broken_rules(activity, today))]
        if found and len(verdict.faults) < MOST_KEPT:
            verdict.faults += [f"{activity.identifier}: {fault}" for fault in found]
    verdict.activities = reader.facts.activities
    if reader.facts.xsd_valid is None:
        verdict.words = "The schemas of the standard are not installed, so only its rules were checked."
    else:
        verdict.words = "Valid." if reader.facts.xsd_valid and not verdict.faults else "Not valid:"
    return verdict


def broken_rules(activity: Activity, today: date) -> list[str]:
    """The numbers of the rules of the standard ruleset that an activity breaks."""
    ref = activity.reporting.ref if activity.reporting else ""
    dates = {kind: date.fromisoformat(day) for kind, day in activity.dates.items()}
    rules: dict[str, bool] = {
        "1.1.3": activity.identifier == ref,
        "1.1.21": not _begins_with(activity, ref),
        "6.11.1": not {"1", "2"} & dates.keys(),
        "6.2.2": not activity.sectors,
        "11.1.2": "1" in dates and "3" in dates and dates["1"] > dates["3"],
        "11.1.3": "2" in dates and "4" in dates and dates["2"] > dates["4"],
        "11.1.4": "2" in dates and dates["2"] > today,
        "11.1.5": "4" in dates and dates["4"] > today,
        "2.1.2": any(not _is_whole(some) for some in _by_vocabulary(activity.sectors)),
        "3.1.2": not activity.regions and not _is_whole(activity.countries),
        "6.14.1": any(not marker.significance for marker in activity.markers),
        "6.10.1": any(not org.ref and not org.name for org in activity.organisations),
        "4.3.1": not activity.title,
        "8.6.1": any(p.start > p.end for r in activity.results for i in r.indicators for p in i.periods),
        "8.8.1": any(
            not b.value for r in activity.results for i in r.indicators if i.measure != "5" for b in i.baselines
        ),
        "8.10.1": any(
            not figure.value
            for result in activity.results
            for indicator in result.indicators
            if indicator.measure in ("1", "2", "3", "4")
            for period in indicator.periods
            for figure in (*period.targets, *period.actuals)
        ),
    }
    return [rule for rule, is_broken in rules.items() if is_broken]


def _begins_with(activity: Activity, ref: str) -> bool:
    """Our identifier, or the former one that the activity names (B1)."""
    refs = [ref, *(other.identifier for other in activity.other_identifiers if other.type == "B1")]
    return any(activity.identifier.startswith(f"{each}-") for each in refs if each)


def _by_vocabulary(codes: list[Any]) -> list[list[Any]]:
    names = dict.fromkeys(code.vocabulary for code in codes)
    return [[code for code in codes if code.vocabulary == name] for name in names]


def _is_whole(codes: list[Any]) -> bool:
    if len(codes) < 2:
        return True
    return sum(code.percentage or 0 for code in codes) == HUNDRED
