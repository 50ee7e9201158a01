"""Adding, correcting and removing institutions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, Country, Institution, InstitutionFormerSlug, InstitutionName, User
from core.slugs import unique_slug
from core.validators import clean_text
from core.versions import check_version


class InstitutionExists(Exception):
    """There is one of this name in this country; `institution` is it."""

    def __init__(self, institution: Institution) -> None:
        super().__init__(_("%(name)s is on the portal already.") % {"name": institution.name})
        self.institution = institution


class StillNeeded(Exception):
    """Other records point to it; the message says how many."""


@transaction.atomic
def add_institution(
    *, name: str, country: Country | None, by: User | None, other_names: tuple[str, ...] = (), **fields: Any
) -> Institution:
    """Add an institution with its slug; the same name in the same country raises InstitutionExists."""
    name = clean_text(name)
    same = _namesake(name, country)
    if same:
        raise InstitutionExists(same)
    sectors = fields.pop("sectors", ())
    slug = unique_slug(Institution, name, InstitutionFormerSlug, fallback="institution")
    try:
        with transaction.atomic():
            institution = Institution.objects.create(name=name, slug=slug, country=country, **fields)
    except IntegrityError:  # someone added it a moment ago
        same = _namesake(name, country)
        if not same:
            raise
        raise InstitutionExists(same) from None
    institution.sectors.set(sectors)
    _add_names(institution, other_names)
    if by is not None:
        auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=institution, detail="added")
    return institution


@transaction.atomic
def change_institution(
    *, institution: Institution, seen: datetime, values: Mapping[str, Any], other_names: Iterable[str], by: User
) -> Institution:
    """Save what was corrected, unless it changed since it was `seen`: then EditedMeanwhile is raised.

    A new name gives a new address; the old ones still lead here, and the old name is still found.
    """
    current = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    check_version(current, seen)
    values = dict(values)
    sectors = values.pop("sectors", None)
    same = _namesake(values.get("name", current.name), values.get("country", current.country), but=current)
    if same:
        raise InstitutionExists(same)

    former_name = current.name
    for field, value in values.items():
        setattr(current, field, value)
    names = list(other_names)
    if current.name != former_name:
        names.append(former_name)
        _move_address(current, former_name)
    if current.pk in by.focal_institution_ids:
        current.last_confirmed_on = timezone.localdate()
    current.save()
    if sectors is not None:
        current.sectors.set(sectors)
    current.other_names.exclude(name__in=names).delete()
    _add_names(current, names)
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=current)
    return current


@transaction.atomic
def mark_resource_centre(*, institution: Institution, is_resource_centre: bool, by: User) -> None:
    """Say that it has shown it can share its experience, or take that back; once more changes nothing."""
    changed = Institution.objects.filter(pk=institution.pk).exclude(is_resource_centre=is_resource_centre)
    if changed.update(is_resource_centre=is_resource_centre, updated_at=timezone.now()):
        detail = "resource centre" if is_resource_centre else "no longer resource centre"
        auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=institution, detail=detail)


@transaction.atomic
def delete_institution(*, institution: Institution, by: User) -> None:
    """Remove one that was added by mistake; what takes part in something raises StillNeeded."""
    auditing.record(
        actor=by, action=AuditEntry.Action.CHANGE, target=institution, detail=f"deleted: {institution.name}"
    )
    try:
        with transaction.atomic():
            institution.delete()
    except (ProtectedError, RestrictedError) as error:
        raise StillNeeded(
            _("It takes part in records or has members, so it cannot be deleted. Merge it into another instead.")
        ) from error


def _namesake(name: str, country: Country | None, but: Institution | None = None) -> Institution | None:
    found = Institution.objects.named(name).filter(country=country)
    return (found.exclude(pk=but.pk) if but else found).first()


def _move_address(institution: Institution, former_name: str) -> None:
    """A slug that says the new name; the old one becomes a redirect."""
    if slugify(institution.name) == slugify(former_name):
        return
    former = institution.slug
    institution.slug = unique_slug(Institution, institution.name, InstitutionFormerSlug, fallback="institution")
    InstitutionFormerSlug.objects.create(institution=institution, slug=former)


def _add_names(institution: Institution, names: Iterable[str]) -> None:
    rows = [InstitutionName(institution=institution, name=name) for name in names if name != institution.name]
    InstitutionName.objects.bulk_create(rows, ignore_conflicts=True)
