"""The portal that F16 loses: a database of its own, documents, mail that waits, and somebody who writes."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Self

from ops import processes
from ops.backups import documents, rows
from ops.backups.documents import NamedFile
from ops.backups.manifest import Table
from ops.backups.restoring import Place
from ops.backups.server import Server, ask
from ops.places import PYTHON, ROOT
from ops.postgres import Cluster

ADDRESS, PASSWORD = "officer@drill.example", "a long password of the drill"
PEOPLE = f"""
from allauth.account.models import EmailAddress
from community.models import User
from mail.models import Message
from partnerships.models import Partnership

for name, address in (("Officer", "{ADDRESS}"), ("Leaves", "leaves@drill.example")):
    user = User.objects.create_user(address, "{PASSWORD}", name=name)
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
for number in range(20):
    Message.objects.create(
        purpose="membership-decided", period=str(number), recipient="{ADDRESS}", message_id=f"<{{number}}@drill.example>"
    )
Partnership.objects.create(title="The record of the drill")
"""
ERASE = """
from community.models import User
from community.services import people
user = User.objects.get(name="Leaves")
people.anonymise(user=user, by=user)
"""
BALLAST = """
    INSERT INTO drill_ballast
    SELECT n, (SELECT string_agg(repeat(md5(random()::text || n || part), 3), '') FROM generate_series(1, 18) AS part)
    FROM generate_series(%s, %s) AS n
"""
BALLAST_ROW, BALLAST_STEP = 1_800, 50_000


class Original:
    def __init__(self, gigabytes: float) -> None:
        self.room = Path(tempfile.mkdtemp(prefix="portal-f16-"))
        self.room.chmod(0o755)
        self.cluster = Cluster(self.room / "var" / "pg")
        self.media, self.backups = self.room / "var" / "media", self.room / "backups"
        self.bytes = int(gigabytes * 1e9)
        self.writer = Writer(self)
        self.keeper: subprocess.Popen[bytes] | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.media.mkdir(parents=True)
        for folder in self.media.parents[:1]:
            folder.chmod(0o755)
        self.process = self.cluster.run(self.cluster.spawn)
        for command in (["migrate", "--no-input"], ["load_reference"], ["shell", "-c", PEOPLE]):
            self.manage(*command)
        with self.server.session() as session:
            ask(session, "CREATE TABLE drill_written (at timestamptz PRIMARY KEY DEFAULT clock_timestamp())")
            ask(session, "CREATE TABLE drill_ballast (number bigint PRIMARY KEY, words text)")
            for first in range(0, self.bytes // BALLAST_ROW, BALLAST_STEP):
                ask(session, BALLAST, (first, first + BALLAST_STEP - 1))
        for number in range(40):
            self.document(f"early-{number}")
        return self

    def __exit__(self, *_: object) -> None:
        self.writer.stop()
        self.kill()
        shutil.rmtree(self.room, ignore_errors=True)

    @property
    def server(self) -> Server:
        return Server(self.cluster.url)

    @property
    def settings(self) -> dict[str, str]:
        return {
            "SECRET_KEY": "the-key-of-the-drill-0123456789-0123456789",
            "DATABASE_URL": self.cluster.url,
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "EMAIL_URL": f"filemail:///{self.room / 'sent'}",  # four slashes: django-environ takes one away
            "MEDIA_ROOT": str(self.media),
            "PORTAL_VAR": str(self.room / "var"),
            "DEBUG": "0",
            "DEMO_MODE": "0",
        }

    def manage(self, *command: str, **settings: str) -> str:
        env = {**os.environ, **self.settings, **settings}
        done = subprocess.run([PYTHON, "manage.py", *command], cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3_000:]
        return done.stdout

    def document(self, name: str) -> None:
        """A file and its row, in the order in which the portal writes them."""
        content = hashlib.sha256(name.encode()).digest() * 2_000
        path = f"documents/2026/11/{name}.pdf"
        (self.media / path).parent.mkdir(parents=True, exist_ok=True)
        (self.media / path).write_bytes(content)
        with self.server.session() as session:
            ask(
                session,
                """
                INSERT INTO partnerships_document
                       (created_at, updated_at, visibility, title, category, file, url, language, size, sha256,
                        partnership_id)
                SELECT now(), now(), 'public', %s, 'A12', %s, '', 'en', %s, %s, id FROM partnerships_partnership
                """,
                (name, path, str(len(content)), hashlib.sha256(content).hexdigest()),
            )

    def delete_document(self, name: str) -> None:
        with self.server.session() as session:
            ask(session, "DELETE FROM partnerships_document WHERE title = %s", (name,))
        (self.media / f"documents/2026/11/{name}.pdf").unlink()

    def size(self) -> int:
        with self.server.session() as session:
            return int(ask(session, "SELECT pg_database_size(current_database())")[0][0])

    # --- Backing up, and losing ------------------------------------------------------------------------

    def keep(self, seconds: float) -> float:
        """Start what production runs; how long it took until there was something to restore."""
        began = time.monotonic()
        self.keeper = processes.spawn(
            [PYTHON, "-m", "ops.backups", "keep", "--to", self.backups, "--seconds", str(seconds)],
            log=self.room / "keeper.log",
            env={**os.environ, **self.settings},
            cwd=ROOT,
        )
        came = processes.wait_until(lambda: any(self.backups.glob("*/manifest.json")), seconds=3_600, pause=0.5)
        assert came, processes.last_lines(self.room / "keeper.log")
        return time.monotonic() - began

    def kill(self) -> None:
        """Nobody gets to say goodbye: neither the keeper nor the database."""
        if self.keeper is not None:
            processes.kill_group(self.keeper)
            self.keeper.wait()
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            time.sleep(1)  # for the processes that it had started
            processes.kill_group(self.process)

    def lose(self) -> float:
        """The disk is gone; when that was."""
        self.kill()
        when = time.time()
        shutil.rmtree(self.cluster.place)
        shutil.rmtree(self.media)
        return when

    def place(self, name: str) -> Place:
        (self.room / name).mkdir(exist_ok=True)
        (self.room / name).chmod(0o755)
        return Place(self.room / name / "pg", self.room / name / "media", self.settings)

    def run(self, *words: str | Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [PYTHON, "-m", "ops.backups", *words],
            cwd=ROOT,
            env={**os.environ, **self.settings},
            capture_output=True,
            text=True,
        )


class Writer(threading.Thread):
    """Writes ten rows a second, each with the time at which it was written, and stands still when asked."""

    def __init__(self, original: Original) -> None:
        super().__init__(daemon=True)
        self.original = original
        self.may_write, self.is_over, self.at_rest = threading.Event(), threading.Event(), threading.Lock()

    def run(self) -> None:
        with contextlib.suppress(Exception), self.original.server.session() as session:
            while not self.is_over.wait(0.1):
                with self.at_rest:
                    ask(session, "INSERT INTO drill_written DEFAULT VALUES")

    def stop(self) -> None:
        self.is_over.set()


def rows_of(server: Server) -> dict[str, Table]:
    with server.session() as session:
        return rows.sums(session)


def files_of(media: Path) -> dict[str, str]:
    found = (path for path in media.rglob("*") if path.is_file())
    return {str(path.relative_to(media)): documents.hash_of(path) for path in found}


def named_by(server: Server) -> list[NamedFile]:
    with server.session() as session:
        found = ask(session, "SELECT file, sha256 FROM partnerships_document WHERE file > ''")
    return [NamedFile(path, sha256) for path, sha256 in found]
