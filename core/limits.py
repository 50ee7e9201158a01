"""So many requests a minute and no more, counted in one statement for each.

The counts stand in Postgres, where all workers see them, in a table that is not logged
(`core/migrations/0004_request_counts.py`). A key is one client; its row is used again each minute.
"""

import time
from dataclasses import dataclass

from django.db import connection
from django.utils.crypto import salted_hmac

MINUTE = 60
ONE_MORE = """
    INSERT INTO core_requestcount AS kept (key, minute, n) VALUES (%s, %s, 1)
    ON CONFLICT (key) DO UPDATE
        SET n = CASE WHEN kept.minute = EXCLUDED.minute THEN kept.n + 1 ELSE 1 END, minute = EXCLUDED.minute
    RETURNING n
"""


@dataclass(frozen=True)
class Allowance:
    """What a client may still ask for in this minute."""

    limit: int
    used: int
    seconds_left: int

    @property
    def is_spent(self) -> bool:
        return self.used > self.limit

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)


def spend(kind: str, client: object, limit: int) -> Allowance:
    """Count one more request; who the client is cannot be read from what is kept."""
    now = int(time.time())
    key = f"{kind}:{salted_hmac('core.limits', str(client), algorithm='sha256').hexdigest()}"
    with connection.cursor() as cursor:
        cursor.execute(ONE_MORE, [key, now // MINUTE])
        (used,) = cursor.fetchone()
    return Allowance(limit, used, MINUTE - now % MINUTE)


def forget_old() -> int:
    """Drop the counts of minutes that are over; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_requestcount WHERE minute < %s", [int(time.time()) // MINUTE])
        return cursor.rowcount
