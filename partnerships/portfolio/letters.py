"""The letter to a colleague who looks after records from now on, and whether it is still wanted."""

from collections.abc import Iterable, Sequence

from community.emails import recipient
from community.models import User
from mail.models import Message
from mail.services import queue
from partnerships.models import HandOver, Holding

PURPOSE = "records-handed-over"
MOST_LISTED = 20


def tell_colleague(log: Sequence[HandOver], *, to: User, by: User) -> int:
    """One letter for all that was handed over in one act; its period is the number of the last line of the log."""
    return queue(
        purpose=PURPOSE,
        period=str(max(line.pk for line in log)),
        to=[recipient(to)],
        template="partnerships/emails/handed_over",
        context={
            "by": by,
            "institution": log[0].institution,
            "count": len(log),
            "records": [line.partnership for line in log[:MOST_LISTED]],
            "more": max(0, len(log) - MOST_LISTED),
        },
    )


def still_held(ids: Iterable[int]) -> set[int]:
    """The letters about records that their reader looks after to this day, for an institution they belong to."""
    messages = list(Message.objects.filter(pk__in=list(ids)))
    lines = {line.pk: line for line in HandOver.objects.filter(pk__in=[int(each.period) for each in messages])}
    readers = User.objects.active().filter(email__in=[each.recipient for each in messages])
    people = {user.email: user for user in readers}
    return {each.pk for each in messages if _holds(people.get(each.recipient), lines.get(int(each.period)))}


def _holds(reader: User | None, line: HandOver | None) -> bool:
    if reader is None or line is None or line.institution_id not in reader.institution_ids:
        return False
    held = Holding.objects.of(reader).filter(institution=line.institution_id, partnership=line.partnership_id)
    return bool(held.exists())
