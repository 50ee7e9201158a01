"""Asked just before a letter about a record is sent: may its reader still read that record?"""

from collections.abc import Iterable

from community.models import User
from mail.models import Message
from partnerships.models import Partnership


def still_for_their_readers(ids: Iterable[int]) -> set[int]:
    """The messages whose reader still sees the record; its number begins the period of the message."""
    messages = list(Message.objects.filter(pk__in=ids))
    people = {user.email: user for user in User.objects.active().filter(email__in=[m.recipient for m in messages])}
    return {message.pk for message in messages if _may_read(people.get(message.recipient), message.period)}


def _may_read(reader: User | None, period: str) -> bool:
    if reader is None:
        return False
    record = int(period.partition("-")[0])
    return bool(Partnership.objects.visible_to(reader).filter(pk=record).exists())
