"""Two rows for one institution become one, and nothing that pointed to either is lost."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from community import auditing
from community.models import (
    AuditEntry,
    Institution,
    InstitutionFormerSlug,
    InstitutionName,
    Invitation,
    Membership,
    User,
)
from core.append_only import rewriting_logs
from core.merging import CannotMerge, Reference, move, references_to, what_points_to
from core.registry import mergings_of

__all__ = ["CannotMerge", "merge_institutions", "what_moves"]


def what_moves(institution: Institution) -> list[tuple[str, int]]:
    """Kinds of rows that point to it, with their number; what the page before a merge shows."""
    return what_points_to(institution)


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

    finishing = [merging.begin(keep, drop) for merging in mergings_of("community.Institution")]
    with rewriting_logs():
        _untie(keep, drop)
        _close_double_memberships(keep, drop)
        _close_double_invitations(keep, drop)
        for reference in _references():
            move(reference, keep, drop)
        _take_names(keep, drop)
        _fill_gaps(keep, drop)
        drop_slug, drop_name = drop.slug, drop.name
        Institution.objects.get(pk=drop.pk).delete()
        keep.save()
        InstitutionFormerSlug.objects.create(institution=keep, slug=drop_slug)
        auditing.record(actor=by, action=AuditEntry.Action.MERGE, target=keep, detail=f"{drop_name} ({drop_slug})")
    for finish in finishing:
        finish()
    return keep


def _references() -> Iterator[Reference]:
    """Names are compared folded, so they have a way of their own: see `_take_names`."""
    return (reference for reference in references_to(Institution) if reference.model is not InstitutionName)


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


def _close_double_invitations(keep: Institution, drop: Institution) -> None:
    """Who was invited by both keeps the invitation of the one that stays."""
    waiting = Invitation.objects.filter(status=Invitation.Status.SENT)
    doubles = waiting.filter(institution=drop, email__in=waiting.filter(institution=keep).values("email"))
    doubles.update(status=Invitation.Status.WITHDRAWN)


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
