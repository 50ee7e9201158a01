"""Nobody's mailbox is filled by strangers: how much mail one person may cause to addresses we do not know."""

import zlib
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from mail.addresses import clean_address
from mail.models import Message

LOCK_SPACE = 0x4C494D54  # "LIMT"
A_DAY = timedelta(days=1)


class NotInTransaction(RuntimeError):
    """The answer would be worth nothing: it holds until the end of the transaction that queues the mail."""


def within_limits(*, purpose: str, to: Iterable[str], sender: str = "") -> list[str]:
    """Those of these addresses that may get one more mail for this purpose today, in the order given.

    At most MAIL_UNVERIFIED_A_DAY to one address, and MAIL_SENDER_A_DAY caused by one sender (a word of the
    caller's, such as `user:17`, that it gives to `queue` as well). Call it in the transaction that queues:
    whoever asks about the same address or sender meanwhile waits until that has ended, and counts it.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("Ask within the transaction that queues the mail")
    addresses = list(dict.fromkeys(clean_address(address) for address in to))
    _lock([f"{purpose}:{address}" for address in addresses] + ([sender] if sender else []))
    lately = Message.objects.filter(created_at__gt=timezone.now() - A_DAY)
    to_each = lately.filter(purpose=purpose, recipient__in=addresses).order_by().values("recipient")
    counts = dict(to_each.annotate(count=Count("pk")).values_list("recipient", "count"))
    free = [address for address in addresses if counts.get(address, 0) < settings.MAIL_UNVERIFIED_A_DAY]
    if sender:
        left = settings.MAIL_SENDER_A_DAY - lately.filter(sender=sender).count()
        free = free[: max(left, 0)]
    return free


def _lock(names: list[str]) -> None:
    """Until the end of the transaction; always in the same order, so that no two wait for each other."""
    with connection.cursor() as cursor:
        for number in sorted({zlib.crc32(name.encode()) - 2**31 for name in names}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, number])
