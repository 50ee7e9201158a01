"""Asking those whose word is missing: who has an account by a letter, who has none by a signed link."""

from collections.abc import Iterable

from community.models import User
from mail.services import Recipient, queue
from partnerships.asking.links import CannotSend, send_link
from partnerships.consents import to_be_asked
from partnerships.models import Contact, Partnership
from partnerships.revisions import revision_of


def ask_for_confirmation(*, partnership: Partnership) -> int:
    """Write to all whose word is missing, once a wording; how many letters are new.

    The focal points of an institution are asked in the portal; where it has none, the contacts that the
    record names for it are asked by link, unless one they can still answer is on its way.
    """
    awaited = {member.institution_id for member in to_be_asked(partnership) if member.institution_id}
    letters = queue(
        purpose="confirmation-asked",
        period=f"{partnership.pk}-{revision_of(partnership)[:16]}",
        to=recipients_at(awaited),
        template="partnerships/emails/confirmation_asked",
        context={"partnership": partnership, "reporter": partnership.reported_by},
    )
    return letters + sum(_ask_by_link(partnership, contact) for contact in _contacts(partnership, awaited))


def recipients_at(institution_ids: Iterable[int]) -> list[Recipient]:
    """The focal points of these institutions, each with the language and zone of their profile."""
    return [recipient(user) for user in focal_points_at(institution_ids)]


def focal_points_at(institution_ids: Iterable[int]) -> list[User]:
    found = User.objects.active().filter(
        memberships__institution__in=set(institution_ids),
        memberships__status="active",
        memberships__role="focal_point",
    )
    return list(found.select_related("profile").distinct())


def recipient(user: User) -> Recipient:
    profile = getattr(user, "profile", None)
    if profile is None:
        return Recipient(user.email)
    return Recipient(user.email, profile.locale, profile.time_zone)


def _contacts(partnership: Partnership, awaited: set[int]) -> list[Contact]:
    """Of the record, or of the one it is a new wording of: contacts of institutions without a focal point."""
    with_account = {pk for user in focal_points_at(awaited) for pk in user.focal_institution_ids if pk in awaited}
    record = partnership.revises_id or partnership.pk
    return list(
        Contact.objects.filter(partnership=record, institution__in=awaited - with_account).select_related("institution")
    )


def _ask_by_link(partnership: Partnership, contact: Contact) -> int:
    on_its_way = partnership.side_links.open().filter(
        kind="confirm", institution=contact.institution_id, address__iexact=contact.email
    )
    if on_its_way.exists():
        return 0
    try:
        send_link(
            partnership=partnership,
            institution=contact.institution,
            address=contact.email,
            language=contact.language,
            name=contact.name,
            by=contact.added_by,
        )
    except CannotSend:
        return 0  # too many letters to that address today; the record's page shows that none went out
    return 1
