"""F16: database and documents are lost; they come back, to the newest moment and to a chosen second.

DRILL_GB says how large the database is (default 1).
"""

import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ops import processes
from ops.backups import choosing, documents, manifest, restoring, rows, taking
from ops.backups.faults import Fault
from ops.backups.server import Server, ask
from ops.postgres import Cluster
from tests.drills.original import ADDRESS, ERASE, PASSWORD, Original, files_of, named_by, rows_of

FAULT = "F16"
GIGABYTES = float(os.environ.get("DRILL_GB") or 1)
MARK_SECONDS = 60  # as in production
LOG_IN = f"""
from django.test import Client
client = Client(headers={{"host": "127.0.0.1"}})
answer = client.post("/accounts/login/", {{"login": "{ADDRESS}", "password": "{PASSWORD}"}})
print(answer.status_code, "_auth_user_id" in client.session)
"""


@pytest.fixture
def original():
    with Original(GIGABYTES) as original:
        yield original


def restored(original, place, monkeypatch, at=""):
    """Restore; for how many seconds, and the rows as they were when recovery reached its target."""
    seen, finish = {}, restoring.finish

    def looking_first(copy, *others):
        seen.update(rows_of(copy))
        return finish(copy, *others)

    began = time.monotonic()
    with monkeypatch.context() as patch:
        patch.setattr(restoring, "finish", looking_first)
        restoring.restore(choosing.choose(original.backups, at), place)
    return time.monotonic() - began, seen


class Opened:
    """A restored place with its server running."""

    def __init__(self, original, place):
        self.original, self.place = original, place
        self.cluster = Cluster(place.data)

    def __enter__(self):
        self.process = self.cluster.run(self.cluster.spawn)
        return self

    def __exit__(self, *_):
        processes.stop(self.process, by=signal.SIGINT)
        self.cluster.tidy()

    @property
    def server(self):
        return Server(self.cluster.url)

    def manage(self, *command, **settings):
        return self.original.manage(
            *command, DATABASE_URL=self.cluster.url, MEDIA_ROOT=str(self.place.media), **settings
        )

    def can_log_in(self, **settings):
        return self.manage("shell", "-v", "0", "-c", LOG_IN, **settings).split() == ["302", "True"]

    def mails_sent(self):
        """What its sweeper sends when it comes round."""
        folder = self.original.room / "sent"
        before = len(list(folder.glob("*")))
        self.manage("send_due_mail")
        text = "".join(file.read_text() for file in sorted(folder.glob("*"))[before:])
        return text.count("Message-ID:")

    def rows(self, statement):
        with self.server.session() as session:
            return ask(session, statement)


def test_f16_everything_is_lost(original, figures, rng, round_, monkeypatch):
    figures.note("size of the database", original.size() / 1e9, "GB")
    figures.note("until the first base is there", original.keep(MARK_SECONDS), "s")
    original.writer.start()
    for number in range(10):
        original.document(f"between-{number}")
    time.sleep(5 + 10 * rng.random())
    chosen, at_chosen = quiet_moment(original)
    original.delete_document("early-3")
    original.document("late")
    original.manage("shell", "-v", "0", "-c", ERASE)
    time.sleep(MARK_SECONDS * (1.2 + rng.random()))  # somewhere between two marks
    lost_at = original.lose()

    newest, second = original.place("newest"), original.place("second")
    began = time.monotonic()
    restored(original, newest, monkeypatch)
    with Opened(original, newest) as copy:
        assert copy.can_log_in()
        figures.at_most(1_800, "RTO: from nothing to a log-in", time.monotonic() - began, "s")
        last = copy.rows("SELECT extract(epoch FROM max(at)) FROM drill_written")[0][0]
        figures.at_most(300, "RPO: what was written last, before the loss", lost_at - float(last), "s")
        promise(figures, copy)
        assert copy.can_log_in(SECRET_KEY="another-key-0123456789-0123456789-0123456789")

    _seconds, seen = restored(original, second, monkeypatch, chosen)
    figures.exactly(0, "tables that differ at the chosen second", len(rows.differences(at_chosen.rows, seen)))
    figures.exactly(0, "documents that differ at the chosen second", differing(at_chosen.files, files_of(second.media)))
    with Opened(original, second) as copy:
        promise(figures, copy)

    figures.exactly(4, "spoilt backups found, of 4", sum(found(original, part) for part in parts(original, rng)))
    assert original.run("verify", original.backups).returncode == 0


class AtChosen:
    def __init__(self, original):
        self.rows = rows_of(original.server)
        self.files = files_of(original.media)


def quiet_moment(original):
    """A second at which nobody writes, and what there was."""
    with original.writer.at_rest:
        at_chosen = AtChosen(original)
        time.sleep(1.1)
        chosen = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S+00")
        time.sleep(1.1)
    return chosen, at_chosen


def promise(figures, copy):
    """What holds of every restored copy."""
    named = named_by(copy.server)
    figures.exactly(0, "documents missing, changed or too many", len(documents.faults(named, copy.place.media)))
    figures.exactly(
        0, "erased people who came back", copy.rows("SELECT count(*) FROM community_user WHERE name = 'Leaves'")[0][0]
    )
    figures.exactly(0, "mails sent before resume_mail", copy.mails_sent())
    copy.manage("resume_mail")
    figures.exactly(20, "mails sent after resume_mail", copy.mails_sent())


def differing(one, other):
    return len(set(one.items()) ^ set(other.items()))


def parts(original, rng):
    (chain,) = manifest.chains(original.backups)
    kept = manifest.read(chain)
    segment = rng.choice([name for name in kept.wal if kept.wal[name].size > 0])
    return [
        (chain / "bases" / kept.bases[0].name / "base.tar.gz", None),
        (taking.segment_file(chain / "wal", segment), kept.wal[segment].size),
        (rng.choice(sorted((original.backups / "files").glob("*/*"))), None),
        (chain / manifest.NAME, None),
    ]


def found(original, part):
    """Whether one changed byte is seen before anything is touched; the byte is put right again."""
    file, most = part
    place = (most or file.stat().st_size) // 2
    untouched = original.place("untouched")
    flip(file, place)
    try:
        verdict = original.run("verify", original.backups)
        with pytest.raises(Fault):
            restoring.restore(choosing.choose(original.backups), untouched)
    finally:
        flip(file, place)
    return verdict.returncode != 0 and list(untouched.data.parent.iterdir()) == []


def flip(file: Path, place: int):
    with file.open("r+b") as handle:
        handle.seek(place)
        byte = handle.read(1)
        handle.seek(place)
        handle.write(bytes([byte[0] ^ 1]))
