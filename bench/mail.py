"""R9: how fast one worker process writes and sends letters, beside the limit.

Both begin with readers and a template and end with the last answer of the same local server. The limit does only
what cannot be left out: a hundred letters rendered, sent over one line, and kept by one query. It asks nothing
before it sends, and killed, it has forgotten a hundred. Ours puts them into the outbox and lets a sweeper send them.
"""

import contextlib
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mail import claiming, services
from mail.delivery import as_email, send_due
from mail.digest import Notice
from mail.letters import Recipient, compose
from mail.models import Message
from ops import processes
from ops.places import LOGS, ROOT, VENV_BIN
from ops.run import free_port

TARGET = 0.70
LETTERS = 200  # of a slice: short ones, so that other work on the machine hits both alike
LIMIT_BATCH = 100
SLICES = 5  # of each in a round
PURPOSE = "digest"
Work = Callable[[list[Recipient]], None]
NOTICES = [Notice(f"Notice {number}", "What happened, in a sentence or two. " * 4, "") for number in range(3)]
LETTER: dict[str, Any] = {
    "purpose": PURPOSE,
    "period": "bench",
    "template": "mail/emails/digest",
    "context": {"notices": NOTICES},
}


@dataclass(frozen=True)
class MailResult:
    """Mails a second of both, slice by slice, and what a batch of ours asks the database."""

    rounds: list[tuple[float, float]]
    queries_a_batch: int
    sent: int
    distinct: int

    @property
    def share(self) -> float:
        """Of the limit: the median of the rounds."""
        return statistics.median(ours / limit for limit, ours in self.rounds)

    @property
    def verdict(self) -> str:
        if self.sent != self.distinct:
            return f"{self.sent - self.distinct} sent twice"
        return "holds" if self.share >= TARGET else f"under {TARGET:.0%}"

    def as_row(self) -> dict[str, Any]:
        limit, ours = (statistics.median(each) for each in zip(*self.rounds, strict=True))
        return {
            "row": "R9",
            "ratio": round(self.share, 2),
            "mails_per_second": round(ours),
            "limit_per_second": round(limit),
            "queries_a_batch": self.queries_a_batch,
            "sent": self.sent,
            "distinct": self.distinct,
        }

    def line(self) -> str:
        row = self.as_row()
        return (
            f"R9   mail, one process: {row['mails_per_second']} a second, {row['ratio']:.0%} of the "
            f"{row['limit_per_second']} that batches of {LIMIT_BATCH} reach; {self.queries_a_batch} queries a batch "
            f"of {claiming.BATCH} and one for each mail; {self.sent:,} sent, {self.distinct:,} distinct  "
            f"{TARGET:.0%}: {self.verdict}"
        )


def measure_mail(count: int) -> MailResult:
    ledger = LOGS / "bench-mail-ids"
    with _sink(ledger), _outbox_to_ourselves():
        _slice(_batched)  # warm
        _slice(_ours)
        rounds = [(_slice(_batched), _slice(_ours)) for _round in range(SLICES * count)]
        queries = _queries_a_batch()
    ids = ledger.read_text().split()
    return MailResult(rounds, queries, len(ids), len(set(ids)))


def _slice(work: Work) -> float:
    """How many letters a second."""
    Message.objects.filter(purpose=PURPOSE).delete()
    readers = [Recipient(f"reader-{number}@example.org") for number in range(LETTERS)]
    begun = time.perf_counter()
    work(readers)
    taken = time.perf_counter() - begun
    sent = Message.objects.filter(purpose=PURPOSE, status=Message.Status.SENT).count()
    if sent != LETTERS:
        raise SystemExit(f"{sent} of {LETTERS} letters were sent")
    return LETTERS / taken


def _ours(readers: list[Recipient]) -> None:
    services.queue(**LETTER, to=readers)
    send_due()


def _batched(readers: list[Recipient]) -> None:
    line = mail.get_connection()
    line.open()
    for first in range(0, len(readers), LIMIT_BATCH):
        batch = [compose(reader, **LETTER) for reader in readers[first : first + LIMIT_BATCH]]
        line.send_messages([as_email(message) for message in batch])
        for message in batch:
            message.status, message.sent_at = Message.Status.SENT, timezone.now()
        Message.objects.bulk_create(batch)
    line.close()


def _queries_a_batch() -> int:
    """What a second batch asks the database, but for the mark of each of its letters."""
    asked = []
    for batches in (1, 2):
        Message.objects.filter(purpose=PURPOSE).delete()
        readers = [Recipient(f"reader-{number}@example.org") for number in range(claiming.BATCH * batches)]
        services.queue(**LETTER, to=readers)
        with CaptureQueriesContext(connection) as captured:
            send_due()
        asked.append(len(captured) - len(readers))
    return asked[1] - asked[0]


@contextlib.contextmanager
def _sink(ledger: Path) -> Iterator[None]:
    port = free_port()
    LOGS.mkdir(parents=True, exist_ok=True)
    command = [VENV_BIN / "python", "-m", "bench.mail_sink", str(port), ledger]
    process = processes.spawn(command, log=LOGS / "bench-mail.log", env=None, cwd=ROOT)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    try:
        if not processes.wait_until(_answers, seconds=20):
            raise SystemExit("The mail server of the benchmark does not answer")
        yield
    finally:
        processes.stop(process)


def _answers() -> bool:
    line = mail.get_connection()
    with contextlib.suppress(OSError):
        return bool(line.open())
    return False


@contextlib.contextmanager
def _outbox_to_ourselves() -> Iterator[None]:
    """Other mail in the benchmark's database waits meanwhile; ours is taken out again."""
    others = Message.objects.filter(status__in=Message.WAITING).exclude(purpose=PURPOSE)
    waiting = list(others.values_list("pk", flat=True))
    Message.objects.filter(pk__in=waiting).update(status=Message.Status.HELD)
    try:
        yield
    finally:
        Message.objects.filter(purpose=PURPOSE).delete()
        Message.objects.filter(pk__in=waiting).update(status=Message.Status.QUEUED)
