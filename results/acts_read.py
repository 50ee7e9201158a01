"""What others said to an outcome, for its page: who agrees, who does not, whom one waits for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from community.models import Institution
from partnerships.said import masked
from results import permissions
from results.awaiting import parties_awaited, parties_without_account
from results.models import HarvestedOutcome, PartnerWord, Substantiation, SubstantiationLink


@dataclass(frozen=True)
class Said:
    """One answer to one wording; `note` says more of who gave it, to those who may know."""

    who: str
    note: str
    verdict: str
    words: str
    comment: str
    said_at: datetime
    revision: str


@dataclass(frozen=True)
class Acts:
    """`now` was said to the present words; `before` to other words, or taken back by a later answer."""

    now: list[Said]
    before: list[Said]
    awaited: list[Institution]
    links: list[SubstantiationLink]
    may_say: bool
    may_ask: bool
    may_ask_partner: bool

    @property
    def is_silent(self) -> bool:
        return not self.now and not self.before


def acts_of(outcome: HarvestedOutcome, user: Any) -> Acts:
    """Links that are open are told to the parties alone."""
    for_parties = permissions.reads_as_party(user, outcome.partnership)
    words = list(outcome.partner_words.select_related("institution", "link"))
    now = {word.institution_id: word for word in words if word.revision == outcome.revision}  # the last one counts
    told = [(word in now.values(), _of_partner(word, for_parties)) for word in words]
    for given in outcome.substantiations.all():
        told.append((given.revision == outcome.revision, _from_outside(given, for_parties)))
    told.sort(key=lambda each: each[1].said_at)
    awaited = parties_awaited(outcome, set(now))
    unanswered = outcome.substantiation_links.filter(answered_at=None, replaced_at=None)
    return Acts(
        now=[said for stands, said in told if stands],
        before=[said for stands, said in told if not stands],
        awaited=awaited,
        links=list(unanswered.select_related("sent_by", "institution")) if for_parties else [],
        may_say=permissions.can_answer_outcome(user, outcome),
        may_ask=permissions.can_ask_outsider(user, outcome),
        may_ask_partner=bool(
            awaited and permissions.can_ask_partner(user, outcome) and parties_without_account(outcome, awaited)
        ),
    )


def _of_partner(word: PartnerWord, for_parties: bool) -> Said:
    """By which way it came is told to everybody; who said it, and to whom a link had gone, to the parties."""
    person = (word.by_name, word.by_title) if for_parties else ()
    return Said(
        who=str(word.institution),
        note=", ".join(part for part in (*person, str(word.get_side_display()), _way_of(word, for_parties)) if part),
        verdict=word.verdict,
        words=word.get_verdict_display(),
        comment=word.comment,
        said_at=word.said_at,
        revision=word.revision,
    )


def _way_of(word: PartnerWord, for_parties: bool) -> str:
    if word.link is None:
        return ""
    if for_parties and word.link.is_reachable:
        return _("by a signed link sent to %(address)s") % {"address": masked(word.link.address)}
    return _("by a signed link")


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
        revision=given.revision,
    )
