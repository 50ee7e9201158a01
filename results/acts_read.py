"""What others said to an outcome, for its page: who agrees, who does not, whom one waits for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from community.models import Institution
from partnerships.permissions import is_party
from results import permissions
from results.models import HarvestedOutcome, PartnerWord, Substantiation, SubstantiationLink


@dataclass(frozen=True)
class Said:
    """One answer; `note` says more of who gave it, to those who may know."""

    who: str
    note: str
    verdict: str
    words: str
    comment: str
    said_at: datetime


@dataclass(frozen=True)
class Acts:
    """`now` was said to the present words; `before` to other words, or taken back by a later answer."""

    now: list[Said]
    before: list[Said]
    awaited: list[Institution]
    links: list[SubstantiationLink]
    may_say: bool
    may_ask: bool

    @property
    def is_silent(self) -> bool:
        return not self.now and not self.before


def acts_of(outcome: HarvestedOutcome, user: Any) -> Acts:
    """Links that are open are told to the parties alone."""
    for_parties = permissions.speaks_for(user, outcome.partnership) or is_party(user, outcome.partnership)
    words = list(outcome.partner_words.select_related("institution"))
    now = {word.institution_id: word for word in words if word.revision == outcome.revision}  # the last one counts
    told = [(word in now.values(), _of_partner(word, for_parties)) for word in words]
    for given in outcome.substantiations.all():
        told.append((given.revision == outcome.revision, _from_outside(given, for_parties)))
    told.sort(key=lambda each: each[1].said_at)
    unanswered = outcome.substantiation_links.filter(answered_at=None, replaced_at=None)
    return Acts(
        now=[said for stands, said in told if stands],
        before=[said for stands, said in told if not stands],
        awaited=_awaited(outcome, set(now)),
        links=list(unanswered.select_related("sent_by")) if for_parties else [],
        may_say=permissions.can_answer_outcome(user, outcome),
        may_ask=permissions.can_ask_outsider(user, outcome),
    )


def _of_partner(word: PartnerWord, for_parties: bool) -> Said:
    name = word.by_name if for_parties else ""
    return Said(
        who=str(word.institution),
        note=", ".join(part for part in (name, word.get_side_display()) if part),
        verdict=word.verdict,
        words=word.get_verdict_display(),
        comment=word.comment,
        said_at=word.said_at,
    )


def _from_outside(given: Substantiation, for_parties: bool) -> Said:
    is_named = bool(given.name) and (given.may_be_named or for_parties)
    outside = _("A person outside both sides")
    note = ", ".join(part for part in (given.office, outside) if part)
    if is_named and not given.may_be_named:
        note += " · " + _("named to the parties only")
    return Said(
        who=given.name if is_named else outside,
        note=note if is_named else "",
        verdict=given.verdict,
        words=given.get_verdict_display(),
        comment=given.comment,
        said_at=given.said_at,
    )


def _awaited(outcome: HarvestedOutcome, spoken: set[int]) -> list[Institution]:
    """The sides that ask or offer, other than the one that told it, which have said nothing to these words."""
    return list(
        dict.fromkeys(
            member.institution
            for member in outcome.partnership.members.all()
            if member.institution
            and member.side in member.PRINCIPAL_SIDES
            and member.institution_id != outcome.reported_by_id
            and member.institution_id not in spoken
        )
    )
