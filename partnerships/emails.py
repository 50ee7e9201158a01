"""Asked just before a letter is sent: may its reader still read the record, can its link still be answered?"""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef

from community.models import User
from mail.models import Message
from partnerships.models import AwaitedWord, Partnership, SideLink, Terms
from partnerships.models.choices import Side
from partnerships.permissions import confirmable_members
from partnerships.permissions_portfolio import speaking_ids
from partnerships.revisions import revision_of


def still_for_their_readers(ids: Iterable[int]) -> set[int]:
    """The messages whose reader still sees the record; its number begins the period of the message."""
    return _readable({message: message.period.partition("-")[0] for message in _messages(ids)})


def stale_for_their_readers(ids: Iterable[int]) -> set[int]:
    """The same for letters about many records at once; the first of them ends the period."""
    return _readable({message: message.period.rpartition("-")[2] for message in _messages(ids)})


def still_awaited(ids: Iterable[int]) -> set[int]:
    """Letters that ask for a word on this very wording, to who may still give it; the record begins the period."""
    asked = {message: message.period.split("-") for message in _messages(ids)}
    found = Partnership.objects.filter(pk__in={int(record) for record, *_revision in asked.values()})
    records = found.prefetch_related("members", "sectors", "sdg_targets").in_bulk()
    missing = defaultdict(set)
    for pk, institution in AwaitedWord.objects.filter(partnership__in=records).values_list(
        "partnership", "institution"
    ):
        missing[pk].add(institution)
    people = _people(asked)
    return {
        message.pk
        for message, (record, revision, *_day) in asked.items()
        if (reader := people.get(message.recipient))
        and not missing[int(record)].isdisjoint(speaking_ids(reader))
        and revision_of(records[int(record)]).startswith(revision)
    }


def still_to_sign(ids: Iterable[int]) -> set[int]:
    """Letters about the last version of terms, to who may still sign them for the side that comes next."""
    asked = {message: int(message.period.split("-")[1]) for message in _messages(ids)}
    newer = Terms.objects.filter(partnership=OuterRef("partnership"), number__gt=OuterRef("number"))
    last = Terms.objects.exclude(Exists(newer)).select_related("partnership").in_bulk(set(asked.values()))
    people = _people(asked)
    return {
        message.pk
        for message, pk in asked.items()
        if pk in last and (reader := people.get(message.recipient)) and _signs_next(reader, last[pk])
    }


def still_to_answer(ids: Iterable[int]) -> set[int]:
    """The messages whose signed link is open; its number is the period of the message."""
    messages = {message.pk: int(message.period) for message in _messages(ids)}
    open_ones = set(SideLink.objects.open().filter(pk__in=messages.values()).values_list("pk", flat=True))
    return {pk for pk, link in messages.items() if link in open_ones}


def still_some_to_answer(ids: Iterable[int]) -> set[int]:
    """The messages with several signed links, of which one at least is open; the first is their period."""
    messages = {message.pk: (int(message.period), message.recipient) for message in _messages(ids)}
    open_links = SideLink.objects.open()
    return {
        pk
        for pk, (first, address) in messages.items()
        if open_links.filter(pk__gte=first, address__iexact=address).exists()
    }


def still_there(ids: Iterable[int]) -> set[int]:
    """The messages whose signed link, by which somebody answered, has not gone with its record."""
    messages = {message.pk: int(message.period.partition("-")[0]) for message in _messages(ids)}
    links = set(SideLink.objects.filter(pk__in=messages.values()).values_list("pk", flat=True))
    return {pk for pk, link in messages.items() if link in links}


def _messages(ids: Iterable[int]) -> list[Message]:
    return list(Message.objects.filter(pk__in=list(ids)))


def _readable(records: dict[Message, str]) -> set[int]:
    people = _people(records)
    return {message.pk for message, record in records.items() if _may_read(message, int(record), people)}


def _people(messages: Iterable[Message]) -> dict[str, User]:
    readers = {message.recipient for message in messages}
    return {user.email: user for user in User.objects.active().filter(email__in=readers)}


def _signs_next(reader: User, terms: Terms) -> bool:
    """The side that asks signs first."""
    if terms.supply_signed_at is not None:
        return False
    side = Side.DEMAND if terms.demand_signed_at is None else Side.SUPPLY
    return any(member.side in (side, Side.PEER) for member in confirmable_members(reader, terms.partnership))


def _may_read(message: Message, record: int, people: dict[str, User]) -> bool:
    reader = people.get(message.recipient)
    if reader is not None:
        return bool(Partnership.objects.visible_to(reader).filter(pk=record).exists())
    is_secretariat = message.recipient == settings.SECRETARIAT_EMAIL.lower()
    return is_secretariat and Partnership.objects.filter(pk=record).exists()
