"""What activities become: planned without writing, and written all or none of them.

A partnership is found again by its identifier. What an import wrote follows its source; what people wrote here since
is kept and told as a difference, for somebody to decide on (`partnerships.imports.merging`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from core import partial_dates
from core.models import Visibility
from iati.importing.mapping import mapped
from iati.importing.members import Members
from iati.importing.own import own_record
from iati.models import PublishedActivity
from partnerships.imports.importer import Importer
from partnerships.imports.merging import stored
from partnerships.imports.plan import Item, Plan, Planner
from partnerships.imports.rows import Record
from partnerships.models import Partnership
from partnerships.models.choices import Standing

Outcome = PublishedActivity.Outcome
# Where anybody can look at a published activity: the standard's own viewer.
VIEWER = "https://d-portal.org/ctrack.html#view=act&aid="


@dataclass
class Planned:
    """One activity with what it is to become: `item` is what the register's import makes of it."""

    row: PublishedActivity
    item: Item | None = None
    outcome: str = Outcome.SKIPPED.value
    messages: list[str] = field(default_factory=list)
    differences: list[dict[str, Any]] = field(default_factory=list)
    proposal: list[dict[str, Any]] = field(default_factory=list)

    @property
    def record(self) -> Partnership:
        """The partnership that it is; only of what was or is being written."""
        if self.item is None or self.item.existing is None:
            raise LookupError(f"{self.row.identifier} has no partnership")
        return self.item.existing

    @property
    def has_record(self) -> bool:
        return self.item is not None and self.item.existing is not None


class ActivityPlanner:
    """Plans activities batch by batch, with one look at what the register knows."""

    def __init__(self, importer: Importer) -> None:
        self.importer = importer
        self._planner = Planner(importer)
        self._members = Members(self._planner.bodies)

    def plan(self, rows: Iterable[PublishedActivity]) -> tuple[list[Planned], Plan]:
        """In the order given. Rows that cannot become anything say why; the plan holds the others."""
        planned = [Planned(row) for row in rows]
        self._planner.findings.errors.clear()
        self._planner.findings.warnings.clear()
        able = [each for each in planned if self._is_able(each)]
        self._members.learn(each.proposal for each in able)
        records = [self._record(each) for each in able]
        by_number = {record.number: each for record, each in zip(records, able, strict=True)}
        plan = self._planner.plan_records(records, lambda record, _here: self._parts(by_number[record.number]))
        said = self._said()
        for item in plan.items:
            self._settle(by_number[item.record.number], item, said[item.record.number])
        plan.findings.errors.clear()
        plan.items = [each.item for each in able if each.item and each.outcome != Outcome.SKIPPED]
        return planned, plan

    def _is_able(self, planned: Planned) -> bool:
        row = planned.row
        if row.outcome == Outcome.FAILED or row.key.startswith(" "):
            planned.outcome, planned.messages = row.outcome, list(row.messages)
            return False
        if row.partnership_id and row.written_digest == row.digest and not _confirmed_since(row):
            planned.outcome = Outcome.UNCHANGED.value
            return False
        planned.proposal = row.proposal
        return True

    def _record(self, planned: Planned) -> Record:
        row = planned.row
        found = mapped(row.content, number=row.pk, vocabulary=self._planner.vocabulary)
        planned.messages = found.notes
        own = own_record(row.content["rest"])
        record = found.record
        if own is not None:
            record.standing = _own_standing(own.values) if self.importer.is_trusted else {}
            record.former_slug = own.values.get("slug", "")
            return record
        record.values.setdefault("source_url", source_of(row))
        if not row.sides_confirmed_at:
            record.standing = {"standing": Standing.PUBLIC_SOURCE, "visibility": Visibility.PARTIES}
            planned.messages.append(
                _("Who asks and who offers is only guessed: it is for the parties until confirmed.")
            )
        return record

    def _parts(self, planned: Planned) -> list[Any]:
        return self._members.parts(planned.proposal)

    def _said(self) -> dict[int, dict[str, list[str]]]:
        """What the register's import has to say, by the number of the activity."""
        said: dict[int, dict[str, list[str]]] = defaultdict(lambda: {"errors": [], "warnings": []})
        findings = self._planner.findings
        for kind, found in (("errors", findings.errors), ("warnings", findings.warnings)):
            for finding in found:
                said[finding.row][kind].append(finding.message)
        return said

    def _settle(self, planned: Planned, item: Item, said: dict[str, list[str]]) -> None:
        planned.item = item
        planned.messages += [*said["errors"], *said["warnings"]]
        if said["errors"]:
            planned.outcome = Outcome.SKIPPED.value
            return
        if item.existing and item.outcome in ("updated", "skipped"):
            _keep_in_order(item)
            stood = self._stood(item)
            planned.differences = [{"name": name, **stood[name]} for name in item.changes.kept]
        planned.outcome = item.outcome
        if item.existing and item.existing.visibility == Visibility.PRIVATE:
            planned.outcome = Outcome.SKIPPED.value

    def _stood(self, item: Item) -> dict[str, dict[str, Any]]:
        """Both wordings of what people wrote here since."""
        here = stored(item.existing, item.changes.kept, self._planner.folds) if item.existing else {}
        return {name: {"here": here[name], "there": item.says[name]} for name in item.changes.kept}


def _confirmed_since(row: PublishedActivity) -> bool:
    """Whether somebody said who asks and who offers after it was written."""
    return bool(row.sides_confirmed_at and row.written_at and row.sides_confirmed_at > row.written_at)


def source_of(row: PublishedActivity) -> str:
    """Where the activity can be read by anybody: the file's own address, else the viewer of the standard."""
    return row.source.url or VIEWER + quote(row.identifier, safe="")


def counted(planned: Iterable[Planned]) -> Counter[str]:
    return Counter(each.outcome for each in planned)


def _own_standing(values: dict[str, str]) -> dict[str, Any]:
    """What a public record rested on where it was published from; without its proof it is a public source's word."""
    confirmed_on = values.get("confirmed_on", "")
    if values.get("standing") == Standing.BOTH_SIDES and confirmed_on:
        return {
            "standing": Standing.BOTH_SIDES,
            "confirmed_on": date.fromisoformat(confirmed_on),
            "visibility": Visibility.PUBLIC,
        }
    return {"standing": Standing.PUBLIC_SOURCE, "visibility": Visibility.PUBLIC}


def _keep_in_order(item: Item) -> None:
    """A date that would end before it starts, beside what stands here already, is not taken over."""
    record: Partnership | None = item.existing
    for when in ("planned", "actual"):
        names = (f"{when}_start", f"{when}_end")
        start, end = (item.changes.values.get(name, getattr(record, name)) for name in names)
        if start and end and partial_dates.is_before(end, start):
            for name in names:
                item.changes.values.pop(name, None)
    if item.outcome == "updated" and not item.changes.values:
        item.outcome = "unchanged"
