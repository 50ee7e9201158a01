"""Records that nobody has confirmed for twelve months: each side is asked once, all its records in one letter."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from mail.services import Recipient, queue
from partnerships.asking.links import CannotSend, EnoughForToday, address_of, mail_link, open_link, refuse_too_many
from partnerships.asking.people import Speakers, partners_of, recipient
from partnerships.consents import principals
from partnerships.models import Contact, Partnership, SideLink

MOST_AT_ONCE = 5_000
# Records grow stale on any day; who has many is written to once a week at most.
ROUNDS_APART = timedelta(days=7)


@transaction.atomic
def ask_again(*, on: date | None = None) -> int:
    """Write to both sides of every record that has grown stale; how many records that are.

    A record is asked about once for each confirmation, so that the job may run as often as it likes, late or
    twice. Everybody gets one letter with all of theirs: who has an account with the records, who answered by
    a link with a new link for each. A record whose contact has had enough mail for today waits for the next
    round, with both its sides.
    """
    today = on or timezone.localdate()
    if Partnership.objects.filter(asked_again_on__gt=today - ROUNDS_APART).exists():
        return 0
    rows = Partnership.objects.stale(today).select_for_update(of=("self",), skip_locked=True).defer("search")
    records = list(rows.not_asked_again().filter(objected_at=None).order_by("confirmed_on", "pk")[:MOST_AT_ONCE])
    prefetch_related_objects(records, "members")
    asked = _by_institution(records)
    speakers = Speakers(asked, records)
    links: dict[Recipient, list[SideLink]] = {}
    late = {record.pk for record in records if not _links_opened(record, speakers, links)}
    letters: dict[Recipient, dict[int, Partnership]] = {}
    for record in (each for each in records if each.pk not in late):
        for member in principals(record):
            for person in speakers.at(member.institution_id, record):
                letters.setdefault(recipient(person), {})[record.pk] = record
    for to, theirs in letters.items():
        queue(
            purpose="records-stale",
            period=f"{today:%Y-%m-%d}-{next(iter(theirs))}",
            to=[to],
            template="partnerships/emails/records_stale",
            context={"partnerships": list(theirs.values())},
        )
    for to, opened in links.items():
        _mail_links(to, opened)
    done = [record.pk for record in records if record.pk not in late]
    Partnership.objects.filter(pk__in=done).update(asked_again_on=today)
    return len(done)


def _by_institution(records: list[Partnership]) -> set[int]:
    return {member.institution_id for record in records for member in principals(record) if member.institution_id}


def _links_opened(record: Partnership, speakers: Speakers, links: dict[Recipient, list[SideLink]]) -> bool:
    """A link for each side for which nobody can speak in the portal; for all of them today, or for none."""
    silent = [member for member in principals(record) if not speakers.at(member.institution_id, record)]
    try:
        with transaction.atomic():
            opened = [link for member in silent if (link := _link_for(record, member, links)) is not None]
    except EnoughForToday:
        return False
    for link in opened:
        links.setdefault(Recipient(link.address, link.language), []).append(link)
    return True


def _link_for(record: Partnership, member: Any, links: dict[Recipient, list[SideLink]]) -> SideLink | None:
    """To whoever answered last for an institution without an account, or else to its first contact."""
    answered = SideLink.objects.reachable().filter(
        partnership=record, institution=member.institution_id, kind="confirm"
    )
    last = answered.exclude(answered_at=None).order_by("-answered_at").first()
    contact: Any = Contact.objects.filter(partnership=record, institution=member.institution_id).first()
    if last is None and contact is None:
        return None
    address = last.address if last else contact.email
    language = last.language if last else contact.language
    if Recipient(address.lower(), language) not in links:
        refuse_too_many(address)
    try:
        return open_link(
            partnership=record,
            institution=member.institution,
            address=address,
            language=language,
            name=last.name if last else contact.name,
            by=last.sent_by if last else contact.added_by,
        )
    except CannotSend:
        return None  # the address speaks for another side by now; the record stays stale


def _mail_links(to: Recipient, links: list[SideLink]) -> None:
    """One letter, however many records it is about."""
    if len(links) == 1:
        mail_link(links[0])
        return
    queue(
        purpose="side-links-again",
        period=str(links[0].pk),
        to=[to],
        template="partnerships/emails/links_again",
        context={
            "links": [(link, address_of(link), partners_of(link.partnership, link.institution_id)) for link in links]
        },
    )
