"""Who is written to for an institution about a record: whoever looks after it there, or else who speaks for it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from community.models import Institution, Membership, User
from mail.services import Recipient
from partnerships.consents import principals
from partnerships.models import Holding, Partnership


class Speakers:
    """Read at once for many institutions and records, in two queries.

    For a donor all its staff speak: those are written to only where it has no focal point.
    """

    def __init__(self, institution_ids: Iterable[int], records: Iterable[Partnership] = ()) -> None:
        ids = {pk for pk in institution_ids if pk}
        speaking = Q(role=Membership.Role.FOCAL_POINT) | Q(institution__kind=Institution.Kind.DONOR)
        memberships = Membership.objects.active().filter(speaking, institution__in=ids, user__is_active=True)
        self._speaking: dict[int, dict[int, User]] = defaultdict(dict)
        self._leading: dict[int, list[User]] = defaultdict(list)
        for membership in memberships.select_related("user__profile").order_by("pk"):
            self._speaking[membership.institution_id][membership.user_id] = membership.user
            if membership.role == Membership.Role.FOCAL_POINT:
                self._leading[membership.institution_id].append(membership.user)
        holdings = Holding.objects.filter(partnership__in=[_on_record(each) for each in records], institution__in=ids)
        self._holders = {(each.partnership_id, each.institution_id): each.holder_id for each in holdings.order_by("pk")}

    def at(self, institution_id: int | None, record: Partnership | None = None) -> list[User]:
        if not institution_id:
            return []
        speaking = self._speaking[institution_id]
        holder = self._holders.get((_on_record(record), institution_id)) if record else None
        if holder in speaking:
            return [speaking[holder]]
        return self._leading[institution_id] or list(speaking.values())


def speakers_at(institution_id: int | None, record: Partnership) -> list[User]:
    return Speakers([institution_id or 0], [record]).at(institution_id, record)


def recipients_at(institution_ids: Iterable[int | None], record: Partnership) -> list[Recipient]:
    """The people to write to about a record, each with the language and zone of their profile."""
    ids = [pk for pk in institution_ids if pk]
    speakers = Speakers(ids, [record])
    people = {user.pk: user for pk in ids for user in speakers.at(pk, record)}
    return [recipient(user) for user in people.values()]


def recipient(user: User) -> Recipient:
    profile = getattr(user, "profile", None)
    if profile is None:
        return Recipient(user.email)
    return Recipient(user.email, profile.locale, profile.time_zone)


def partners_of(partnership: Partnership, institution_id: int) -> str:
    """The other institutions that ask or offer: what tells one record from the next without its title."""
    return "; ".join(each.name for each in principals(partnership) if each.institution_id != institution_id)


def _on_record(partnership: Partnership) -> int:
    """A new wording is looked after by who looks after its record."""
    return partnership.revises_id or partnership.pk
