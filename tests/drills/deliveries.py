"""What came of a mailing: the rows of the outbox beside what the mail server took."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from ops import processes
from tests.drills.figures import Figures
from tests.drills.stack import Stack

UNDER_WAY = ("queued", "retry", "sending")


@dataclass(frozen=True)
class Deliveries:
    """Of one period, once nothing is under way."""

    rows: list[tuple[str, str, str, datetime, datetime | None]]  # recipient, status, Message-ID, due, sent
    stored: list[tuple[str, str]]  # recipient and Message-ID of each raw copy

    @property
    def lost(self) -> int:
        """People whose mail never reached the server, whatever the outbox says of it."""
        return len({recipient for recipient, *_ in self.rows} - {recipient for recipient, _id in self.stored})

    @property
    def not_sent(self) -> int:
        return sum(status != "sent" for _to, status, *_ in self.rows)

    @property
    def recipients(self) -> int:
        return len({recipient for recipient, _id in self.stored})

    @property
    def two_ids(self) -> int:
        """People who got two different Message-IDs for one mail."""
        ids = Counter(recipient for recipient, _id in set(self.stored))
        return sum(count > 1 for count in ids.values())

    @property
    def extra(self) -> int:
        """Raw copies beyond the first of each mail."""
        return len(self.stored) - len(set(self.stored))


def deliveries(stack: Stack, period: str) -> Deliveries:
    rows = stack.rows(
        "SELECT recipient, status, message_id, due_at, sent_at FROM mail_message WHERE period = %s", period
    )
    ids = {row[2] for row in rows}
    stored = [(event["to"], event["id"]) for event in stack.events() if event["id"] in ids]
    return Deliveries(rows, stored)


def under_way(stack: Stack, period: str) -> int:
    return stack.count(
        "SELECT count(*) FROM mail_message WHERE period = %s AND status = ANY(%s)", period, list(UNDER_WAY)
    )


def wait_for_end(stack: Stack, period: str, seconds: float) -> bool:
    """Whether nothing of the mailing was under way any more in that time."""
    return processes.wait_until(lambda: under_way(stack, period) == 0, seconds=seconds, pause=0.5)


def promise(figures: Figures, seen: Deliveries, *, people: int, extra: int) -> None:
    """The promise of the outbox: all of them, each with one Message-ID, and so many more copies at most."""
    figures.exactly(0, "lost mails", seen.lost)
    figures.exactly(0, "mails not marked as sent", seen.not_sent)
    figures.exactly(people, "distinct (purpose, period, recipient)", seen.recipients)
    figures.exactly(0, "people with two Message-IDs for one mail", seen.two_ids)
    figures.at_most(extra, "extra raw copies", seen.extra)
