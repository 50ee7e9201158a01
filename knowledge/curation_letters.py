"""Letters on the way of a piece to its readers: to who wrote it, to whom it tells of, and to the desk."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.emails.recipients import recipient, secretariat
from community.models import Institution, User
from knowledge.consent_links import address_of
from knowledge.consents import author_ids, awaited
from knowledge.locking import of_its_kind
from knowledge.models import Consent, ConsentLink, Piece
from knowledge.models.choices import State
from knowledge.models.curation import NOBODY
from knowledge.revisions import revision_of
from mail.models import Message
from mail.services import Recipient, queue
from partnerships.asking.people import Speakers
from partnerships.permissions_portfolio import speaking_ids

SUBMITTED, RETURNED, DECLINED = "piece-submitted", "piece-returned", "piece-declined"
PUBLISHED, ARCHIVED, NOT_PUBLISHED = "piece-published", "piece-archived", "piece-not-published"
CONSENT_ASKED, CONSENT_LINK = "piece-consent-asked", "piece-consent-link"
PUBLISHED_LINK = "piece-published-link"
ANSWERED, TAKEN_BACK = "piece-consent-answered", "piece-consent-taken-back"

LABELS = {
    SUBMITTED: _("A text was handed in"),
    RETURNED: _("Your text came back with a request"),
    DECLINED: _("Your text is not taken up"),
    PUBLISHED: _("A text that tells of you is published"),
    ARCHIVED: _("A text that tells of you was taken down"),
    NOT_PUBLISHED: _("A text could not be published at its hour"),
    CONSENT_ASKED: _("A text that tells of your institution awaits its word"),
    CONSENT_LINK: _("A signed link to agree to a text"),
    PUBLISHED_LINK: _("A text is published, to who agreed by link"),
    ANSWERED: _("A partner answered about a text"),
    TAKEN_BACK: _("A partner took its consent back"),
}


def tell_submitted(piece: Piece) -> int:
    """To who curates it, or to the whole secretariat."""
    return _write(SUBMITTED, piece, _desk(piece))


def tell_returned(piece: Piece, reason: str) -> int:
    return _write(RETURNED, piece, _authors(piece), reason=reason)


def tell_declined(piece: Piece, reason: str) -> int:
    return _write(DECLINED, piece, _authors(piece), reason=reason)


def tell_published(piece: Piece) -> int:
    """Who agreed by a link, and has no account to be told by, gets that link again: it takes the consent back."""
    links = ConsentLink.objects.filter(
        piece=piece.pk, revision=piece.published_revision_id, consents__decision="agreed"
    )
    return _write(PUBLISHED, piece, [*_authors(piece), *_parties(piece)]) + sum(
        queue(
            purpose=PUBLISHED_LINK,
            period=f"{link.pk}-{piece.state_since.strftime('%Y%m%d%H%M%S')}",
            to=[Recipient(link.address, link.language)],
            template="knowledge/emails/published_link",
            context={"piece": piece, "link": link, "url": address_of(link)},
        )
        for link in links.distinct().select_related("institution")
        if not link.address.endswith(NOBODY)
    )


def tell_archived(piece: Piece, reason: str) -> int:
    return _write(ARCHIVED, piece, [*_authors(piece), *_parties(piece)], reason=reason)


def tell_not_published(piece: Piece, reason: str, *, to: User | None) -> int:
    return _write(NOT_PUBLISHED, piece, [recipient(to)] if to else _desk(piece), reason=reason)


def tell_answered(piece: Piece, said: Consent) -> int:
    return _write(ANSWERED, piece, [*_authors(piece), *_desk(piece)], said=said)


def tell_taken_back(piece: Piece, said: Consent) -> int:
    """To everybody who has a part in it: it is gone from all pages at this moment."""
    readers = [*_authors(piece), *_desk(piece), *_parties(piece, but=said.institution_id)]
    return _write(TAKEN_BACK, piece, readers, said=said)


def ask_in_portal(piece: Piece, institution: Institution, sha256: str, people: Iterable[User]) -> int:
    """Once a wording and person."""
    return queue(
        purpose=CONSENT_ASKED,
        period=f"{piece.pk}-{sha256[:16]}-{institution.pk}",
        to=[recipient(person) for person in people],
        template="knowledge/emails/consent_asked",
        context={"piece": piece, "institution": institution, "author": piece.institution or piece.author},
    )


def mail_link(link: ConsentLink) -> int:
    """It names institutions, and the title: nothing else that a person wrote."""
    return queue(
        purpose=CONSENT_LINK,
        period=str(link.pk),
        to=[Recipient(link.address, link.language)],
        template="knowledge/emails/consent_link",
        context={"link": link, "piece": link.piece, "url": address_of(link), "asker": link.piece.institution},
    )


def still_for_their_readers(ids: Iterable[int]) -> set[int]:
    """Asked just before sending: the reader may still know of the piece, whose number begins the period."""

    def stands(message: Message, reader: User | None, piece: Piece) -> bool:
        if reader is None:
            return message.recipient == settings.SECRETARIAT_EMAIL.lower()
        return bool(Piece.objects.visible_to(reader).filter(pk=piece.pk).exists())

    return _still(ids, stands)


def still_awaited(ids: Iterable[int]) -> set[int]:
    """Letters that ask for a word to this very wording, to who may still give it."""

    def stands(message: Message, reader: User | None, piece: Piece) -> bool:
        _piece, sha256, institution = message.period.split("-")
        if reader is None or int(institution) not in speaking_ids(reader):
            return False
        now = revision_of(piece)
        return now.startswith(sha256) and int(institution) in {each.pk for each in awaited(piece, now)}

    return _still(ids, stands)


def still_to_answer(ids: Iterable[int]) -> set[int]:
    """Signed links that are open; their number is the period."""
    messages = {pk: int(period) for pk, period in Message.objects.filter(pk__in=ids).values_list("pk", "period")}
    there = set(ConsentLink.objects.open().filter(pk__in=messages.values()).values_list("pk", flat=True))
    return {pk for pk, link in messages.items() if link in there}


def still_published(ids: Iterable[int]) -> set[int]:
    """To who agreed by a link, while readers have the text; the link begins the period."""
    messages = Message.objects.filter(pk__in=ids).values_list("pk", "period")
    links = {pk: int(period.partition("-")[0]) for pk, period in messages}
    read = ConsentLink.objects.filter(pk__in=links.values(), piece__state=State.PUBLISHED)
    there = set(read.values_list("pk", flat=True))
    return {pk for pk, link in links.items() if link in there}


def _write(purpose: str, piece: Piece, to: Iterable[Recipient], **context: Any) -> int:
    """Once for each time the piece entered its state."""
    template = purpose.removeprefix("piece-").replace("-", "_")
    said = context.get("said")
    return queue(
        purpose=purpose,
        period=f"{piece.pk}-{said.pk if said else piece.state_since.strftime('%Y%m%d%H%M%S%f')}",
        to=to,
        template=f"knowledge/emails/{template}",
        context={"piece": piece, **context},
    )


def _authors(piece: Piece) -> list[Recipient]:
    people = User.objects.active().filter(pk__in=author_ids(piece)).select_related("profile")
    return [recipient(person) for person in people]


def _desk(piece: Piece) -> list[Recipient]:
    owner = piece.owner
    return [recipient(owner)] if owner and owner.is_active else secretariat()


def _parties(piece: Piece, but: int | None = None) -> list[Recipient]:
    """Who speaks in the portal for those it tells of."""
    ids = [pk for pk in piece.parties.values_list("institution", flat=True) if pk != but]
    speakers = Speakers(ids)
    people = {person.pk: person for pk in ids for person in speakers.at(pk)}
    return [recipient(person) for person in people.values()]


def _still(ids: Iterable[int], stands: Callable[[Message, User | None, Any], bool]) -> set[int]:
    messages = list(Message.objects.filter(pk__in=ids).only("pk", "period", "recipient"))
    numbers = {message.pk: int(message.period.partition("-")[0]) for message in messages}
    pieces = {piece.pk: of_its_kind(piece) for piece in Piece.objects.filter(pk__in=numbers.values())}
    people = {user.email: user for user in User.objects.active().filter(email__in={m.recipient for m in messages})}
    return {
        message.pk
        for message in messages
        if (piece := pieces.get(numbers[message.pk])) and stands(message, people.get(message.recipient), piece)
    }
