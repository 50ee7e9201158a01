"""Two rows of a model become one: whatever points to either points to the one that stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _


class CannotMerge(Exception):
    """The two are not one and the same; the message says what stands against it."""


@dataclass(frozen=True)
class Reference:
    """A column, or a generic pair of columns, by which rows of a model point to rows of another."""

    model: type[models.Model]
    column: str
    content_type: str = ""

    def rows(self, target: models.Model) -> Any:
        found: dict[str, Any] = {self.column: target.pk}
        if self.content_type:
            found[self.content_type] = ContentType.objects.get_for_model(target).pk
        return self.model._base_manager.filter(**found)

    def __str__(self) -> str:
        tied_by: Any = self.model._meta.auto_created  # the model whose many-to-many field keeps its rows here
        fields = tied_by._meta.many_to_many if tied_by else []
        names = [field.verbose_name for field in fields if field.remote_field.through is self.model]
        return str(names[0] if names else self.model._meta.verbose_name_plural)


def references_to(target: type[models.Model]) -> Iterator[Reference]:
    """All of them, found in the models, so that an app of tomorrow is not forgotten."""
    for relation in target._meta.get_fields(include_hidden=True):
        is_foreign_key = relation.one_to_many or relation.one_to_one
        if relation.auto_created and not relation.concrete and is_foreign_key:
            yield Reference(relation.related_model, relation.field.attname)  # type: ignore[union-attr, arg-type]
    for model in apps.get_models():
        for field in model._meta.private_fields:
            if isinstance(field, GenericForeignKey):
                content_type = model._meta.get_field(field.ct_field).attname  # type: ignore[union-attr]
                yield Reference(model, field.fk_field, content_type)


def what_points_to(target: models.Model) -> list[tuple[str, int]]:
    """Kinds of rows that point to it, with their number; what the page before a merge shows."""
    counts = [(str(reference), reference.rows(target).count()) for reference in references_to(type(target))]
    return [(name, count) for name, count in counts if count]


def move(reference: Reference, keep: models.Model, drop: models.Model) -> None:
    """Let the rows that point to `drop` point to `keep`; where that makes two of one, join them."""
    rows = reference.rows(drop)
    try:
        with transaction.atomic():
            rows.update(**{reference.column: keep.pk})
    except IntegrityError:
        for row in rows:
            _move_one(reference, row, keep)


def _move_one(reference: Reference, row: Any, keep: models.Model) -> None:
    same = _double(reference, row, keep)
    if same is not None:
        join_texts(same, row)
        for hanging in references_to(type(row)):
            move(hanging, same, row)
        row.delete()
        return
    try:
        with transaction.atomic():
            reference.model._base_manager.filter(pk=row.pk).update(**{reference.column: keep.pk})
    except IntegrityError as error:
        raise CannotMerge(
            _("“%(row)s” (%(kind)s) names both in a way that one record cannot fill. Settle that first.")
            % {"row": row, "kind": row._meta.verbose_name}
        ) from error


def _double(reference: Reference, row: Any, keep: models.Model) -> Any:
    """The row of `keep` that a unique constraint would let stand for this one."""
    for columns, condition in _unique_sets(reference.model):
        names = [reference.model._meta.get_field(column).attname for column in columns]  # type: ignore[union-attr]
        if reference.column in names:
            wanted = {name: getattr(row, name) for name in names} | {reference.column: keep.pk}
            if None in wanted.values():
                continue  # an empty column equals nothing, not even another empty one
            bound = reference.model._base_manager.filter(condition)
            if not bound.filter(pk=row.pk).exists():
                continue  # a constraint for some rows only, and this is none of them
            same = bound.filter(**wanted).exclude(pk=row.pk).first()
            if same is not None:
                return same
    return None


def _unique_sets(model: type[models.Model]) -> Iterator[tuple[tuple[str, ...], models.Q]]:
    """Columns that are unique together, with the condition on the rows among which they are."""
    always = models.Q()
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield (field.name,), always
    yield from ((tuple(fields), always) for fields in model._meta.unique_together)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield tuple(constraint.fields), constraint.condition or always


def join_texts(into: Any, row: Any) -> None:
    """What only the other row says is added: texts one below the other, facts where there was none.

    Raises CannotMerge rather than cut a text that has no room.
    """
    for field in into._meta.concrete_fields:
        ours, theirs = getattr(into, field.attname), getattr(row, field.attname)
        if field.primary_key or theirs in (None, "") or theirs == ours:
            continue
        if ours in (None, ""):
            setattr(into, field.attname, theirs)
        elif isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique:
            between = "; " if isinstance(field, models.CharField) else "\n"
            if f"{between}{theirs}{between}" in f"{between}{ours}{between}":
                continue
            joined = f"{ours}{between}{theirs}"
            if len(joined) > (field.max_length or len(joined)):
                message = _("There is no room for both texts of “%(row)s” (%(field)s). Shorten one first.")
                raise CannotMerge(message % {"row": row, "field": field.verbose_name})
            setattr(into, field.attname, joined)
    into.save()
