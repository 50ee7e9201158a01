"""A file as a whole: what would be created, changed and left alone, and what stands against it.

Making a plan writes nothing; a dry run is a plan, and an import is a plan carried out.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import partial_dates
from core.spreadsheets import Table
from partnerships.imports import duplicates
from partnerships.imports.bodies import Bodies, Body
from partnerships.imports.cells import CellReader, Part
from partnerships.imports.findings import Findings, Report
from partnerships.imports.folding import Folds
from partnerships.imports.headers import check_headers
from partnerships.imports.importer import Importer
from partnerships.imports.matching import Matcher, complete
from partnerships.imports.merging import Changes, compare, said, stored
from partnerships.imports.rows import Record, RowReader
from partnerships.imports.vocabulary import Vocabulary
from partnerships.models import Partnership, PartnershipMember
from partnerships.models.choices import Kind, Side, Standing

Outcome = Literal["created", "updated", "unchanged", "skipped"]
SKIP, NEW = "skip", "new"
MembersOf = Callable[[Record, Iterable[PartnershipMember]], list[Part]]


@dataclass
class Item:
    """One row with what is to become of it."""

    record: Record
    parts: list[Part] = field(default_factory=list)
    existing: Partnership | None = None
    outcome: Outcome = "created"
    says: dict[str, Any] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)


@dataclass
class Doubt:
    """A question to whoever brought the file: `key` names it, `options` are what it may be instead."""

    key: str
    row: int
    text: str
    options: list[dict[str, Any]]


@dataclass
class Plan:
    items: list[Item]
    bodies: Bodies
    findings: Findings
    new_bodies: list[Body]
    doubts: list[Doubt]

    @property
    def report(self) -> Report:
        """What would be, or was, done; with errors nothing is, and every row counts as left out."""
        errors, warnings = tuple(self.findings.errors), tuple(self.findings.warnings)
        count = Counter(item.outcome for item in self.items)
        if errors:
            unchanged = count["unchanged"]
            return Report(len(self.items), 0, 0, unchanged, len(self.items) - unchanged, errors, warnings)
        return Report(
            rows=len(self.items),
            created=count["created"],
            updated=count["updated"],
            unchanged=count["unchanged"],
            skipped=count["skipped"],
            errors=errors,
            warnings=warnings,
        )


class Planner:
    """Plans one file. `choices` are the answers to the doubts of an earlier plan, by their keys."""

    def __init__(self, importer: Importer, choices: dict[str, str] | None = None) -> None:
        self.importer = importer
        self.choices = choices or {}
        self.findings = Findings()
        self.folds = Folds()

    def plan(self, table: Table, mapping: list[str] | None = None) -> Plan:
        """The rows of a table; `mapping` names our column for each of the file's."""
        names = check_headers(table.headers, mapping, self.findings)
        for note in table.notes:
            self.findings.warn(0, "", "", note)
        self.folds.learn(cell for row in table.rows for each in row.cells for cell in (each, *_pieces(each)))
        reader = RowReader(names, self.vocabulary, self.findings)
        records = [reader.read(row) for row in table.rows] if "title" in names else []
        if not table.rows:
            self.findings.error(0, "", "", _("The file has column names, but no rows."))

        self._follow_choices_of_bodies()
        cells = CellReader(self.vocabulary, self.bodies, self.findings)
        return self.plan_records(records, lambda record, here: cells.members(record.number, record.cells, here))

    def plan_records(self, records: list[Record], members_of: MembersOf) -> Plan:
        """Records that were read from anywhere; `members_of` gives the members of one, beside those it has here."""
        matcher = Matcher(records, self.importer, self.folds)
        items = [self._item(record, matcher, members_of) for record in records]
        self._leave_out_doubles(items)
        doubts = self._doubt_rows(items)
        for item in items:
            self._decide(item)
        new_bodies = self._needed_bodies(items)
        doubts = sorted(doubts + self._doubt_bodies(items, new_bodies), key=lambda doubt: doubt.row)
        return Plan(items, self.bodies, self.findings, new_bodies, doubts)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.folds)

    @cached_property
    def bodies(self) -> Bodies:
        return Bodies(self.folds, self.vocabulary)

    def _item(self, record: Record, matcher: Matcher, members_of: MembersOf) -> Item:
        existing = matcher.find(record) if record.title else None
        members = existing.members.all() if existing else ()
        parts = members_of(record, members)
        item = Item(record, self._settled(record, parts, existing), existing)
        if record.cells.get("is_demo", "").casefold() in ("true", "1") and existing is None:
            item.outcome = "skipped"
            self._warn(item, "is_demo", "true", _("Demonstration records are not imported."))
        return item

    def _settled(self, record: Record, parts: list[Part], existing: Partnership | None) -> list[Part]:
        """Members with their sides: all are peers in an alliance, each is there once, nobody on both sides."""
        kind = record.values.get("kind") or (existing.kind if existing else "")
        if kind == Kind.LEARNING_ALLIANCE:
            principal = (Side.SUPPLY, Side.DEMAND)
            parts = [Part(Side.PEER if p.side in principal else p.side, p.stated, p.country, p.body) for p in parts]
        once: dict[tuple[Any, ...], Part] = {}
        for part in parts:
            who = (id(part.body),) if part.body else (part.country, self.folds[part.stated])
            once.setdefault((part.side, *who), part)
        supply = {id(part.body) for part in once.values() if part.side == Side.SUPPLY and part.body}
        for part in once.values():
            if part.side == Side.DEMAND and part.body and id(part.body) in supply:
                self.findings.error(
                    record.number,
                    "demand_institution",
                    part.body.name,
                    _("The same institution cannot both ask and offer."),
                )
        return list(once.values())

    def _leave_out_doubles(self, items: list[Item]) -> None:
        """A row that is there twice in the file is taken once."""
        seen: dict[Any, int] = {}
        identifiers: dict[str, int] = {}
        for item in items:
            record = item.record
            if not record.title:
                continue
            identity = item.existing.pk if item.existing else (self.folds[record.title], record.source_url)
            first = seen.setdefault(identity, record.number)
            if first != record.number:
                item.outcome = "skipped"
                self._warn(item, "title", record.title, _("This is row %(row)d once more.") % {"row": first})
                continue
            identifier = record.values.get("iati_identifier", "")
            if identifier and identifiers.setdefault(identifier, record.number) != record.number:
                self.findings.error(
                    record.number, "iati_identifier", identifier, _("Another row has the same IATI identifier.")
                )

    def _decide(self, item: Item) -> None:
        if item.outcome == "skipped":
            return
        if item.existing is None:
            self._check_new(item)
            return
        names = said(item.record, item.parts, self.folds)
        item.says = names
        imported = item.existing.imported.values if hasattr(item.existing, "imported") else {}
        item.changes = compare(names, stored(item.existing, names, self.folds), imported)
        item.outcome = "updated" if item.changes.values else "unchanged"
        if item.changes.values or item.changes.kept:
            self._check_changes(item, item.existing)

    def _check_changes(self, item: Item, existing: Partnership) -> None:
        columns = ", ".join(sorted({*item.changes.values, *item.changes.kept}))
        if existing.standing == Standing.BOTH_SIDES:
            item.outcome = "skipped"
            self._warn(item, "", columns, _("Both sides have confirmed this record: it was not changed."), existing.pk)
        elif not self.importer.may_change(existing):
            item.outcome = "skipped"
            self._warn(
                item, "", columns, _("You may not change this record by an import: open its page instead."), existing.pk
            )
        elif item.changes.kept:
            item.outcome = "updated" if item.changes.values else "skipped"
            kept = ", ".join(sorted(item.changes.kept))
            self._warn(
                item, "", kept, _("Edited by people since, or written by them: these values were kept."), existing.pk
            )
        if item.outcome != "updated":
            item.changes.values.clear()
            return
        start = item.changes.values.get("start", existing.start)
        end = item.changes.values.get("end", existing.end)
        if start and end and partial_dates.is_before(end, start):
            self.findings.error(
                item.record.number, "end_year", end, _("It ends before it starts (%(start)s).") % {"start": start}
            )

    def _check_new(self, item: Item) -> None:
        record = item.record
        item.says = said(record, item.parts, self.folds)
        if not record.start:
            self._warn(item, "start_year", "", _("No start is given."))
        sides = {part.side for part in item.parts}
        if Side.PEER not in sides and not {Side.SUPPLY, Side.DEMAND} <= sides:
            column = "demand_institution" if Side.DEMAND not in sides else "supply_institution"
            self._warn(item, column, "", _("Nobody is named on this side."))
        if self.importer.is_trusted:
            if not record.source_url:
                self._warn(item, "source", "", _("Without a source it is shown to its parties only."))
        elif not any(part.body and part.body.pk in self.importer.institution_ids for part in item.parts):
            self.findings.error(
                record.number,
                "",
                record.title,
                _("Your institution takes no part in this. Only the secretariat brings in the partnerships of others."),
            )

    def _doubt_rows(self, items: list[Item]) -> list[Doubt]:
        """Rows that may be a record of another title; answers of before are followed."""
        doubts = []
        new = [item for item in items if item.existing is None and item.outcome == "created"]
        found = duplicates.same_partners((duplicates.institutions_of(i.parts) for i in new), self.importer)
        for item in new:
            span = (item.record.start, item.record.end)
            alike = [
                partnership
                for partnership in found.get(duplicates.institutions_of(item.parts), [])
                if duplicates.overlap(span, (partnership.start, partnership.end))
            ]
            if not alike or not item.record.title:
                continue
            key = f"row {item.record.number}"
            options = [{"value": str(p.pk), "label": p.title, "url": p.get_absolute_url()} for p in alike[:3]]
            doubts.append(Doubt(key, item.record.number, item.record.title, options))
            self._follow_choice_of_row(item, self.choices.get(key, ""), alike)
        return doubts

    def _follow_choice_of_row(self, item: Item, choice: str, alike: list[Partnership]) -> None:
        title = item.record.title
        chosen = next((partnership for partnership in alike if str(partnership.pk) == choice), None)
        if choice == SKIP:
            item.outcome = "skipped"
        elif chosen:
            item.existing = complete(self.importer.records()).get(pk=chosen.pk)
            del item.record.values["title"]
        elif choice != NEW:
            other = alike[0]
            self._warn(
                item,
                "title",
                title,
                _("The same institutions are partners at that time in “%(title)s” (%(address)s). Is it the same?")
                % {"title": other.title, "address": other.get_absolute_url()},
                about=other.pk,
            )

    def _follow_choices_of_bodies(self) -> None:
        """Names that the owner of the file said are spellings of an institution on the portal."""
        for key, choice in self.choices.items():
            kind, _space, rest = key.partition(" ")
            body = self.bodies.by_pk.get(int(choice)) if choice.isdigit() else None
            if kind == "body" and body:
                country, _space, name = rest.partition(" ")
                self.bodies.alias(body, name, "" if country == "-" else country)

    def _needed_bodies(self, items: list[Item]) -> list[Body]:
        """Those to be added, for rows that are written."""
        needed: dict[int, Body] = {}
        for item in items:
            if item.outcome == "created" or any(name.startswith("members_") for name in item.changes.values):
                needed |= {id(p.body): p.body for p in item.parts if p.body and p.body.pk is None}
        return list(needed.values())

    def _doubt_bodies(self, items: list[Item], new_bodies: list[Body]) -> list[Doubt]:
        unknown = [body for body in new_bodies if body.facts is None]
        found = duplicates.resembling(unknown)
        rows = {id(part.body): item.record.number for item in reversed(items) for part in item.parts if part.body}
        doubts = []
        for place, body in enumerate(unknown):
            key = f"body {body.country or '-'} {body.name}"
            row = rows[id(body)]
            if not found.get(place):
                continue
            options = [
                {"value": str(each.pk), "label": f"{each.name} ({each.country})" if each.country else each.name}
                for each in found[place]
            ]
            doubts.append(Doubt(key, row, body.name, options))
            if self.choices.get(key) != NEW:
                names = "; ".join(option["label"] for option in options)
                self.findings.warn(
                    row,
                    body.column,
                    body.name,
                    ngettext(
                        "This institution will be added. Did you mean %(names)s?",
                        "This institution will be added. Did you mean one of these: %(names)s?",
                        len(options),
                    )
                    % {"names": names},
                )
        return doubts

    def _warn(self, item: Item, column: str, value: str, message: str, about: int | None = None) -> None:
        self.findings.warn(item.record.number, column, value, message, about)


def _pieces(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")] if ";" in cell else []
