"""Asking a person on another side by a signed link, and keeping them as a contact of the record."""

from django.db import transaction

from community.models import Institution, User
from partnerships.asking.links import just_sent, send_link
from partnerships.locking import locked
from partnerships.models import Contact, Partnership, SideLink, Terms


@transaction.atomic
def ask_contact(
    *,
    partnership: Partnership,
    institution: Institution,
    address: str,
    name: str,
    language: str,
    terms: Terms | None = None,
    by: User,
) -> SideLink:
    """Send the link, and remember whom it went to. Raises CannotSend, and then keeps nothing.

    A second click on the same button sends nothing more.
    """
    locked(partnership)
    sent = just_sent(partnership, institution, address, terms)
    if sent is not None:
        return sent
    link = send_link(
        partnership=partnership,
        institution=institution,
        address=address,
        language=language,
        name=name,
        kind=SideLink.Kind.TERMS if terms else SideLink.Kind.CONFIRM,
        terms=terms,
        by=by,
    )
    record = partnership.revises or partnership
    known = Contact.objects.filter(partnership=record, institution=institution, email__iexact=address)
    if not known.exists():
        Contact.objects.create(
            partnership=record, institution=institution, email=link.address, name=name, language=language, added_by=by
        )
    return link
