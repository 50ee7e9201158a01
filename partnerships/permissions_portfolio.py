"""Who looks after which records, and may pass them on. The only place that decides it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from community.models import Institution, Membership
from partnerships.models import Holding, Partnership
from partnerships.permissions import donor_ids, speaks_for_party


def can_open_portfolio(user: Any) -> bool:
    """Focal points, staff of donors, whoever looks after a record, and the secretariat."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.role in user.SECRETARIAT_ROLES:
        return True
    holds = Holding.objects.filter(holder=OuterRef("user"), institution=OuterRef("institution"))
    entitled = Q(role=Membership.Role.FOCAL_POINT) | Q(institution__kind=Institution.Kind.DONOR) | Exists(holds)
    return bool(Membership.objects.active().filter(entitled, user=user).exists())


def can_pass_on(user: Any, holding: Holding | None, institution_id: int) -> bool:
    """Give a record to a colleague: who looks after it, and the focal points of the institution."""
    if not user.is_authenticated or not user.is_active or institution_id not in user.institution_ids:
        return False
    if institution_id in leading_ids(user):
        return True
    return bool(holding is not None and holding.holder_id == user.pk)


def can_number(user: Any, partnership: Partnership) -> bool:
    """Say under which number the own institution files a record: all who work there."""
    return bool(own_member_ids(user, partnership))


def own_member_ids(user: Any, partnership: Partnership) -> list[int]:
    """The institutions of this person that take part, in the order of the record."""
    if not user.is_authenticated or not user.is_active:
        return []
    members = (member.institution_id for member in partnership.members.all())
    return [pk for pk in dict.fromkeys(members) if pk and pk in user.institution_ids]


def speaking_ids(user: Any) -> frozenset[int]:
    """The institutions in whose name this person may speak: as a focal point, or as staff of a donor."""
    return frozenset(user.focal_institution_ids | donor_ids(user))


def leading_ids(user: Any) -> frozenset[int]:
    """Those whose unheld records fall to this person: as a focal point, or where a donor has none, as its staff."""
    cached: frozenset[int] | None = getattr(user, "_leading_institution_ids", None)
    if cached is None:
        donors = donor_ids(user) - user.focal_institution_ids
        led = Membership.objects.active().focal_points().filter(institution__in=donors, user__is_active=True)
        without = donors - set(led.values_list("institution_id", flat=True)) if donors else frozenset()
        cached = frozenset(user.focal_institution_ids | without)
        user._leading_institution_ids = cached
    return cached


def can_ask_again(user: Any, partnership: Partnership) -> bool:
    """Remind the other side: who speaks for a party, and who looks after the record."""
    if not user.is_authenticated or not user.is_active:
        return False
    if speaks_for_party(user, partnership):
        return True
    return bool(Holding.objects.of(user).filter(partnership=partnership, institution__in=user.institution_ids).exists())
