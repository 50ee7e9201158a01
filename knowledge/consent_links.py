"""Signed links by which an institution without an account says its word to one wording."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community.models import Institution, User
from core import signed_links
from knowledge.consents import author_ids
from knowledge.models import ConsentLink, Piece, Revision
from knowledge.models.curation import NOBODY

SALT = "consent"
# So many a day reach one address: a link is no way to fill a mailbox.
MOST_TO_AN_ADDRESS = 3


class CannotAsk(Exception):
    """No link goes to that address; the message tells why, in plain words."""


def token_for(link: ConsentLink) -> str:
    return signed_links.sign(SALT, link.pk)


def link_of(token: str) -> ConsentLink:
    """What a token stands for. Raises BadLink for a changed one, DoesNotExist where its piece is gone."""
    pk = signed_links.read(SALT, token)
    return ConsentLink.objects.select_related("piece", "institution", "revision", "sent_by").get(pk=pk)


def address_of(link: ConsentLink) -> str:
    """The whole address, in the language of whom it is sent to."""
    with translation.override(link.language):
        return settings.BASE_URL + reverse("knowledge:consent_link", args=[token_for(link)])


def open_link(
    *,
    piece: Piece,
    revision: Revision,
    institution: Institution,
    address: str,
    name: str,
    language: str,
    by: User | None,
) -> tuple[ConsentLink, bool]:
    """A link in the place of older ones of that institution, and whether it is new; the piece is locked.

    The same address is asked once about one wording. Raises CannotAsk.
    """
    address = address.lower()
    _refuse(piece, address)
    of_institution = ConsentLink.objects.open().filter(piece=piece.pk, institution=institution)
    same = of_institution.filter(revision=revision, address__iexact=address).first()
    if same:
        return same, False
    day = timezone.now() - timedelta(days=1)
    if ConsentLink.objects.filter(address__iexact=address, created_at__gt=day).count() >= MOST_TO_AN_ADDRESS:
        raise CannotAsk(_("%(address)s has had enough letters for today. Try again tomorrow.") % {"address": address})
    close_links(piece, [institution.pk])
    link = ConsentLink.objects.create(
        piece_id=piece.pk,
        revision=revision,
        institution=institution,
        address=address,
        name=name,
        language=language,
        sent_by=by,
    )
    return link, True


def close_links(piece: Piece, institutions: list[int] | None = None) -> None:
    """Open links end where something else was said, or another wording is asked about."""
    links = ConsentLink.objects.open().filter(piece=piece.pk)
    if institutions is not None:
        links = links.filter(institution__in=institutions)
    links.update(replaced_at=timezone.now())


def _refuse(piece: Piece, address: str) -> None:
    if address.endswith(NOBODY):
        raise CannotAsk(_("Whoever answered there has left the portal. Ask somebody else of the institution."))
    person = User.objects.active().filter(email__iexact=address).first()
    if person and person.pk in author_ids(piece):
        raise CannotAsk(_("This is the address of an author. Who agrees is somebody else."))
    if person and person.role in User.SECRETARIAT_ROLES:
        raise CannotAsk(_("This is the address of the secretariat. Who agrees is somebody of the institution."))
