"""Asking those whose word is missing: who has an account by a letter, who has none by a signed link."""

from mail.services import queue
from partnerships.asking.links import CannotSend, send_link
from partnerships.asking.people import Speakers, recipients_at
from partnerships.consents import to_be_asked
from partnerships.models import Contact, Partnership
from partnerships.revisions import revision_of


def ask_for_confirmation(*, partnership: Partnership) -> int:
    """Write to all whose word is missing, once a wording; how many letters are new.

    Who speaks for an institution is asked in the portal; where nobody does, the contacts that the record
    names for it are asked by link, unless one they can still answer is on its way.
    """
    awaited = {member.institution_id for member in to_be_asked(partnership) if member.institution_id}
    letters = queue(
        purpose="confirmation-asked",
        period=f"{partnership.pk}-{revision_of(partnership)[:16]}",
        to=recipients_at(awaited, partnership),
        template="partnerships/emails/confirmation_asked",
        context={"partnership": partnership, "reporter": partnership.reported_by},
    )
    return letters + sum(_ask_by_link(partnership, contact) for contact in _contacts(partnership, awaited))


def _contacts(partnership: Partnership, awaited: set[int]) -> list[Contact]:
    """Of the record, or of the one it is a new wording of: contacts of institutions for which nobody can speak."""
    speakers = Speakers(awaited)
    without_account = {pk for pk in awaited if not speakers.at(pk)}
    record = partnership.revises_id or partnership.pk
    found = Contact.objects.filter(partnership=record, institution__in=without_account)
    return list(found.select_related("institution"))


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
