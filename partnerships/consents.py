"""Who stands by which wording of a record, read from what each institution said of it."""

from partnerships.models import Confirmation, Partnership, PartnershipMember
from partnerships.models.choices import Side, Standing
from partnerships.revisions import revision_of

ASKING = (Side.DEMAND, Side.PEER)
OFFERING = (Side.SUPPLY, Side.PEER)
Decision = Confirmation.Decision
TAKEN_BACK = (Decision.WITHDRAWN, Decision.OBJECTED)


def words_on(partnership: Partnership) -> list[Confirmation]:
    """Everything that was said of a record, oldest first.

    Of a new wording, what was said on the record for other words than the record's own counts too: a side
    that proposed these very words by a signed link stands by them.
    """
    said = list(partnership.confirmations.select_related("by", "link").order_by("decided_at", "pk"))
    if partnership.revises is None:
        return said
    own = wordings_that_count(partnership.revises)
    proposed = partnership.revises.confirmations.filter(decision=Decision.CONFIRMED).exclude(revision__in=own)
    return [*proposed.select_related("by", "link").order_by("decided_at", "pk"), *said]


def last_words(partnership: Partnership) -> dict[int, Confirmation]:
    """The latest thing that each institution said of this record, by the institution's id."""
    return {word.institution_id: word for word in words_on(partnership)}


def standing_consents(partnership: Partnership) -> dict[int, Confirmation]:
    """Who stands by the present wording: they confirmed these very words, and took nothing back since.

    That the demand side said the problem in its own words meanwhile unsettles nobody's consent.
    """
    wordings = wordings_that_count(partnership)
    standing: dict[int, Confirmation] = {}
    for word in words_on(partnership):
        if word.decision in TAKEN_BACK:
            standing.pop(word.institution_id, None)
        elif word.revision in wordings:
            standing[word.institution_id] = word
    return standing


def wordings_that_count(partnership: Partnership) -> set[str]:
    """The present wording, and those that differ from it only by the demand side's own words for the problem."""
    counting = {revision_of(partnership)}
    for words in partnership.own_words.order_by("-said_at", "-pk"):
        if words.wording_after in counting:
            counting.add(words.wording_before)
    return counting


def principals(partnership: Partnership) -> list[PartnershipMember]:
    """The members with an institution that ask, offer, or do both."""
    return [
        member
        for member in partnership.members.all()
        if member.institution_id and member.side in PartnershipMember.PRINCIPAL_SIDES
    ]


def awaits_confirmation_of(partnership: Partnership) -> list[PartnershipMember]:
    """The members that ask or offer whose word on the present wording is still missing.

    Where one person has confirmed for everyone, the offering side is asked for a second person.
    """
    consents = standing_consents(partnership)
    missing = [member for member in principals(partnership) if member.institution_id not in consents]
    if not missing and people_among(consents) < 2:
        return [member for member in principals(partnership) if member.side in OFFERING]
    return missing


def to_be_asked(partnership: Partnership) -> list[PartnershipMember]:
    """Those of them whose turn it is: who proposed corrections waits for an answer, and is not asked meanwhile."""
    proposing = set(partnership.corrections.open().values_list("institution", flat=True))
    return [member for member in awaits_confirmation_of(partnership) if member.institution_id not in proposing]


def all_agree(partnership: Partnership, consents: dict[int, Confirmation]) -> bool:
    """Both sides are named, each of their institutions agrees, two people said so, and no party took it back."""
    found = principals(partnership)
    sides = {member.side for member in found}
    both_named = bool(sides.intersection(ASKING) and sides.intersection(OFFERING))
    if not both_named or len({member.institution_id for member in found}) < 2:
        return False
    if any(member.institution_id not in consents for member in found) or people_among(consents) < 2:
        return False
    members = {member.institution_id for member in partnership.members.all()}
    return not any(word.decision in TAKEN_BACK for pk, word in last_words(partnership).items() if pk in members)


def people_among(consents: dict[int, Confirmation]) -> int:
    return len({consent.person for consent in consents.values()})


def rests_on_source_alone(partnership: Partnership) -> bool:
    """From a public source, and no party has said a word of it: the secretariat decides who sees it."""
    return partnership.standing == Standing.PUBLIC_SOURCE and not partnership.confirmations.exists()
