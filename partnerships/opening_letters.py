"""The letter that asks the other side whether a part may be shown to more people, once for the same words."""

from collections.abc import Iterable
from typing import Any

from core.models import Visibility
from mail.models import Message
from mail.services import queue
from partnerships.asking.people import recipients_at
from partnerships.emails import still_for_their_readers
from partnerships.models import PartConsent
from partnerships.openings import awaited_for, revision_of, said_of
from partnerships.recorded import NAMES, PARTS

PURPOSE = "part-opening-asked"


def ask_to_open(item: Any, word: PartConsent) -> int:
    """Write to the focal points of those whose word is missing; how many letters are new."""
    name = NAMES[type(item)]
    spoke = set(said_of(item))
    awaited = {member.institution_id for member in awaited_for(item)} - spoke
    return queue(
        purpose=PURPOSE,
        period=f"{item.partnership_id}-{name}-{item.pk}-{revision_of(item)[:16]}",
        to=recipients_at(awaited, item.partnership),
        template="partnerships/emails/part_opening_asked",
        context={
            "partnership": item.partnership,
            "item": item,
            "part": name,
            "kind": item._meta.verbose_name,
            "asker": word.institution.name,
        },
    )


def still_asked(ids: Iterable[int]) -> set[int]:
    """Asked just before sending: the reader still sees the record, and the part still says so and is not shown yet."""
    readable = Message.objects.filter(pk__in=still_for_their_readers(ids))
    return {message.pk for message in readable if _is_open(message.period)}


def _is_open(period: str) -> bool:
    _record, name, pk, revision = period.split("-")
    item = PARTS[name].objects.select_related("partnership").filter(pk=pk, visibility=Visibility.PARTIES).first()
    if item is None or not revision_of(item).startswith(revision):
        return False
    return all(word.to != Visibility.PARTIES for word in said_of(item).values())
