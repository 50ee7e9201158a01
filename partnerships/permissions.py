"""Who may do what with a partnership. The only place that decides it.

Seeing is decided by `Partnership.objects.visible_to(user)`; these come after it.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from community.models import Institution, Membership
from core.models import Visibility
from partnerships.models import Correction, ImportJob, Partnership, PartnershipMember


def can_create(user: Any) -> bool:
    """Focal points, donor staff, the secretariat, and staff of an institution that is a party already."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.role in user.SECRETARIAT_ROLES or user.focal_institution_ids:
        return True
    if not user.institution_ids:
        return False
    takes_part = Exists(PartnershipMember.objects.filter(institution=OuterRef("pk")))
    own = Institution.objects.filter(pk__in=user.institution_ids)
    return own.filter(Q(kind=Institution.Kind.DONOR) | takes_part).exists()


def is_party(user: Any, partnership: Partnership) -> bool:
    """A member of an institution that takes part, on whatever side."""
    if not user.is_authenticated:
        return False
    return any(m.institution_id in user.institution_ids for m in partnership.members.all() if m.institution_id)


def speaks_for_party(user: Any, partnership: Partnership) -> bool:
    """A focal point, or staff of a donor, of an institution that takes part."""
    if not user.is_authenticated:
        return False
    speaking = user.focal_institution_ids | donor_ids(user)
    return any(m.institution_id in speaking for m in partnership.members.all() if m.institution_id)


def can_edit(user: Any, partnership: Partnership) -> bool:
    if not user.is_authenticated or not user.is_active:
        return False
    if partnership.visibility == Visibility.PRIVATE:
        return bool(partnership.created_by_id == user.pk)
    if user.is_administrator:
        return True
    if user.is_editor:
        return partnership.visibility in (Visibility.PUBLIC, Visibility.COMMUNITY)
    return speaks_for_party(user, partnership)


def can_confirm(user: Any, partnership: Partnership) -> bool:
    """Say for one's own institution that the record is right, and may be shown."""
    if not user.is_authenticated or not user.is_active or partnership.visibility == Visibility.PRIVATE:
        return False
    return bool(confirmable_members(user, partnership))


def members_spoken_for(user: Any, partnership: Partnership) -> list[PartnershipMember]:
    """The members, on whatever side, for which this person may speak."""
    speaking = user.focal_institution_ids | donor_ids(user)
    return [member for member in partnership.members.all() if member.institution_id in speaking]


def confirmable_members(user: Any, partnership: Partnership) -> list[PartnershipMember]:
    """Those of them that ask, offer or do both."""
    spoken_for = members_spoken_for(user, partnership)
    return [member for member in spoken_for if member.side in PartnershipMember.PRINCIPAL_SIDES]


def can_publish(user: Any, partnership: Partnership) -> bool:
    """Decide who may see it: fewer people at once, more only with each side's consent."""
    if not user.is_authenticated or not user.is_active:
        return False
    if partnership.visibility == Visibility.PRIVATE:
        return bool(partnership.created_by_id == user.pk)
    if user.role in user.SECRETARIAT_ROLES:
        return partnership.visibility in (Visibility.PUBLIC, Visibility.COMMUNITY)
    return speaks_for_party(user, partnership)


def can_delete(user: Any, partnership: Partnership) -> bool:
    """Authors their drafts and new wordings; administrators all; parties and editors what a public source told."""
    if not user.is_authenticated or not user.is_active:
        return False
    if partnership.revises_id and partnership.created_by_id == user.pk:
        return True
    if partnership.visibility == Visibility.PRIVATE:
        return bool(partnership.created_by_id == user.pk)
    if user.is_administrator:
        return True
    if partnership.standing == Partnership.Standing.PUBLIC_SOURCE:
        return bool(user.is_editor) or speaks_for_party(user, partnership)
    return False


def can_import(user: Any) -> bool:
    """Whoever may log partnerships one by one may bring a spreadsheet; members without records may not."""
    return can_create(user)


def can_work_on_import(user: Any, job: ImportJob) -> bool:
    """Correct and confirm it: on its owner's word alone, for it is carried out with the owner's rights."""
    return can_import(user) and bool(job.owner_id == user.pk)


def can_remove_import(user: Any) -> bool:
    """Take an import off the list, with its file; what it brought in stays. For the secretariat alone."""
    return bool(user.is_authenticated and user.is_active and user.role in user.SECRETARIAT_ROLES)


def can_publish_from_source(user: Any) -> bool:
    """Bring a record in from a published source, public at once and marked as unconfirmed."""
    return bool(user.is_authenticated and user.is_active and user.role in user.SECRETARIAT_ROLES)


def can_read_log(user: Any, partnership: Partnership) -> bool:
    """Who read or changed a record in the administration: its parties, its author and administrators."""
    if not user.is_authenticated or not user.is_active:
        return False
    own_draft = partnership.visibility == Visibility.PRIVATE and partnership.created_by_id == user.pk
    return bool(user.is_administrator) or own_draft or is_party(user, partnership)


def can_export_log(user: Any, partnership: Partnership) -> bool:
    return bool(user.is_authenticated and user.is_administrator)


def donor_ids(user: Any) -> frozenset[int]:
    """The donors among this person's institutions; read once in a request."""
    cached: frozenset[int] | None = getattr(user, "_donor_institution_ids", None)
    if cached is None:
        donors = Membership.objects.active().filter(user=user, institution__kind=Institution.Kind.DONOR)
        cached = frozenset(donors.values_list("institution_id", flat=True))
        user._donor_institution_ids = cached
    return cached


def can_decide_correction(user: Any, correction: Correction) -> bool:
    """The record's owner, which is who reported it; where that is nobody else, any other party that asks or offers.

    What came from a public source, the secretariat corrects as well.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    partnership = correction.partnership
    if partnership.standing == Partnership.Standing.PUBLIC_SOURCE and user.role in user.SECRETARIAT_ROLES:
        return True
    own = {member.institution_id for member in members_spoken_for(user, partnership)} - {correction.institution_id}
    others = {member.institution_id for member in partnership.members.all()} - {correction.institution_id}
    if partnership.reported_by_id in others:
        return partnership.reported_by_id in own
    return bool(own)


def can_read_terms(user: Any, partnership: Partnership) -> bool:
    return is_party(user, partnership)


def can_write_terms(user: Any, partnership: Partnership) -> bool:
    """The side that asks sets the terms; who speaks for another party may put a wording to it."""
    return bool(user.is_authenticated and user.is_active) and speaks_for_party(user, partnership)


def can_sign_terms(user: Any, partnership: Partnership) -> bool:
    """For the side that asks or offers; donors that only fund or broker sign nothing."""
    return bool(user.is_authenticated and user.is_active and confirmable_members(user, partnership))
