"""The two readers that a digest is written for: anyone, and any verified member.

A letter lies in mailboxes and is passed on, so a digest holds only what every verified member may see; who gets
the wider of the two is decided anew for each reader when their letter is made, and once more when it is sent.
What only the parties of a record or the people named may see is told them in letters of its own.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from community.models import Membership, User

EVERYONE, MEMBERS = "everyone", "members"
AUDIENCES = (EVERYONE, MEMBERS)
NOBODYS_INSTITUTION = 0  # a key that no row has


def reader(audience: str) -> Any:
    """Somebody who may see what this audience may, and nothing more: for every `visible_to`."""
    if audience == EVERYONE:
        return AnonymousUser()
    member = User(pk=0)
    member.institution_ids = frozenset({NOBODYS_INSTITUTION})  # a verified member, of no institution that is party
    member.focal_institution_ids = frozenset()
    return member


def audiences_of(users: Iterable[User]) -> dict[int, str]:
    """What each of these people is right now; one query. Those who cannot log in any more are left out."""
    people = [user for user in users if user.is_active]
    ids = [user.pk for user in people if user.role == User.Role.MEMBER]
    verified = set(Membership.objects.active().filter(user__in=ids).values_list("user_id", flat=True))
    return {
        user.pk: MEMBERS if user.pk in verified or user.role in User.SECRETARIAT_ROLES else EVERYONE for user in people
    }


def seen_by(listed_for: Callable[[Any], Any], ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """For each of these rows, the audiences that may see it; a query for each audience."""
    ids = list(ids)
    if not ids:
        return {}
    found: dict[int, set[str]] = {pk: set() for pk in ids}
    for audience in AUDIENCES:
        for pk in listed_for(reader(audience)).filter(pk__in=ids).order_by().values_list("pk", flat=True):
            found[pk].add(audience)
    return {pk: frozenset(audiences) for pk, audiences in found.items()}
