"""Who stands by which wording of a record, read from what each institution said of it."""

from collections.abc import Iterable

from partnerships.models import Confirmation, OwnWords, Partnership, PartnershipMember
from partnerships.models.choices import Side, Standing
from partnerships.revisions import revision_of

ASKING = (Side.DEMAND, Side.PEER)
OFFERING = (Side.SUPPLY, Side.PEER)
Decision = Confirmation.Decision
TAKEN_BACK = (Decision.WITHDRAWN, Decision.OBJECTED)


def words_on(partnership: Partnership) -> list[Confirmation]:
    """Everything that was said of a record, oldest first.

    Of a new wording, what was said on the record counts too: a side that proposed these very words by a
    signed link stands by them, and what a party took back, or objects to, it does to the new wording as well.
    """
    said = Confirmation.objects.filter(partnership__in=[pk for pk in (partnership.pk, partnership.revises_id) if pk])
    return list(said.select_related("by", "link").order_by("decided_at", "pk"))


def last_words(partnership: Partnership) -> dict[int, Confirmation]:
    """The latest thing that each institution said of this record, by the institution's id."""
    return {word.institution_id: word for word in words_on(partnership)}


def standing_consents(partnership: Partnership) -> dict[int, Confirmation]:
    """Who stands by the present wording: they confirmed these very words, and took nothing back since.

    That a side said the problem in its own words meanwhile unsettles nobody's consent but that of the others
    who ask. Who confirmed the record as it was has not agreed to a new wording by that.
    """
    present, own = revision_of(partnership), list(partnership.own_words.order_by("-said_at", "-pk"))
    for_all = _leading_to(present, own)
    asking = {member.institution_id for member in partnership.members.all() if member.side in ASKING}
    for_who_asks = {pk: _leading_to(present, [words for words in own if words.institution_id == pk]) for pk in asking}
    before = wordings_that_count(partnership.revises) if partnership.revises else set()
    standing: dict[int, Confirmation] = {}
    for word in words_on(partnership):
        if word.decision in TAKEN_BACK:
            standing.pop(word.institution_id, None)
        elif word.partnership_id != partnership.pk and word.revision in before:
            continue
        elif word.revision in for_who_asks.get(word.institution_id, for_all):
            standing[word.institution_id] = word
    return standing


def wordings_that_count(partnership: Partnership) -> set[str]:
    """The present wording, and those that differ from it only by the demand side's own words for the problem."""
    return _leading_to(revision_of(partnership), partnership.own_words.order_by("-said_at", "-pk"))


def _leading_to(wording: str, own: Iterable[OwnWords]) -> set[str]:
    """This wording, and those that became it by these own words, which come latest first."""
    counting = {wording}
    for words in own:
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
    if not missing and people_among(principals(partnership), consents) < 2:
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
    if any(member.institution_id not in consents for member in found) or people_among(found, consents) < 2:
        return False
    members = {member.institution_id for member in partnership.members.all()}
    return not any(word.decision in TAKEN_BACK for pk, word in last_words(partnership).items() if pk in members)


def people_among(members: Iterable[PartnershipMember], consents: dict[int, Confirmation]) -> int:
    """How many different people said so for these members."""
    return len({consents[member.institution_id].person for member in members if member.institution_id in consents})


def rests_on_source_alone(partnership: Partnership) -> bool:
    """From a public source, and no party has said a word of it: the secretariat decides who sees it."""
    return partnership.standing == Standing.PUBLIC_SOURCE and not partnership.confirmations.exists()
