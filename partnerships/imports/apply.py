"""Carrying a plan out: many rows in few statements, in the transaction of the caller."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, models
from django.utils import timezone
from django.utils.text import slugify

from community.models import Institution, InstitutionFormerSlug, InstitutionName
from core import partial_dates
from core.models import Visibility
from core.slugs import LONGEST, RESERVED, unique_slug
from partnerships.awaited import note_awaited, note_awaited_of_new
from partnerships.imports.bodies import Body
from partnerships.imports.cells import Part
from partnerships.imports.importer import Importer
from partnerships.imports.merging import member_key, said
from partnerships.imports.plan import Item, Plan
from partnerships.imports.rows import host_of
from partnerships.models import ImportedRecord, Partnership, PartnershipFormerSlug, PartnershipMember, StageChange
from partnerships.models.choices import Stage, Standing

BATCH = 500
# Values that are no columns of the model, or that depend on the day.
APART = ("start", "end", "sectors", "sdg_targets", "themes")


def apply_plan(plan: Plan, importer: Importer) -> None:
    """Write what a plan without errors says; a mistake in any row leaves nothing behind if the caller rolls back."""
    add_bodies(plan.new_bodies)
    _add_spellings(plan.bodies.spellings)
    created = [item for item in plan.items if item.outcome == "created"]
    for some in _batches(created):
        _create(
            some,
            importer,
            Slugs(
                Partnership,
                PartnershipFormerSlug,
                "partnership",
                [i.record.former_slug or i.record.title for i in some],
            ),
        )
    updated = [item for item in plan.items if item.outcome == "updated"]
    for item in updated:
        _update(item, plan)
        if item.existing:
            note_awaited(item.existing)
    note_awaited_of_new([item.existing.pk for item in created if item.existing])
    _remember([*created, *updated], plan)


class Slugs:
    """Free slugs for many titles: what is taken is asked once for all of them."""

    def __init__(self, model: Any, former: Any, fallback: str, titles: Iterable[str]) -> None:
        self.model, self.former, self.fallback = model, former, fallback
        self._taken = set(RESERVED)
        stems = {self._stem(title) for title in titles} - {""}
        for table in (model, former):
            self._taken |= set(table._default_manager.filter(slug__in=stems).values_list("slug", flat=True))

    def take(self, title: str) -> str:
        stem = self._stem(title)
        slug = stem
        if not stem or stem in self._taken:
            slug = unique_slug(self.model, title, self.former, fallback=self.fallback)
            number = 2
            while slug in self._taken:
                tail = f"-{number}"
                shortened = stem[: LONGEST - len(tail)].strip("-") + tail
                slug = unique_slug(self.model, shortened, self.former, fallback=self.fallback)
                number += 1
        self._taken.add(slug)
        return slug

    @staticmethod
    def _stem(title: str) -> str:
        return slugify(title)[:LONGEST].strip("-")


def add_bodies(bodies: list[Body]) -> None:
    """Put institutions on the portal, with every spelling that is known of them, and give the bodies their keys."""
    for some in _batches(bodies):
        slugs = Slugs(Institution, InstitutionFormerSlug, "institution", [body.name for body in some])
        rows = [_institution(body, slugs.take(body.name)) for body in some]
        Institution.objects.bulk_create(rows)
        for body, row in zip(some, rows, strict=True):
            body.pk = row.pk
        _add_spellings((body, name) for body in some if body.facts for name in body.facts.other_names)


def _institution(body: Body, slug: str) -> Institution:
    institution = Institution(name=body.name, slug=slug, acronym=body.acronym, country_id=body.country or None)
    if body.facts:
        institution.kind = body.facts.kind or Institution.Kind.UNKNOWN
        institution.level = body.facts.level
        institution.org_identifier = body.facts.org_identifier
        institution.ror_id = body.facts.ror_id
        institution.website = body.facts.website
    return institution


def _add_spellings(spellings: Iterable[tuple[Body, str]]) -> None:
    names = [InstitutionName(institution_id=body.key, name=name[:250]) for body, name in spellings]
    InstitutionName.objects.bulk_create(names, batch_size=BATCH, ignore_conflicts=True)


def _create(items: list[Item], importer: Importer, slugs: Slugs) -> None:
    """Members and codes go in before their records: then the database derives each record's columns once.

    Foreign keys are checked when the transaction ends.
    """
    keys = _new_keys(Partnership, len(items))
    records = []
    for key, item in zip(keys, items, strict=True):
        item.existing = _new_record(key, slugs.take(item.record.former_slug or item.record.title), item, importer)
        records.append(item.existing)
    PartnershipMember.objects.bulk_create([_member(i.existing, part) for i in items for part in i.parts])
    _add_codes(items, "sectors", "sector_id")
    _add_codes(items, "sdg_targets", "sdgtarget_id")
    Partnership.objects.bulk_create(records)
    staged = [record for record in records if record.stage != Stage.UNKNOWN]
    StageChange.objects.bulk_create(_stage_change(record, importer) for record in staged)
    _set_themes(items)


def _new_record(key: int, slug: str, item: Item, importer: Importer) -> Partnership:
    values = {name: value for name, value in item.record.values.items() if name not in APART}
    record = Partnership(pk=key, slug=slug, created_by=importer.user, **values, **_standing(item, importer))
    if {"start", "end"} & item.record.values.keys():
        _set_dates(record, item.record.values.get("start", ""), item.record.values.get("end", ""))
    _attribute_problem(record)
    return record


def _standing(item: Item, importer: Importer) -> dict[str, Any]:
    """A published source that the secretariat vouches for is public at once; the rest is one side's word."""
    if item.record.standing:
        return item.record.standing
    if importer.is_trusted and item.record.source_url:
        return {"standing": Standing.PUBLIC_SOURCE, "visibility": Visibility.PUBLIC}
    own = next((p.body.pk for p in item.parts if p.body and p.body.pk in importer.institution_ids), None)
    return {"standing": Standing.ONE_SIDE, "visibility": Visibility.PARTIES, "reported_by_id": own}


