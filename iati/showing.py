"""A reading and its activities as pages print them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Visibility
from iati.importing.twinning import said
from iati.models import PublishedActivity, Reading
from iati.models.activities import PublishedActivityQuerySet
from partnerships.models.choices import Standing

ON_A_PAGE = 50
Outcome = PublishedActivity.Outcome
# Records that the command wrote: for their parties until somebody says who asks and who offers.
WAITING = Q(
    sides_confirmed_at=None,
    partnership__visibility=Visibility.PARTIES,
    partnership__standing=Standing.PUBLIC_SOURCE,
)
# The parts of a reading by the name in the address, with what falls into each.
PARTS: dict[str, tuple[str | Promise, Q]] = {
    "possible": (gettext_lazy("Possible twinnings"), Q(is_possible=True)),
    "new": (gettext_lazy("New"), Q(outcome=Outcome.PREVIEW)),
    "changed": (gettext_lazy("Changed at the source"), Q(outcome=Outcome.UPDATED)),
    "sides": (gettext_lazy("Sides to confirm"), WAITING),
    "here": (gettext_lazy("In the register"), Q(partnership__isnull=False)),
    "left-out": (gettext_lazy("Left out"), Q(outcome__in=[Outcome.SKIPPED, Outcome.FAILED])),
    "all": (gettext_lazy("All"), Q()),
}


@dataclass(frozen=True)
class Tab:
    name: str
    label: str | Promise
    count: int
    is_current: bool


def tabs(reading: Reading, current: str) -> list[Tab]:
    """The parts of a reading with how many activities are in each, counted in one query."""
    counts = reading.activities.aggregate(
        **{name.replace("-", "_"): Count("pk", filter=of or None) for name, (_l, of) in PARTS.items()}
    )
    return [Tab(name, label, counts[name.replace("-", "_")], name == current) for name, (label, _of) in PARTS.items()]


def part_of(reading: Reading, name: str) -> PublishedActivityQuerySet:
    found: PublishedActivityQuerySet = reading.activities.for_listing().filter(PARTS[name][1]).order_by("position")
    return found


def reasons(activity: PublishedActivity) -> list[str]:
    """Why it may be a twinning, in plain words."""
    return [said(reason) for reason in activity.reasons]


def verdict(report: dict[str, Any]) -> str:
    """What the standard's schema says to the file."""
    if report.get("xsd_valid") is None:
        return _("Not judged: the schemas of the standard are not installed here.")
    if report["xsd_valid"]:
        return _("Keeps to the schema of its version.")
    return _("Does not keep to the schema of its version: %(count)s faults.") % {"count": report["xsd_errors"]}


REMARKS: dict[str, str | Promise] = {
    "blank identifier": gettext_lazy("Activities without an identifier"),
    "duplicate identifier": gettext_lazy("Identifiers that stand there twice"),
    "no date": gettext_lazy("Dates that are none"),
    "no number": gettext_lazy("Numbers that are none"),
    "absurd amount": gettext_lazy("Amounts that cannot be meant"),
    "absurd percentage": gettext_lazy("Shares outside of 0 to 100"),
    "no currency": gettext_lazy("Amounts without a currency"),
    "too much besides": gettext_lazy("Parts too long to be kept"),
}


def remarks(report: dict[str, Any]) -> list[tuple[str | Promise, int]]:
    """What is readable but not as it should be, by kind, with how often."""
    return [(REMARKS.get(kind, kind), count) for kind, count in report.get("warnings", {}).items()]
