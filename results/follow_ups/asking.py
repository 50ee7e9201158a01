"""The letter of a follow-up: one a person, however many partnerships it is about."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from community.models import User
from mail.models import Message
from mail.services import Recipient, queue
from partnerships.asking.people import Speakers, recipient
from partnerships.consents import principals
from partnerships.models import Partnership
from results.follow_ups.due import make_due
from results.models import FollowUp

PURPOSE, KIND = "follow-up-asked", "follow-ups"


@transaction.atomic
def ask_follow_ups(*, on: date | None = None) -> int:
    """Ask both sides about everything that is due and was not asked; how many follow-ups that are.

    A follow-up is asked about once, so that the job may run as often as it likes: a week that was missed is
    caught up with by the next run, in one letter.
    """
    make_due(on=on)
    waiting = FollowUp.objects.select_for_update(of=("self",), skip_locked=True).filter(asked_at=None)
    found = list(waiting.select_related("partnership").order_by("due_on", "pk"))
    records = [each.partnership for each in found]
    prefetch_related_objects(records, "members__institution")
    speakers = Speakers({m.institution_id or 0 for record in records for m in principals(record)}, records)
    letters: dict[Recipient, dict[int, FollowUp]] = defaultdict(dict)
    for each in found:
        for member in principals(each.partnership):
            for person in speakers.at(member.institution_id, each.partnership):
                letters[recipient(person)][each.pk] = each
    for to, theirs in letters.items():
        queue(
            purpose=PURPOSE,
            period=str(next(iter(theirs))),
            to=[to],
            template="results/emails/follow_up_asked",
            context={"follow_ups": list(theirs.values())},
        )
    FollowUp.objects.filter(pk__in=[each.pk for each in found]).update(asked_at=timezone.now())
    return len(found)


def still_asked(ids: Iterable[int]) -> set[int]:
    """The letters whose reader still sees the first of the partnerships; its follow-up is the period."""
    messages = list(Message.objects.filter(pk__in=list(ids)))
    readers = {user.email: user for user in User.objects.active().filter(email__in={m.recipient for m in messages})}
    asked = FollowUp.objects.in_bulk({int(message.period) for message in messages})
    return {
        message.pk
        for message in messages
        if (reader := readers.get(message.recipient))
        and (first := asked.get(int(message.period)))
        and Partnership.objects.visible_to(reader).filter(pk=first.partnership_id).exists()
    }
