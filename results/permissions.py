"""Who may do what with results. The only place that decides it.

What one may not see answers 404 before any of these is asked: see `visible_to` of each model.
"""

from collections.abc import Iterable
from typing import Any

from core.models import Visibility
from partnerships.models import Partnership, PartnershipMember
from partnerships.permissions import is_party, members_spoken_for, speaks_for_party
from results.models import Capability, EvidenceItem, FollowUp, HarvestedOutcome, Observation, ResultsFramework
from results.models.choices import Answering, ObservationState


def is_active(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active)


def is_member(user: Any) -> bool:
    """Whoever belongs to an institution may bring a sheet; each of its rows is looked at by itself."""
    return is_active(user) and bool(user.is_verified_member)


def speaks_for(user: Any, partnership: Partnership) -> bool:
    """Who speaks for a party, and the author of a draft."""
    if not is_active(user):
        return False
    if partnership.visibility == Visibility.PRIVATE:
        return bool(partnership.created_by_id == user.pk)
    return speaks_for_party(user, partnership)


def reads_as_party(user: Any, partnership: Partnership) -> bool:
    """Reads what is for the parties: names of people, open links, wordings that were never shown to others."""
    return speaks_for(user, partnership) or is_party(user, partnership)


def can_write_framework(user: Any, partnership: Partnership) -> bool:
    """Begin one, and say what is to change and how it is observed; never on a new wording of a record."""
    return not partnership.revises_id and speaks_for(user, partnership)


def can_edit_framework(user: Any, framework: ResultsFramework) -> bool:
    """The parties; administrators what everybody sees."""
    if can_write_framework(user, framework.partnership):
        return True
    return is_active(user) and bool(user.is_administrator) and framework.visibility == Visibility.PUBLIC


def can_record(user: Any, partnership: Partnership) -> bool:
    """Enter observations and outcomes as drafts: everybody at an institution that takes part."""
    if not is_active(user) or partnership.revises_id:
        return False
    return speaks_for(user, partnership) or is_party(user, partnership)


def can_edit_observation(user: Any, observation: Observation) -> bool:
    """Until it is approved: who recorded it, and who speaks for a party."""
    if observation.state == ObservationState.APPROVED or not is_active(user):
        return False
    partnership = observation.indicator.partnership
    if speaks_for(user, partnership):
        return True
    return observation.recorded_by_id == user.pk and can_record(user, partnership)


def can_verify(user: Any, observation: Observation) -> bool:
    """Approve or return what another recorded: who speaks for a party."""
    return observation.recorded_by_id != user.pk and speaks_for(user, observation.indicator.partnership)


def can_correct(user: Any, observation: Observation) -> bool:
    """Record a later version of what was approved."""
    return observation.state == ObservationState.APPROVED and can_record(user, observation.indicator.partnership)


def can_edit_outcome(user: Any, outcome: HarvestedOutcome) -> bool:
    """Its words, its chain and its evidence: who speaks for a party, and who entered it while the parties alone see it."""
    if not is_active(user) or outcome.partnership.revises_id:
        return False
    if speaks_for(user, outcome.partnership):
        return True
    is_own = outcome.recorded_by_id == user.pk and not outcome.is_shown
    return is_own and can_record(user, outcome.partnership)


def can_remove_outcome(user: Any, outcome: HarvestedOutcome) -> bool:
    """Who speaks for the institution that recorded it, while the parties alone see it."""
    if outcome.is_shown or not can_edit_outcome(user, outcome):
        return False
    own = {member.institution_id for member in members_spoken_for(user, outcome.partnership)}
    return outcome.recorded_by_id == user.pk or outcome.reported_by_id in own


def answering_members(user: Any, outcome: HarvestedOutcome) -> list[PartnershipMember]:
    """The members that ask or offer for which this person may speak, other than the one that recorded it."""
    if not is_active(user) or outcome.recorded_by_id == user.pk:
        return []
    return [
        member
        for member in members_spoken_for(user, outcome.partnership)
        if member.side in PartnershipMember.PRINCIPAL_SIDES and member.institution_id != outcome.reported_by_id
    ]


def can_answer_outcome(user: Any, outcome: HarvestedOutcome) -> bool:
    """Say as the partner whether it is so."""
    return bool(answering_members(user, outcome))


def can_ask_outsider(user: Any, outcome: HarvestedOutcome) -> bool:
    """Send somebody outside both sides a link: who speaks for a party, never the secretariat."""
    return not outcome.partnership.revises_id and speaks_for(user, outcome.partnership)


def can_ask_partner(user: Any, outcome: HarvestedOutcome) -> bool:
    """Send a link to a party for which nobody can speak in the portal: who told of it, and who speaks for a party."""
    if not is_active(user) or outcome.partnership.revises_id or outcome.partnership.visibility == Visibility.PRIVATE:
        return False
    is_own = outcome.recorded_by_id == user.pk and can_record(user, outcome.partnership)
    return is_own or speaks_for(user, outcome.partnership)


def can_add_evidence(user: Any, partnership: Partnership) -> bool:
    return can_record(user, partnership)


def can_remove_evidence(user: Any, item: EvidenceItem, partnership: Partnership) -> bool:
    """Who added it, and who speaks for a party; never what an approved observation was approved with."""
    if item.observation and item.observation.state == ObservationState.APPROVED:
        return False
    return is_active(user) and (item.added_by_id == user.pk or speaks_for(user, partnership))


def sides_answered_for(user: Any, partnership: Partnership) -> set[str]:
    """The sides for which this person rates capabilities and answers follow-ups; peers of an alliance are both."""
    return sides_of(members_spoken_for(user, partnership)) if is_active(user) else set()


def sides_of(members: Iterable[PartnershipMember]) -> set[str]:
    Side = PartnershipMember.Side
    own = {member.side for member in members}
    found: set[str] = set()
    if own & {Side.DEMAND, Side.PEER}:
        found.add(Answering.DEMAND)
    if own & {Side.SUPPLY, Side.PEER}:
        found.add(Answering.SUPPLY)
    return found


def can_rate_capability(user: Any, partnership: Partnership) -> bool:
    """Name an ability, put it in other words, and say for the own side how far it goes."""
    return not partnership.revises_id and bool(sides_answered_for(user, partnership))


def can_remove_capability(user: Any, capability: Capability) -> bool:
    """Who answers for a side, while the parties alone see it."""
    return not capability.is_shown and can_rate_capability(user, capability.partnership)


def can_answer_follow_up(user: Any, follow_up: FollowUp) -> bool:
    return bool(sides_answered_for(user, follow_up.partnership))
