"""Asking the institutions that a piece tells of, and taking their word."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Institution, User
from knowledge import answers
from knowledge import curation_letters as letters
from knowledge.answers import Speaker
from knowledge.consent_links import CannotAsk, open_link
from knowledge.consents import author_ids, awaited, names
from knowledge.locking import locked
from knowledge.models import ConsentLink, Piece, Revision
from knowledge.models.choices import Decision, State
from knowledge.revisions import revision_of
from knowledge.snapshots import snapshot
from knowledge.states import ANSWERABLE, ASKABLE, enter, refuse_unless
from partnerships.asking.people import Speakers
from partnerships.permissions_portfolio import speaking_ids


class NobodyToAsk(CannotAsk):
    def __init__(self, institutions: Iterable[Institution]) -> None:
        super().__init__(
            _("Nobody speaks on the portal for %(names)s. Write an address to which the question can go.")
            % {"names": names(institutions)}
        )


class CannotAnswer(Exception):
    """No word can be given; the message tells why."""


class WordingChanged(CannotAnswer):
    def __init__(self) -> None:
        super().__init__(_("The text was changed after you opened this page. Read it again, then answer."))


@dataclass(frozen=True)
class Addressee:
    """Where to ask an institution without an account."""

    address: str
    name: str = ""
    language: str = "en"


def speakers_for(piece: Piece, institutions: Iterable[Institution]) -> dict[int, list[User]]:
    """Who can agree on the portal for each; an author cannot."""
    ids = [each.pk for each in institutions]
    speakers, authors = Speakers(ids), author_ids(piece)
    return {pk: [person for person in speakers.at(pk) if person.pk not in authors] for pk in ids}


@transaction.atomic
def send_to_partner(piece: Piece, *, addressees: dict[int, Addressee], by: User) -> Any:
    """Ask every institution that has not agreed to this wording: on the portal, by a signed link, or both.

    What was taken down goes the same way again. Where all have agreed the piece is ready. Asking again for the same wording writes no second letter.
    """
    stored: Any = locked(piece)
    refuse_unless(stored, ASKABLE)
    revision = snapshot(stored, by=by)
    missing = awaited(stored, revision.sha256)
    speakers = speakers_for(stored, missing)
    if silent := [each for each in missing if not speakers[each.pk] and each.pk not in addressees]:
        raise NobodyToAsk(silent)
    for institution in missing:
        letters.ask_in_portal(stored, institution, revision.sha256, speakers[institution.pk])
        if institution.pk in addressees:
            _send_link(stored, revision, institution, addressees[institution.pk], by)
    state = State.WITH_PARTNER if missing else State.READY
    if stored.state != state:
        enter(stored, state, by=by, owner_id=stored.owner_id or by.pk)
    return stored


def _send_link(stored: Piece, revision: Revision, institution: Institution, to: Addressee, by: User) -> None:
    link, is_new = open_link(
        piece=stored,
        revision=revision,
        institution=institution,
        address=to.address,
        name=to.name,
        language=to.language,
        by=by,
    )
    if is_new:
        letters.mail_link(link)


def own_parties(piece: Piece, user: User) -> list[int]:
    """The institutions of the piece for which this person speaks."""
    return list(piece.parties.filter(institution__in=speaking_ids(user)).values_list("institution", flat=True))


@transaction.atomic
def give_consent(piece: Piece, *, decision: str, seen_sha256: str, by: User, note: str = "") -> Any:
    """Somebody with an account says their institution's word to the wording they read."""
    stored: Any = locked(piece)
    _refuse_answer(stored, seen_sha256)
    speaker = Speaker(name=by.display_name, title=_title(by), by=by)
    answers.say(stored, own_parties(stored, by), seen_sha256, speaker, decision, note)
    return stored


@transaction.atomic
def take_consent_back(piece: Piece, *, by: User, note: str = "") -> Any:
    """At any time; a published piece is gone at once."""
    stored: Any = locked(piece)
    speaker = Speaker(name=by.display_name, title=_title(by), by=by)
    answers.take_back(stored, own_parties(stored, by), asked_sha256(stored), speaker, note)
    return stored


@transaction.atomic
def answer_by_link(*, link: ConsentLink, decision: str, name: str, title: str = "", note: str = "") -> Any:
    """Once a link; every answer names who gives it."""
    stored: Any = locked(link.piece)
    held = ConsentLink.objects.select_for_update(of=("self",)).select_related("revision").get(pk=link.pk)
    if reason := why_not(held, stored):
        raise CannotAnswer(reason)
    _refuse_answer(stored, held.revision.sha256)
    speaker = Speaker(name=name, title=title, link=held)
    answers.say(stored, [held.institution_id], held.revision.sha256, speaker, decision, note)
    ConsentLink.objects.filter(pk=held.pk).update(answered_at=timezone.now(), replaced_at=None)
    return stored


@transaction.atomic
def take_back_by_link(*, link: ConsentLink, name: str, title: str = "", note: str = "") -> Any:
    """By the link that was answered, for as long as its consent stands."""
    stored: Any = locked(link.piece)
    held = ConsentLink.objects.select_related("revision").get(pk=link.pk)
    if not stands(held, stored):
        raise CannotAnswer(_("Nothing was said by this link that could be taken back."))
    speaker = Speaker(name=name, title=title, link=held)
    answers.take_back(stored, [held.institution_id], held.revision.sha256, speaker, note)
    return stored


def why_not(link: ConsentLink, piece: Any) -> str:
    """Why a link takes no first answer any more, in a sentence; nothing where it does."""
    if link.answered_at:
        return _("This link has been answered.")
    if link.replaced_at:
        return _("A newer link was sent in the place of this one, or the question was taken back.")
    if link.expires_at <= timezone.now():
        return _("This link has ended. Links are good for sixty days.")
    if piece.state not in ANSWERABLE or not piece.parties.filter(institution=link.institution_id).exists():
        return _("The text is being changed, or your word is not needed any more. If it is, you get a new link.")
    if revision_of(piece) != link.revision.sha256:
        return _("The text was changed after this link was sent. You will get a new one for the new words.")
    return ""


def stands(link: ConsentLink, piece: Any) -> bool:
    """Whether a consent was given by it to the words that are read or asked about now."""
    said = answers.latest(piece, link.institution_id, link.revision.sha256)
    is_agreed = said is not None and said.decision == Decision.AGREED
    return bool(link.answered_at and is_agreed and link.revision.sha256 == asked_sha256(piece))


def asked_sha256(piece: Any) -> str:
    """The wording that a word is about: what readers have, or the text as it stands."""
    if piece.state == State.PUBLISHED and piece.published_revision_id:
        return str(piece.published_revision.sha256)
    return revision_of(piece)


def _refuse_answer(stored: Any, seen_sha256: str) -> None:
    refuse_unless(stored, ANSWERABLE)
    if seen_sha256 != revision_of(stored):
        raise WordingChanged


def _title(user: User) -> str:
    profile = getattr(user, "profile", None)
    return profile.job_title if profile else ""
