"""A side answers through its signed link: it confirms, corrects or objects, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from community.models import User
from core.models import Visibility
from partnerships.locking import locked
from partnerships.models import Confirmation, Partnership, PartnershipMember, SideLink
from partnerships.revisions import revision_of
from partnerships.services.corrections import propose_corrections, say_in_own_words
from partnerships.services.objections import record_objection
from partnerships.services.revising import OutdatedWording
from partnerships.services.words import agree, settle
from partnerships.speakers import Speaker

CONFIRM, CORRECT, OBJECT = "confirm", "correct", "object"


@dataclass(frozen=True)
class LinkAnswer:
    """What whoever holds the link says. `revision` is the wording that the page showed them."""

    decision: str
    name: str
    job_title: str = ""
    agreed_visibility: str = Visibility.PUBLIC
    note: str = ""
    corrections: Mapping[str, str] = field(default_factory=dict)
    own_words: str = ""
    revision: str = ""


class CannotAnswer(Exception):
    """No answer can be given by this link; the message tells why and what to do."""


class AlreadyAnswered(CannotAnswer):
    """Somebody answered for this side; `said` is what."""

    def __init__(self, link: SideLink, said: Confirmation | None) -> None:
        name = said.by_name if said else link.name
        when = formats.date_format(link.answered_at, "DATE_FORMAT") if link.answered_at else ""
        super().__init__(
            _("%(name)s has answered for %(institution)s on %(date)s.")
            % {"name": name or _("Someone"), "institution": link.institution, "date": when}
        )
        self.link, self.said = link, said


class LinkEnded(CannotAnswer):
    """The link is too old, or a newer one has taken its place."""


class WrongSide(CannotAnswer):
    """Who opened the link speaks for another side, or the institution is no longer one."""


class WordingChanged(CannotAnswer):
    """The record has changed since the page was opened; it has to be read again."""


@transaction.atomic
def answer_by_link(*, link: SideLink, answer: LinkAnswer, by: Any = None) -> Partnership:
    """Carry an answer out. Every other link of the same side to this record is answered with it.

    `by` is who happens to be signed in, if anybody. Raises a CannotAnswer, or ValidationError by the name of
    a corrected field.
    """
    # The record first: whoever answers for the same side at the same moment waits here.
    partnership = locked(link.partnership)
    link = SideLink.objects.select_for_update(of=("self",)).select_related("institution").get(pk=link.pk)
    refuse_answer(link, partnership, by)
    if answer.revision and answer.revision != revision_of(partnership):
        raise WordingChanged(_("The record has changed since you opened this page. Please read it again."))
    members = members_of(link, partnership)
    speaker = Speaker(name=answer.name, title=answer.job_title, link=link)
    if answer.decision == OBJECT:
        record_objection(partnership, members, speaker, answer.note)
    else:
        _confirm(partnership, members, speaker, answer)
    now = timezone.now()
    SideLink.objects.filter(
        partnership=partnership, institution=link.institution_id, kind=link.kind, answered_at=None
    ).update(answered_at=now, updated_at=now)
    if answer.decision == OBJECT:
        return partnership
    try:
        return settle(partnership)
    except OutdatedWording as outdated:
        raise CannotAnswer(str(outdated)) from outdated


def refuse_answer(link: SideLink, partnership: Partnership, by: Any = None) -> None:
    """Raises the CannotAnswer that stands in the way of an answer by this link, if one does."""
    if link.answered_at is not None:
        raise AlreadyAnswered(link, said_by_side(link))
    if link.replaced_at is not None:
        raise LinkEnded(_("A newer link was sent in the place of this one. Please use that."))
    if link.has_ended:
        raise LinkEnded(_("This link has ended. You can have a new one sent to the same address."))
    if not members_of(link, partnership):
        raise WrongSide(_("%(name)s no longer takes part in this partnership.") % {"name": link.institution})
    if by is not None and speaks_for_another_side(by, link, partnership):
        raise WrongSide(
            _("This link was sent to %(name)s. You are signed in for another side: answer on the page of the record.")
            % {"name": link.institution}
        )


def members_of(link: SideLink, partnership: Partnership) -> list[PartnershipMember]:
    """As whom the side of a link takes part now."""
    return [
        member
        for member in partnership.members.all()
        if member.institution_id == link.institution_id and member.side in PartnershipMember.PRINCIPAL_SIDES
    ]


def said_by_side(link: SideLink) -> Confirmation | None:
    """What was said for the institution of a link when it was answered."""
    said = link.partnership.confirmations.filter(institution=link.institution_id)
    own: Confirmation | None = said.filter(link=link).first()
    if own is not None or link.answered_at is None:
        return own
    found: Confirmation | None = said.filter(decided_at__lte=link.answered_at).first()
    return found


def speaks_for_another_side(user: Any, link: Any, partnership: Partnership) -> bool:
    """Somebody signed in who belongs to another party of the record, and not to the one whose link it is."""
    if not getattr(user, "is_authenticated", False) or not isinstance(user, User):
        return False
    own = user.institution_ids
    parties = {member.institution_id for member in partnership.members.all() if member.institution_id}
    return bool(own & parties) and link.institution_id not in own


def _confirm(partnership: Partnership, members: list[PartnershipMember], speaker: Speaker, answer: LinkAnswer) -> None:
    """Own words first, for they hold at once; then consent to the wording that the corrections ask for."""
    if answer.own_words and answer.own_words != partnership.problem:
        asking = next((member for member in members if member.side in ("demand", "peer")), None)
        if asking is not None:
            say_in_own_words(partnership, asking, speaker, answer.own_words)
    wording = revision_of(partnership)
    if answer.decision == CORRECT and answer.corrections:
        wording = propose_corrections(partnership, members[0], speaker, answer.corrections)
    agree(
        partnership,
        members,
        speaker,
        revision=wording,
        agreed_visibility=answer.agreed_visibility,
        note=answer.note,
    )