def _attribute_problem(record: Partnership) -> None:
    """Whatever a spreadsheet says of the problem is reported; the asking side makes it its own by confirming it."""
    if record.problem:
        record.problem_in_own_words = False
        record.problem_reported_by = host_of(record.source_url) or (
            str(record.reported_by) if record.reported_by else ""
        )


def _set_dates(record: Partnership, start: str, end: str) -> None:
    """What lies ahead is planned, what has begun or ended is not."""
    today = timezone.localdate().isoformat()
    for name, value in (("start", start), ("end", end)):
        kind, other = ("planned", "actual") if partial_dates.is_before(today, value) else ("actual", "planned")
        setattr(record, f"{kind}_{name}", value)
        setattr(record, f"{other}_{name}", "")


def _member(record: Any, part: Part) -> PartnershipMember:
    own_country = bool(part.body and part.body.country)
    return PartnershipMember(
        partnership_id=record.pk,
        institution_id=part.body.key if part.body else None,
        country_id=None if own_country else part.country or None,
        stated_name="" if part.body and part.stated == part.body.name else part.stated,
        side=part.side,
        iati_role=part.iati_role,
        brings=part.brings,
        learns=part.learns,
    )


def _stage_change(record: Partnership, importer: Importer) -> StageChange:
    return StageChange(
        partnership=record, stage=record.stage, entered_on=timezone.localdate(), changed_by=importer.user
    )


def _add_codes(items: list[Item], name: str, column: str) -> None:
    through: Any = getattr(Partnership, name).through
    through.objects.bulk_create(
        through(partnership_id=item.existing.pk, **{column: code})
        for item in items
        if item.existing
        for code in item.record.codes.get(name, ())
    )


def _set_themes(items: Iterable[Item]) -> None:
    for item in items:
        if item.existing and "themes" in item.record.codes:
            item.existing.themes.add(*item.record.codes["themes"])


def _update(item: Item, plan: Plan) -> None:
    record, changes = item.existing, item.changes.values
    if record is None:
        return
    columns = [name for name in changes if name not in APART and not name.startswith("members_")]
    for name in columns:
        setattr(record, name, changes[name])
    if {"start", "end"} & changes.keys():
        _set_dates(record, changes.get("start", record.start), changes.get("end", record.end))
        columns += ["planned_start", "planned_end", "actual_start", "actual_end"]
    if "problem" in changes:
        _attribute_problem(record)
        columns += ["problem_in_own_words", "problem_reported_by"]
    if "stage" in changes:
        StageChange.objects.create(partnership=record, stage=record.stage, entered_on=timezone.localdate())
    record.version += 1
    record.changed_at = timezone.now()
    record.save(update_fields=[*columns, "version", "changed_at", "updated_at"])
    for name in ("sectors", "sdg_targets", "themes"):
        if name in changes:
            getattr(record, name).set(item.record.codes[name])
    _update_members(item, record, plan)


def _update_members(item: Item, record: Partnership, plan: Plan) -> None:
    """Keep those who stay, with all that is known of them; add who is new and let the others go."""
    sides = {name.removeprefix("members_") for name in item.changes.values if name.startswith("members_")}
    if not sides:
        return
    folds = plan.bodies.folds
    gone = {(m.side, member_key(m, folds)): m for m in record.members.all() if m.side in sides}
    new = []
    for part in item.parts:
        member = _member(record, part)
        if part.side in sides and gone.pop((part.side, member_key(member, folds)), None) is None:
            new.append(member)
    record.members.filter(pk__in=[member.pk for member in gone.values()]).delete()
    PartnershipMember.objects.bulk_create(new)


def _remember(items: list[Item], plan: Plan) -> None:
    """Keep what the rows said as the database has it now, so that the next import can tell whose words stand there."""
    folds = plan.bodies.folds
    rows = []
    for item in items:
        if item.existing is None:
            continue
        says = said(item.record, item.parts, folds)
        before = item.existing.imported.values if item.outcome == "updated" and _was_imported(item.existing) else {}
        kept = {name: before[name] for name in item.changes.kept if name in before}
        says = {name: value for name, value in says.items() if name not in item.changes.kept}
        rows.append(ImportedRecord(partnership=item.existing, values={**before, **says, **kept}))
    for some in _batches(rows):
        ImportedRecord.objects.bulk_create(
            some, update_conflicts=True, unique_fields=["partnership"], update_fields=["values", "imported_at"]
        )


def _was_imported(record: Partnership) -> bool:
    return hasattr(record, "imported")


def _new_keys(model: type[models.Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def _batches(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
