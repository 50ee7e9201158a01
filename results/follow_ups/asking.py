"""The letters of a follow-up: one a person, however many partnerships it is about, and one reminder."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from community.models import User
from core.models import Visibility
from mail.models import Message
from mail.services import Recipient, queue
from partnerships.asking.people import Speakers, recipient
from partnerships.consents import principals
from partnerships.models import Partnership
from results.follow_ups import links
from results.follow_ups.due import make_due
from results.models import FollowUp, FollowUpLink
from results.permissions import sides_answered_for, sides_of

PURPOSE, AGAIN, KIND = "follow-up-asked", "follow-up-asked-again", links.KIND
REMINDED_AFTER = timedelta(weeks=3)


@transaction.atomic
def ask_follow_ups(*, on: date | None = None) -> int:
    """Ask both sides about everything that is due and was not asked; how many follow-ups that are.

    A follow-up is asked about once, so that the job may run as often as it likes: a week that was missed is
    caught up with by the next run, in one letter. Who speaks for a side signs in; where nobody can, the contacts
    that the record names for it get a signed link.
    """
    make_due(on=on)
    found = _held(FollowUp.objects.filter(asked_at=None))
    speakers = _speakers(found)
    _write(found, speakers, PURPOSE)
    links.mail_links(links.open_links(found, speakers), purpose=links.LINK)
    FollowUp.objects.filter(pk__in=[each.pk for each in found]).update(asked_at=timezone.now())
    return len(found)


@transaction.atomic
def remind_follow_ups() -> int:
    """Three weeks later, write once more to the sides that said nothing; how many follow-ups were looked at.

    That happens once, so nobody gets a third letter: neither who speaks for a side, nor whoever has its link.
    """
    now = timezone.now()
    found = _held(FollowUp.objects.filter(reminded_at=None, asked_at__lte=now - REMINDED_AFTER))
    prefetch_related_objects(found, "answers")
    open_ones = [each for each in found if _is_open(each.partnership)]
    _write(open_ones, _speakers(open_ones), AGAIN)
    silent = {each.pk: _silent(each) for each in open_ones}
    waiting = FollowUpLink.objects.open().reachable().filter(follow_up__in=open_ones).order_by("pk")
    related = waiting.select_related("follow_up__partnership", "institution")
    asked = related.prefetch_related("follow_up__partnership__members")
    links.mail_links((link for link in asked if link.side in silent[link.follow_up_id]), purpose=links.LINK_AGAIN)
    FollowUp.objects.filter(pk__in=[each.pk for each in found]).update(reminded_at=now)
    return len(found)


def still_asked(ids: Iterable[int]) -> set[int]:
    """The letters whose reader still sees the first of the partnerships; its follow-up is the period."""
    return {
        message.pk
        for message, reader, first in _readers(ids)
        if Partnership.objects.visible_to(reader).filter(pk=first.partnership_id).exists()
    }


def still_silent(ids: Iterable[int]) -> set[int]:
    """The reminders to who speaks for a side that has still said nothing, on one of those reminded of together."""
    wanted = set()
    for message, reader, first in _readers(ids):
        together = FollowUp.objects.filter(reminded_at=first.reminded_at, pk__gte=first.pk).select_related(
            "partnership"
        )
        seen = together.filter(partnership__in=Partnership.objects.visible_to(reader).values("pk"))
        rows = seen.prefetch_related("answers", "partnership__members")
        if any(sides_answered_for(reader, each.partnership) & _silent(each) for each in rows):
            wanted.add(message.pk)
    return wanted


def _held(follow_ups: "QuerySet[FollowUp]") -> list[FollowUp]:
    rows = follow_ups.select_for_update(of=("self",), skip_locked=True).select_related("partnership")
    found = list(rows.order_by("due_on", "pk"))
    prefetch_related_objects([each.partnership for each in found], "members__institution")
    return found


def _speakers(follow_ups: list[FollowUp]) -> Speakers:
    records = [each.partnership for each in follow_ups]
    return Speakers({m.institution_id or 0 for record in records for m in principals(record)}, records)


def _write(follow_ups: list[FollowUp], speakers: Speakers, purpose: str) -> None:
    """To who speaks for a side; a reminder only for a side that said nothing."""
    letters: dict[Recipient, dict[int, FollowUp]] = defaultdict(dict)
    for each in sorted(follow_ups, key=lambda one: one.pk):
        silent = _silent(each) if purpose == AGAIN else set()
        for member in principals(each.partnership):
            if purpose == AGAIN and not sides_of([member]) & silent:
                continue
            for person in speakers.at(member.institution_id, each.partnership):
                letters[recipient(person)][each.pk] = each
    for to, theirs in letters.items():
        queue(
            purpose=purpose,
            period=str(next(iter(theirs))),
            to=[to],
            template="results/emails/follow_up_asked",
            context={"follow_ups": list(theirs.values()), "is_reminder": purpose == AGAIN},
        )


def _silent(follow_up: FollowUp) -> set[str]:
    """The sides that have said nothing."""
    sides = sides_of(principals(follow_up.partnership))
    return sides - {answer.side for answer in follow_up.answers.all()}


def _is_open(partnership: Partnership) -> bool:
    return partnership.visibility != Visibility.PRIVATE and partnership.objected_at is None


def _readers(ids: Iterable[int]) -> list[tuple[Message, User, FollowUp]]:
    """Each letter with its reader and its first follow-up, where both are still there."""
    messages = list(Message.objects.filter(pk__in=list(ids)))
    readers = {user.email: user for user in User.objects.active().filter(email__in={m.recipient for m in messages})}
    asked = FollowUp.objects.in_bulk({int(message.period) for message in messages})
    found = ((message, readers.get(message.recipient), asked.get(int(message.period))) for message in messages)
    return [(message, reader, first) for message, reader, first in found if reader and first]
