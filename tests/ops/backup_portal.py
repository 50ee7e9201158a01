"""A small database with documents, for the tests of backups: plain tables, no Django."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ops import processes
from ops.backups import choosing, restoring, taking
from ops.backups.keeping import Keeper, Plan
from ops.backups.manifest import Manifest
from ops.backups.restoring import NamedFile, Place
from ops.backups.server import Server, ask
from ops.backups.taking import Chain
from ops.places import ROOT
from ops.postgres import Cluster

SECRETS = {"SECRET_KEY": "0123456789abcdef$0123456789abcdef"}


@dataclass
class Portal:
    room: Path
    cluster: Cluster

    @property
    def server(self) -> Server:
        return Server(self.cluster.url)

    @property
    def media(self) -> Path:
        return self.room / "media"

    @property
    def backups(self) -> Path:
        return self.room / "backups"

    def do(self, statement: str, *values: str) -> list[tuple]:
        with self.server.session() as session:
            return ask(session, statement, values)

    def write(self, note: str, content: bytes = b"") -> None:
        """A row, and with content the document that it names."""
        path = f"documents/{note}.txt" if content else ""
        if content:
            (self.media / path).parent.mkdir(parents=True, exist_ok=True)
            (self.media / path).write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest() if content else ""
        self.do("INSERT INTO notes (note, file, sha256) VALUES (%s, %s, %s)", note, path, sha256)

    def back_up(self) -> Chain:
        return taking.take_once(self.backups, self.server, self.media, SECRETS)

    def keeper(self, plan: Plan) -> Keeper:
        return Keeper(self.backups, self.server, self.media, SECRETS, plan)

    def keep(self, *, rounds: int, plan: Plan | None = None) -> None:
        """What production's keeper does in so many minutes; a base that is due is waited for."""
        keeper = self.keeper(plan or Plan())
        for _ in range(rounds):
            keeper.try_round()
            if keeper.copying is not None:
                keeper.copying.join()
        keeper.stop()

    def place(self, name: str = "copy") -> Place:
        return Place(self.room / name / "pg", self.room / name / "media", {})

    def restore(self, place: Place, at: str = "", *, force: bool = False) -> None:
        restoring.restore(choosing.choose(self.backups, at), place, force=force)


def begin(room: Path) -> Portal:
    cluster = Cluster(room / "original" / "pg", durable=False)
    cluster.place.parent.mkdir()
    cluster.place.parent.chmod(0o755)
    cluster.start()
    portal = Portal(room, cluster)
    portal.media.mkdir()
    portal.do("CREATE TABLE notes (id serial PRIMARY KEY, note text, file text, sha256 text)")
    portal.do("CREATE TABLE without_key AS SELECT n % 7 AS n FROM generate_series(1, 500) AS n")
    return portal


def notes_in(place: Place) -> list[str]:
    """What a restored database holds, asked by a server of its own."""
    with served(place) as server, server.session() as session:
        return [note for (note,) in ask(session, "SELECT note FROM notes ORDER BY id")]


class served:
    """The server of a restored place, as `make run` would start it."""

    def __init__(self, place: Place) -> None:
        self.cluster = Cluster(place.data, durable=False)

    def __enter__(self) -> Server:
        self.process = self.cluster.run(self.cluster.spawn)
        return Server(self.cluster.url)

    def __exit__(self, *_error: object) -> None:
        processes.stop(self.process, by=signal.SIGINT)
        self.cluster.tidy()


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def named_files(copy: Server, *_: object) -> list[NamedFile]:
    """What `manage.py stored_files` says of the portal's own tables."""
    with copy.session() as session:
        return [
            NamedFile(path, sha256) for path, sha256 in ask(session, "SELECT file, sha256 FROM notes WHERE file > ''")
        ]


def flip(file: Path, at: int | None = None) -> None:
    """Change one byte, in the middle unless told where."""
    place = file.stat().st_size // 2 if at is None else at
    with file.open("r+b") as handle:
        handle.seek(place)
        byte = handle.read(1)
        handle.seek(place)
        handle.write(bytes([byte[0] ^ 1]))


def cut(file: Path) -> None:
    with file.open("r+b") as handle:
        handle.truncate(file.stat().st_size - 1)


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder with its size and time: whether anything was touched."""
    return {
        str(path): (found.st_size, found.st_mtime_ns)
        for path in folder.rglob("*")
        if (found := path.lstat()) and path.is_file()
    }


def command(*arguments: str, room: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """`python …` at the repository's root, on a `var/` of its own."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "", "MEDIA_ROOT": "", "PORTAL_VAR": str(room), **environment},
        capture_output=True,
        text=True,
    )


def copy_of(chain: Path, target: Path) -> Path:
    """A backup folder with this chain in it, to be spoilt."""
    shutil.copytree(chain.parent, target, ignore=shutil.ignore_patterns("*.log"))
    return target / chain.name


def oldest_segment(kept: Manifest) -> str:
    return min(kept.wal)
