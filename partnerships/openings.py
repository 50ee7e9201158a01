"""Parts that the parties show to more than themselves: who agreed to which words, and whose word is missing.

A part is opened as the record is: each institution that asks or offers agrees to the same words, at least two
people say so, and no party takes it back. Whoever bears a cost or made a promise is asked as well. A donor that
only reports speaks for neither side.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from core.models import Visibility
from partnerships.consents import ASKING, OFFERING, principals
from partnerships.models import CostLine, PartConsent, Partnership, PartnershipMember
from partnerships.permissions import members_spoken_for
from partnerships.recorded import NAMES, PARTS

WIDEST_FIRST = [Visibility.PUBLIC, Visibility.COMMUNITY, Visibility.PARTIES, Visibility.PRIVATE]
NO_WORDS = frozenset({"id", "created_at", "updated_at", "visibility", "recorded_by", "partnership"})
Item = Any  # a part of any kind


@dataclass(frozen=True)
class Asked:
    """A part that one side agreed to show to more people, and on which this reader has not spoken yet."""

    name: str
    item: Item
    to: str
    by: str


def width(visibility: str) -> int:
    """0 for everybody; the larger, the fewer."""
    return WIDEST_FIRST.index(Visibility(visibility))


def words_of(item: Item) -> list[Any]:
    """The fields that a part says something with."""
    left_out = NO_WORDS | getattr(item, "NOT_AGREED", frozenset())
    return [f for f in item._meta.concrete_fields if f.name not in left_out and "_signed_" not in f.name]


def revision_of(item: Item) -> str:
    """SHA-256, in hexadecimal, over the words of a part."""
    said: dict[str, Any] = {field.attname: str(getattr(item, field.attname)) for field in words_of(item)}
    if hasattr(item, "agreed_details"):
        said["details"] = item.agreed_details()
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def facts_of(item: Item) -> list[tuple[str, str]]:
    """What a part says, as terms and facts, for reading it over."""
    told = []
    for field in words_of(item):
        display = getattr(item, f"get_{field.name}_display", None)
        value = display() if display else getattr(item, field.name)
        if value not in (None, "") and field.name not in ("size", "sha256", "file"):
            told.append((capfirst(str(field.verbose_name)), value))
    return [*told, *(item.agreed_facts() if hasattr(item, "agreed_facts") else [])]


def said_of(item: Item) -> dict[int, PartConsent]:
    """The latest word of each institution on a part as it reads now, by the institution's id."""
    words = PartConsent.objects.filter(part=NAMES[type(item)], part_id=item.pk, revision=revision_of(item))
    return {word.institution_id: word for word in words.select_related("institution").order_by("agreed_at", "pk")}


def asked_of(item: Item) -> list[PartnershipMember]:
    """The members whose word is needed: those that ask or offer, and whose cost or promise it is."""
    owner = item.payer_id if isinstance(item, CostLine) else getattr(item, "institution_id", None)
    needed = {member.institution_id: member for member in principals(item.partnership)}
    for member in item.partnership.members.all():
        if owner and member.institution_id == owner:
            needed.setdefault(owner, member)
    return list(needed.values())


def awaited_for(item: Item) -> list[PartnershipMember]:
    """Those of them that have not agreed; where one person agreed for all, the offering side is asked for another."""
    said = said_of(item)
    missing = [member for member in asked_of(item) if not _agrees(said.get(member.institution_id or 0))]
    if not missing and len({word.by_id for word in said.values()}) < 2:
        return [member for member in asked_of(item) if member.side in OFFERING]
    return missing


def can_ever_open(partnership: Partnership) -> bool:
    """Whether both sides are there to agree, and the record itself is shown to more than its parties."""
    found = principals(partnership)
    sides = {member.side for member in found}
    both = bool(sides.intersection(ASKING) and sides.intersection(OFFERING))
    several = len({member.institution_id for member in found}) > 1
    return both and several and width(partnership.visibility) < width(Visibility.PARTIES)


def agreed_visibility(item: Item) -> str:
    """How widely all whom it takes agree that a part be shown; never wider than its record."""
    said = said_of(item)
    taken_back = any(not _agrees(word) for word in said.values())
    if not can_ever_open(item.partnership) or taken_back or awaited_for(item):
        return Visibility.PARTIES
    return max([*(word.to for word in said.values()), item.partnership.visibility], key=width)


def asked(partnership: Partnership, user: Any) -> list[Asked]:
    """What somebody wants to show to more people and this person's institution has not answered; a query a kind."""
    own = (
        {member.institution_id for member in members_spoken_for(user, partnership)} if user.is_authenticated else set()
    )
    if not own:
        return []
    words: dict[tuple[str, int], list[PartConsent]] = {}
    for word in partnership.part_consents.select_related("institution").order_by("agreed_at", "pk"):
        words.setdefault((word.part, word.part_id), []).append(word)
    waiting = []
    for name in sorted({name for name, _pk in words}):
        pks = [pk for part, pk in words if part == name]
        hidden = PARTS[name].objects.visible_to(user).filter(partnership=partnership, visibility=Visibility.PARTIES)
        for item in hidden.filter(pk__in=pks).order_by("pk"):
            item.partnership = partnership
            waiting += _waiting(name, item, words[(name, item.pk)], own)
    return waiting


def _waiting(name: str, item: Item, words: list[PartConsent], own: set[int | None]) -> list[Asked]:
    revision = revision_of(item)
    said = {word.institution_id: word for word in words if word.revision == revision}
    mine = own & {member.institution_id for member in asked_of(item)}
    if not said or not all(_agrees(word) for word in said.values()) or not mine - set(said):
        return []
    last = list(said.values())[-1]
    return [Asked(name, item, last.to, str(last.institution))]


def _agrees(word: PartConsent | None) -> bool:
    return word is not None and word.to != Visibility.PARTIES
