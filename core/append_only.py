"""The one way around the triggers that keep logs append-only."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def rewriting_logs() -> Iterator[None]:
    """Lets log rows of this transaction go with a deleted record, follow a merged one, or be shown to others.

    Must be called inside a transaction; the permission ends with it at the latest.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.rewriting_logs = 'on'")
        yield
        cursor.execute("SET LOCAL portal.rewriting_logs = 'off'")
