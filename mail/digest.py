"""The weekly digest: one mail for each address and ISO week, of the notices that waited for it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from mail.letters import Recipient, compose, store
from mail.models import MailPreference, Message
from mail.screening import NEVER, choices_about, on_time, still_wanted

DIGEST = "digest"
PERIOD = re.compile(r"(\d{4})-W(\d{2})")
MADE_AFTER = timedelta(hours=6)  # of Monday, UTC
LONGEST_EXCERPT = 220


@dataclass(frozen=True)
class Notice:
    """A message as the digest tells of it: its subject, how it begins, and where its main link leads."""

    subject: str
    excerpt: str
    url: str


def last_period(now: datetime | None = None) -> str:
    """The week that ended last, such as 2026-W47; from Monday morning on that is the one before."""
    day = (now or timezone.now()).astimezone(UTC) - MADE_AFTER - timedelta(weeks=1)
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


def end_of(period: str) -> datetime:
    """The midnight that ends the week. Raises ValueError for what is no week."""
    found = PERIOD.fullmatch(period)
    if not found:
        raise ValueError(f"{period} is no week such as 2026-W47")
    monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    return datetime.combine(monday + timedelta(weeks=1), time(), UTC)


def make_digests(period: str) -> int:
    """Write the digests of this week into the outbox; how many are new.

    What waits from weeks before goes in as well, so that a week that was missed is made up for by one
    digest. An address that has its digest of the week gets no second one, whoever asks how often.
    """
    before = end_of(period)
    held = Message.objects.held().filter(created_at__lt=before)
    have_it = Message.objects.filter(purpose=DIGEST, period=period).values("recipient")
    waiting = held.exclude(recipient__in=have_it).order_by("recipient").values_list("recipient", flat=True).distinct()
    return sum(_make_one(address, period, before) for address in list(waiting))


@transaction.atomic
def _make_one(address: str, period: str, before: datetime) -> int:
    notices = still_to_tell([address], before).get(address)
    if not notices:
        return 0
    newest = notices[-1]
    row = compose(
        Recipient(address, newest.language, newest.time_zone),
        purpose=DIGEST,
        period=period,
        template="mail/emails/digest",
        context={"notices": [as_notice(message) for message in notices]},
    )
    if not store([row]):
        return 0
    mark_told(notices, Message.objects.get(message_id=row.message_id))
    return 1


def still_to_tell(addresses: Iterable[str], before: datetime) -> dict[str, list[Message]]:
    """What waits for each of these addresses and is still so; what is not, or not wanted, is dropped.

    For one letter that the caller writes within the transaction: until its end the notices are nobody else's.
    """
    mine = Message.objects.held().filter(recipient__in=list(addresses), created_at__lt=before)
    kept = on_time(still_wanted(list(mine.select_for_update(skip_locked=True))))
    choices = choices_about(kept)
    chosen = MailPreference.objects.choices_of({message.recipient for message in kept})
    found: dict[str, list[Message]] = defaultdict(list)
    refused = []
    for message in kept:
        about = (choices[message.pk], chosen.get((message.recipient, DIGEST)))
        if MailPreference.Choice.NEVER in about:
            refused.append(message.pk)
        else:
            found[message.recipient].append(message)
    if refused:
        Message.objects.filter(pk__in=refused).set_aside(Message.Status.DROPPED, NEVER)
    return dict(found)


def mark_told(notices: Iterable[Message], digest: Message) -> None:
    """They were told in this letter, which is stored."""
    told = Message.objects.filter(pk__in=[message.pk for message in notices])
    told.update(status=Message.Status.DIGESTED, digest=digest, updated_at=timezone.now())


@transaction.atomic
def still_true(ids: Iterable[int]) -> set[int]:
    """Asked just before sending, which may be a day after writing: the digests whose every notice still holds.

    The others are taken back. What still holds of them waits again, and goes into one that is written anew.
    """
    told = Message.objects.filter(digest__in=list(ids), status=Message.Status.DIGESTED)
    notices = list(told.select_for_update())
    kept = {message.pk for message in on_time(still_wanted(notices))}
    untrue = {message.digest_id for message in notices if message.digest_id and message.pk not in kept}
    take_back(untrue)
    return set(ids) - untrue


def take_back(ids: Iterable[int | None]) -> None:
    """Letters that were not sent are no more, and what they told of waits again."""
    told = Message.objects.filter(digest__in=list(ids), status=Message.Status.DIGESTED)
    told.update(status=Message.Status.HELD, digest=None, updated_at=timezone.now())
    Message.objects.filter(pk__in=list(ids)).delete()


def as_notice(message: Message) -> Notice:
    letter = message.text.partition("\n-- \n")[0]
    links = re.compile(rf"{re.escape(settings.BASE_URL)}/[^\s<>\"]*")
    found = links.search(letter)
    words = " ".join(links.sub("", letter).split())
    return Notice(message.subject, Truncator(words).chars(LONGEST_EXCERPT), found[0] if found else "")
