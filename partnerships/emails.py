"""Asked just before a letter is sent: may its reader still read the record, can its link still be answered?"""

from collections.abc import Iterable

from django.conf import settings

from community.models import User
from mail.models import Message
from partnerships.models import Partnership, SideLink


def still_for_their_readers(ids: Iterable[int]) -> set[int]:
    """The messages whose reader still sees the record; its number begins the period of the message."""
    return _readable({message: message.period.partition("-")[0] for message in _messages(ids)})


def stale_for_their_readers(ids: Iterable[int]) -> set[int]:
    """The same for letters about many records at once; the first of them ends the period."""
    return _readable({message: message.period.rpartition("-")[2] for message in _messages(ids)})


def still_to_answer(ids: Iterable[int]) -> set[int]:
    """The messages whose signed link is open; its number is the period of the message."""
    messages = {message.pk: int(message.period) for message in _messages(ids)}
    open_ones = set(SideLink.objects.open().filter(pk__in=messages.values()).values_list("pk", flat=True))
    return {pk for pk, link in messages.items() if link in open_ones}


def still_there(ids: Iterable[int]) -> set[int]:
    """The messages whose signed link, by which somebody answered, has not gone with its record."""
    messages = {message.pk: int(message.period.partition("-")[0]) for message in _messages(ids)}
    links = set(SideLink.objects.filter(pk__in=messages.values()).values_list("pk", flat=True))
    return {pk for pk, link in messages.items() if link in links}


def _messages(ids: Iterable[int]) -> list[Message]:
    return list(Message.objects.filter(pk__in=list(ids)))


def _readable(records: dict[Message, str]) -> set[int]:
    readers = {message.recipient for message in records}
    people = {user.email: user for user in User.objects.active().filter(email__in=readers)}
    return {message.pk for message, record in records.items() if _may_read(message, int(record), people)}


def _may_read(message: Message, record: int, people: dict[str, User]) -> bool:
    reader = people.get(message.recipient)
    if reader is not None:
        return bool(Partnership.objects.visible_to(reader).filter(pk=record).exists())
    is_secretariat = message.recipient == settings.SECRETARIAT_EMAIL.lower()
    return is_secretariat and Partnership.objects.filter(pk=record).exists()
