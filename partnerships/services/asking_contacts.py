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
    keep_contact(
        partnership.revises or partnership, institution, address=link.address, name=name, language=language, by=by
    )
    return link


def keep_contact(
    record: Partnership, institution: Institution, *, address: str, name: str, language: str, by: User
) -> None:
    """Whom a link went to is offered the next time somebody of that institution is to be asked."""
    known = Contact.objects.filter(partnership=record, institution=institution, email__iexact=address)
    if not known.exists():
        Contact.objects.create(
            partnership=record, institution=institution, email=address, name=name, language=language, added_by=by
        )
