"""A new signed link in the place of one that has ended, for who asks for it by the old one."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from knowledge import curation_letters as letters
from knowledge.consent_links import close_links, open_link
from knowledge.consents import awaited
from knowledge.locking import locked
from knowledge.models import ConsentLink, Piece, Revision
from knowledge.revisions import revision_of
from knowledge.states import ANSWERABLE

# Asked for again within this time is a second click.
A_MOMENT = timedelta(minutes=10)


@transaction.atomic
def renew_consent_link(*, link: ConsentLink) -> ConsentLink | None:
    """To the address that got the old one and no other, while its word is still asked for; None where nothing goes out.

    Raises CannotAsk where no letter goes to that address, or none any more today.
    """
    piece = locked(link.piece)
    held = ConsentLink.objects.select_related("institution", "sent_by").get(pk=link.pk)
    revision = _asked(piece, held)
    if revision is None or not _may_send(piece, held):
        return None
    close_links(piece, [held.institution_id])
    renewed, _is_new = open_link(
        piece=piece,
        revision=revision,
        institution=held.institution,
        address=held.address,
        name=held.name,
        language=held.language,
        by=held.sent_by,
    )
    letters.mail_link(renewed)
    return renewed


def _asked(piece: Piece, link: ConsentLink) -> Revision | None:
    """The wording that stands and that somebody was asked about, if the institution has not agreed to it.

    Words that the desk is still changing go out with its own letter.
    """
    if piece.state not in ANSWERABLE or link.answered_at:
        return None
    sha256 = revision_of(piece)
    if link.institution_id not in {each.pk for each in awaited(piece, sha256)}:
        return None
    return Revision.objects.filter(piece=piece.pk, sha256=sha256).first()


def _may_send(piece: Piece, link: ConsentLink) -> bool:
    """Not while a link is open that went to somebody else, or that went out a moment ago."""
    there = ConsentLink.objects.open().filter(piece=piece.pk, institution=link.institution_id).first()
    if there is None:
        return True
    return there.address.lower() == link.address.lower() and there.created_at < timezone.now() - A_MOMENT
