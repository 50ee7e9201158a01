"""Records that nobody has confirmed for twelve months: each side is asked once, all its records in one letter."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from mail.services import Recipient, queue
from partnerships.asking.letters import focal_points_at, recipient
from partnerships.asking.links import CannotSend, send_link
from partnerships.consents import principals
from partnerships.models import Contact, Partnership, SideLink

MOST_AT_ONCE = 500


@transaction.atomic
def ask_again(*, on: date | None = None) -> int:
    """Write to both sides of every record that has grown stale; how many records that are.

    A record is asked about once for each confirmation, so that the job may run as often as it likes, late or
    twice. Who has an account gets one letter with all of theirs; who answered by a link gets a new one.
    """
    today = on or timezone.localdate()
    rows = Partnership.objects.stale(today).select_for_update(of=("self",), skip_locked=True)
    records = list(rows.not_asked_again().order_by("confirmed_on", "pk")[:MOST_AT_ONCE])
    letters: dict[Recipient, list[Partnership]] = defaultdict(list)
    for record in records:
        for member in principals(record):
            people = focal_points_at([member.institution_id or 0])
            for person in people:
                letters[recipient(person)].append(record)
            if not people:
                _ask_by_link(record, member)
    for to, theirs in letters.items():
        queue(
            purpose="records-stale",
            period=f"{today:%Y-%m-%d}-{theirs[0].pk}",
            to=[to],
            template="partnerships/emails/records_stale",
            context={"partnerships": theirs},
        )
    Partnership.objects.filter(pk__in=[record.pk for record in records]).update(asked_again_on=today)
    return len(records)


def _ask_by_link(record: Partnership, member: Any) -> None:
    """Whoever answered last for an institution without an account, or else its first contact."""
    answered = SideLink.objects.filter(partnership=record, institution=member.institution_id, kind="confirm")
    last = answered.exclude(answered_at=None).order_by("-answered_at").first()
    contact = Contact.objects.filter(partnership=record, institution=member.institution_id).first()
    if last is None and contact is None:
        return
    try:
        send_link(
            partnership=record,
            institution=member.institution,
            address=last.address if last else contact.email,
            language=last.language if last else contact.language,
            name=last.name if last else contact.name,
            by=last.sent_by if last else contact.added_by,
        )
    except CannotSend:
        return  # the address has had enough mail today, or speaks for another side by now; the record stays stale
