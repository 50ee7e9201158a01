"""What the sides of a record say of it, for its page: open corrections, objections, and who may be asked."""

from typing import Any

from partnerships import permissions, permissions_voices
from partnerships.consents import last_words
from partnerships.forms.corrections import RemarkForm
from partnerships.models import Confirmation, Correction, Partnership
from partnerships.proposals import Proposal, proposals


def on_page(partnership: Partnership, user: Any) -> dict[str, Any]:
    """For the parties, and for the secretariat where it decides about a correction or an objection stands."""
    reads = permissions_voices.can_read_corrections(user, partnership)
    found = open_proposals(partnership, user) if reads else []
    objecting = objections(partnership)
    spoken_for = {member.institution_id for member in permissions.members_spoken_for(user, partnership)}
    return {
        "open": found,
        "decidable": sum(each.may_decide for each in found),
        "objections": objecting,
        "i_object": any(word.institution_id in spoken_for for word in objecting),
        "may_object": permissions_voices.can_object(user, partnership),
        "may_ask": permissions_voices.can_ask(user, partnership),
    }


def open_corrections(partnership: Partnership) -> list[Correction]:
    found = partnership.corrections.open().select_related("institution", "link")
    corrections = list(found.prefetch_related("remarks__institution"))
    for correction in corrections:
        correction.partnership = partnership  # with its members, which are asked about each
    return corrections


def open_proposals(partnership: Partnership, user: Any, remark: tuple[int, RemarkForm] | None = None) -> list[Proposal]:
    """What is not settled yet, each with what this person may do about it."""
    found = proposals(open_corrections(partnership))
    for each in found:
        pk = each.correction.pk
        each.may_decide = permissions.can_decide_correction(user, each.correction)
        each.may_withdraw = permissions_voices.can_withdraw(user, partnership, each.correction.institution_id)
        if each.may_decide or each.may_withdraw:
            each.reply = remark[1] if remark and remark[0] == pk else RemarkForm(prefix=f"remark-{pk}")
    return found


def objections(partnership: Partnership) -> list[Confirmation]:
    """The objections that stand, for the parties and the secretariat."""
    if partnership.objected_at is None:
        return []
    return [word for word in last_words(partnership).values() if word.decision == Confirmation.Decision.OBJECTED]
