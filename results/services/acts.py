"""What the partner and people outside both sides say to an outcome: the acts that raise its word of evidence."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from partnerships.models import PartnershipMember
from results import outcome_letters as letters
from results.locking import lock_partnership, locked
from results.models import HarvestedOutcome, PartnerWord, Substantiation, SubstantiationLink
from results.models.choices import Verdict
from results.permissions import answering_members


class CannotAnswer(Exception):
    """No answer can be given, or not like this; the message tells why and what to do."""


class WordingChanged(CannotAnswer):
    """The outcome says something else by now; it has to be read again."""


class AlreadyAnswered(CannotAnswer):
    """This link was answered; `said` is what."""

    def __init__(self, said: PartnerWord | Substantiation) -> None:
        super().__init__(_("You have answered already. Thank you."))
        self.said = said


class LinkEnded(CannotAnswer):
    """The link is too old, a newer one has taken its place, or the words it asked about are no more."""


@dataclass(frozen=True)
class LinkAnswer:
    """What whoever holds a link says; `revision` is the wording that their page showed."""

    verdict: str
    comment: str
    name: str
    office: str
    may_be_named: bool
    revision: str


@transaction.atomic
def say_as_partner(
    *, outcome: HarvestedOutcome, verdict: str, comment: str = "", revision: str, by: User
) -> list[PartnerWord]:
    """Say for the own institutions what one thinks of an outcome as it was read; the same again changes nothing.

    Raises WordingChanged, and CannotAnswer for who speaks for no other side.
    """
    lock_partnership(outcome.partnership)
    stored = locked(outcome)
    members = answering_members(by, stored)
    if not members:
        raise CannotAnswer(_("Only the other side can say whether it is so."))
    if stored.revision != revision:
        raise WordingChanged(_("It says something else by now. Please read it again."))
    if verdict != Verdict.AGREE and not comment:
        raise CannotAnswer(_("Say in a few words where you see it differently."))
    return [_partner_word(stored, member, verdict, comment, by) for member in members]


def _partner_word(
    outcome: HarvestedOutcome, member: PartnershipMember, verdict: str, comment: str, by: User
) -> PartnerWord:
    institution: Any = member.institution  # there is one, or nobody could speak for the member
    words = PartnerWord.objects.filter(outcome=outcome, institution=institution, revision=outcome.revision)
    last = words.order_by("-said_at", "-pk").first()
    if last and (last.verdict, last.comment, last.by_id) == (verdict, comment, by.pk):
        return last
    word = PartnerWord.objects.create(
        outcome=outcome,
        institution_id=institution.pk,
        side=member.side,
        revision=outcome.revision,
        verdict=verdict,
        comment=comment,
        by=by,
        by_name=by.display_name,
    )
    letters.tell_answered(word)
    return word


@transaction.atomic
def answer_by_link(*, link: SubstantiationLink, answer: LinkAnswer) -> PartnerWord | Substantiation:
    """Write down what somebody said by their link, once: the word of a party, or of somebody outside both sides.

    Raises AlreadyAnswered, LinkEnded or WordingChanged.
    """
    lock_partnership(link.outcome.partnership)
    related = SubstantiationLink.objects.select_for_update(of=("self",))
    link = related.select_related("outcome__partnership", "institution").get(pk=link.pk)
    refuse_answer(link)
    if answer.revision != link.outcome.revision:
        raise WordingChanged(_("It says something else by now. Please read it again."))
    said = _word_by_link(link, answer) if link.institution_id else _from_outside(link, answer)
    link.answered_at = timezone.now()
    link.save(update_fields=["answered_at", "updated_at"])
    letters.tell_answered(said)
    return said


def _word_by_link(link: SubstantiationLink, answer: LinkAnswer) -> PartnerWord:
    institution: Any = link.institution
    return PartnerWord.objects.create(
        outcome=link.outcome,
        institution=institution,
        side=members_asked(link)[0].side,
        link=link,
        revision=link.outcome.revision,
        verdict=answer.verdict,
        comment=answer.comment,
        by_name=answer.name,
        by_title=answer.office,
    )


def _from_outside(link: SubstantiationLink, answer: LinkAnswer) -> Substantiation:
    return Substantiation.objects.create(
        outcome=link.outcome,
        link=link,
        revision=link.outcome.revision,
        verdict=answer.verdict,
        comment=answer.comment,
        name=answer.name,
        office=answer.office,
        may_be_named=answer.may_be_named,
    )


def members_asked(link: SubstantiationLink) -> list[PartnershipMember]:
    """As whom the party of a link asks or offers now; nobody, where it is the one that told the outcome."""
    if link.institution_id == link.outcome.reported_by_id:
        return []
    members = link.outcome.partnership.members.all()
    return [m for m in members if m.institution_id == link.institution_id and m.side in m.PRINCIPAL_SIDES]


def refuse_answer(link: SubstantiationLink) -> None:
    """Raises the CannotAnswer that stands in the way of an answer by this link, if one does."""
    if link.said:
        raise AlreadyAnswered(link.said)
    if link.replaced_at is not None:
        raise LinkEnded(_("A newer link was sent in the place of this one. Please use that."))
    if link.has_ended:
        raise LinkEnded(_("This link has ended. You can have a new one sent to the same address."))
    if link.institution_id and not members_asked(link):
        raise LinkEnded(_("%(name)s no longer takes part in this partnership.") % {"name": link.institution})
