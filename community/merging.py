"""Two rows for one institution become one, and nothing that pointed to either is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, Institution, InstitutionFormerSlug, InstitutionName, Membership, User
from core.append_only import rewriting_logs


class CannotMerge(Exception):
    """The two are not one institution; the message says what stands against it."""


@dataclass(frozen=True)
class Reference:
    """A column, or a generic pair of columns, by which rows of a model point to institutions."""

    model: type[models.Model]
    column: str
    content_type: str = ""

    def rows(self, institution: Institution) -> Any:
        found = {self.column: institution.pk}
        if self.content_type:
            found[self.content_type] = ContentType.objects.get_for_model(Institution).pk
        return self.model._base_manager.filter(**found)

    def __str__(self) -> str:
        return str(self.model._meta.verbose_name_plural)


def what_moves(institution: Institution) -> list[tuple[str, int]]:
    """Kinds of rows that point to it, with their number; what the page before a merge shows."""
    counts = [(str(reference), reference.rows(institution).count()) for reference in _references()]
    return [(name, count) for name, count in counts if count]


@transaction.atomic
def merge_institutions(*, keep: Institution, drop: Institution, by: User) -> Institution:
    """Let everything that points to `drop` point to `keep`, then remove `drop`.

    Its names become other names, its address a redirect, its facts fill the gaps. Rows that would
    then be there twice become one, with the texts of both.
    """
    ids = sorted([keep.pk, drop.pk])
    locked = {row.pk: row for row in Institution.objects.select_for_update(of=("self",)).filter(pk__in=ids)}
    if len(locked) != 2:
        raise CannotMerge(_("Choose two different institutions."))
    keep, drop = locked[keep.pk], locked[drop.pk]
    if keep.is_demo != drop.is_demo:
        raise CannotMerge(_("A demonstration record cannot be merged with a real one."))

    with rewriting_logs():
        _untie(keep, drop)
        _close_double_memberships(keep, drop)
        for reference in _references():
            _move(reference, keep, drop)
        _take_names(keep, drop)
        _fill_gaps(keep, drop)
        drop_slug, drop_name = drop.slug, drop.name
        Institution.objects.get(pk=drop.pk).delete()
        keep.save()
        InstitutionFormerSlug.objects.create(institution=keep, slug=drop_slug)
        auditing.record(actor=by, action=AuditEntry.Action.MERGE, target=keep, detail=f"{drop_name} ({drop_slug})")
    return keep


def _references() -> Iterator[Reference]:
    """All of them, found in the models, so that an app of tomorrow is not forgotten."""
    for relation in Institution._meta.get_fields(include_hidden=True):
        is_foreign_key = relation.one_to_many or relation.one_to_one
        if relation.auto_created and not relation.concrete and is_foreign_key:
            model = relation.related_model
            if model is not InstitutionName:  # names are compared folded: see _take_names
                yield Reference(model, relation.field.attname)  # type: ignore[union-attr, arg-type]
    for model in apps.get_models():
        for field in model._meta.private_fields:
            if isinstance(field, GenericForeignKey):
                content_type = model._meta.get_field(field.ct_field).attname  # type: ignore[union-attr]
                yield Reference(model, field.fk_field, content_type)


def _move(reference: Reference, keep: Institution, drop: Institution) -> None:
    rows = reference.rows(drop)
    try:
        with transaction.atomic():
            rows.update(**{reference.column: keep.pk})
    except IntegrityError:
        for row in rows:
            _move_one(reference, row, keep)


def _move_one(reference: Reference, row: Any, keep: Institution) -> None:
    same = _double(reference, row, keep)
    if same is not None:
        _join_texts(same, row)
        row.delete()
        return
    try:
        with transaction.atomic():
            reference.model._base_manager.filter(pk=row.pk).update(**{reference.column: keep.pk})
    except IntegrityError as error:
        raise CannotMerge(
            _("“%(row)s” (%(kind)s) names both in a way that one institution cannot fill. Settle that first.")
            % {"row": row, "kind": row._meta.verbose_name}
        ) from error


def _double(reference: Reference, row: Any, keep: Institution) -> Any:
    """The row of `keep` that a unique constraint would let stand for this one."""
    for columns in _unique_sets(reference.model):
        names = {reference.model._meta.get_field(column).attname: column for column in columns}  # type: ignore[union-attr]
        if reference.column in names:
            wanted = {name: getattr(row, name) for name in names} | {reference.column: keep.pk}
            same = reference.model._base_manager.filter(**wanted).exclude(pk=row.pk).first()
            if same is not None:
                return same
    return None


def _unique_sets(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    yield from (tuple(fields) for fields in model._meta.unique_together)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield tuple(constraint.fields)


def _join_texts(into: Any, row: Any) -> None:
    """What only the other row says is added: texts one below the other, facts where there was none."""
    for field in into._meta.concrete_fields:
        ours, theirs = getattr(into, field.attname), getattr(row, field.attname)
        if field.primary_key or theirs in (None, "") or theirs == ours:
            continue
        if ours in (None, ""):
            setattr(into, field.attname, theirs)
        elif isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique:
            joined = f"{ours}{'; ' if isinstance(field, models.CharField) else chr(10)}{theirs}"
            if theirs not in ours and len(joined) <= (field.max_length or len(joined)):
                setattr(into, field.attname, joined)
    into.save()


def _untie(keep: Institution, drop: Institution) -> None:
    """One of the two may be part of the other; an institution is no part of itself."""
    if keep.parent_id == drop.pk:
        keep.parent_id = drop.parent_id if drop.parent_id != keep.pk else None
        Institution.objects.filter(pk=keep.pk).update(parent=keep.parent_id)
    if drop.parent_id == keep.pk:
        drop.parent_id = None
        Institution.objects.filter(pk=drop.pk).update(parent=None)


def _close_double_memberships(keep: Institution, drop: Institution) -> None:
    """Who belongs to both keeps the stronger membership; the other is ended, not deleted."""
    both = Membership.objects.open().filter(institution__in=[keep, drop]).order_by("user", "pk")
    by_user: dict[int, list[Membership]] = {}
    for membership in both:
        by_user.setdefault(membership.user_id, []).append(membership)
    strength: dict[str, int] = {Membership.Status.ACTIVE: 2, Membership.Role.FOCAL_POINT: 1}
    for memberships in by_user.values():
        ranked = sorted(memberships, key=lambda m: -strength.get(m.status, 0) - strength.get(m.role, 0))
        for weaker in ranked[1:]:
            weaker.status = Membership.Status.ENDED
            weaker.save(update_fields=["status", "updated_at"])


def _take_names(keep: Institution, drop: Institution) -> None:
    names = [drop.name, *drop.other_names.values_list("name", flat=True)]
    if drop.acronym and drop.acronym != keep.acronym and keep.acronym:
        names.append(drop.acronym)
    rows = [InstitutionName(institution=keep, name=name) for name in names if name != keep.name]
    InstitutionName.objects.bulk_create(rows, ignore_conflicts=True)


def _fill_gaps(keep: Institution, drop: Institution) -> None:
    """Facts that only the dropped row knew; `keep` is saved by the caller once the name is free."""
    for name in ("acronym", "country_id", "parent_id", "branch", "level", "website", "org_identifier", "ror_id"):
        if not getattr(keep, name):
            setattr(keep, name, getattr(drop, name))
    if keep.kind == Institution.Kind.UNKNOWN:
        keep.kind = drop.kind
    if drop.description and drop.description not in keep.description:
        keep.description = f"{keep.description}\n\n{drop.description}".strip()[:5000]
    keep.languages = [*keep.languages, *(code for code in drop.languages if code not in keep.languages)]
    keep.is_resource_centre = keep.is_resource_centre or drop.is_resource_centre
    dates = [day for day in (keep.last_confirmed_on, drop.last_confirmed_on) if day]
    keep.last_confirmed_on = max(dates) if dates else None
