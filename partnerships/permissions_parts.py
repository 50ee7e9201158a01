"""Who may do what with the parts of a record: exchanges, lessons, costs, notes, contacts and their like.

Seeing is decided by `visible_to(user)` of each part; these come after it.
"""

from typing import Any

from core.models import Visibility
from partnerships.models import Commitment, Contact, CostLine, LearningEntry, Partnership, PartnershipMember
from partnerships.permissions import is_party as takes_part
from partnerships.permissions import members_spoken_for, speaks_for_party

# What is added to a record over its life, as its address calls it.
PARTS = frozenset(
    {
        "exchange",
        "lesson",
        "adaptation",
        "repurposing",
        "agreement",
        "commitment",
        "support",
        "note",
        "document",
        "cost",
        "contact",
    }
)
NEVER_REWRITTEN = frozenset({"adaptation"})


def addable_parts(user: Any, partnership: Partnership) -> frozenset[str]:
    """The kinds of parts that this person may add: those who speak for a party, and authors to their drafts.

    Administrators read parts, and add none. A new wording has none: they hang on the record, and go on with it.
    """
    if not user.is_authenticated or not user.is_active or partnership.revises_id:
        return frozenset()
    if partnership.visibility == Visibility.PRIVATE:
        return PARTS if partnership.created_by_id == user.pk else frozenset()
    return PARTS if speaks_for_party(user, partnership) else frozenset()


def can_add_part(user: Any, partnership: Partnership, part: str) -> bool:
    return part in addable_parts(user, partnership)


def can_edit_part(user: Any, partnership: Partnership, part: str, item: Any = None) -> bool:
    """Correct what was added, by whichever party; what an institution pays, promises or learnt, only its own people.

    The log of adaptations is never rewritten. Contacts who agreed to be shown are looked after by the
    secretariat too.
    """
    if part in NEVER_REWRITTEN or not user.is_authenticated or not user.is_active:
        return False
    if isinstance(item, Contact) and item.consent == Contact.Consent.COMMUNITY and is_secretariat(user):
        return True
    return can_add_part(user, partnership, part) and is_own(user, partnership, item)


def can_remove_part(user: Any, partnership: Partnership, part: str, item: Any = None) -> bool:
    """As for editing; of the secretariat, administrators alone."""
    if isinstance(item, Contact) and not can_add_part(user, partnership, part):
        return can_edit_part(user, partnership, part, item) and bool(user.is_administrator)
    return can_edit_part(user, partnership, part, item)


def can_open_part(user: Any, partnership: Partnership, item: Any) -> bool:
    """Ask that a part be shown to more people, agree to it, or take it back: those who speak for a party."""
    if not user.is_authenticated or not user.is_active or partnership.visibility == Visibility.PRIVATE:
        return False
    return speaks_for_party(user, partnership)


def can_export_contacts(user: Any, partnership: Partnership) -> bool:
    """Other members read the names of those who agreed to it on the page, and take no list along."""
    return takes_part(user, partnership)


def institutions_written_for(user: Any, partnership: Partnership) -> set[int]:
    """The institutions for which this person tells costs and commitments; in the own draft, all that are named."""
    is_draft = partnership.visibility == Visibility.PRIVATE
    members = list(partnership.members.all()) if is_draft else members_spoken_for(user, partnership)
    return {member.institution_id for member in members if member.institution_id}


def sides_written_for(user: Any, partnership: Partnership) -> set[str]:
    """Whose lessons this person writes down: those of the side of the own institution, or of both together."""
    By, Side = LearningEntry.By, PartnershipMember.Side
    if partnership.visibility == Visibility.PRIVATE:
        return set(By.values)
    own = {member.side for member in members_spoken_for(user, partnership)}
    sides: set[str] = {By.BOTH}
    return sides | ({By.DEMAND} if Side.DEMAND in own else set()) | ({By.SUPPLY} if Side.SUPPLY in own else set())


def is_own(user: Any, partnership: Partnership, item: Any) -> bool:
    """Whether it is this person's to rewrite: a cost or a promise is its institution's, a lesson its side's."""
    if isinstance(item, LearningEntry):
        return item.side in sides_written_for(user, partnership)
    if isinstance(item, CostLine | Commitment):
        owner = item.payer_id if isinstance(item, CostLine) else item.institution_id
        return owner is None or owner in institutions_written_for(user, partnership)
    return True


def is_secretariat(user: Any) -> bool:
    return bool(user.role in user.SECRETARIAT_ROLES)
