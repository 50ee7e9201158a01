"""The way back: check, recover beside, pause the mail, put documents beside, then exchange both.

Until the exchange, the database and the documents that are in use are only read. What a restore
replaced stays beside it under a name of its own.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ops import services
from ops.accounts import SERVER_HOME, Account, account_for
from ops.backups import apart, asking, checking, documents, manifest, rows, server, taking
from ops.backups.choosing import Source
from ops.backups.documents import NamedFile
from ops.backups.faults import Fault
from ops.backups.manifest import Erasure
from ops.backups.recovering import Copy
from ops.backups.server import Server
from ops.backups.swapping import clear, is_occupied, put_in_place, require_swappable
from ops.places import ROOT

PAUSED = "This is a copy restored from a backup: look at what waits, then run resume_mail."
ROOM = 300_000_000  # what recovery writes besides
# The commands that finish a copy reach nobody.
SILENT = {"REDIS_URL": "redis://127.0.0.1:1/0", "EMAIL_URL": "dummymail://", "STATEMENT_TIMEOUT_MS": "0"}


def say(line: str) -> None:
    print(line, flush=True)


@dataclass(frozen=True)
class Place:
    """Where the portal keeps its database and its documents, and the settings it runs with."""

    data: Path
    media: Path
    settings: Mapping[str, str]
    user: str = "portal"
    database: str = "portal"

    @property
    def fresh_data(self) -> Path:
        return self.data.with_name(f"{self.data.name}.restoring")

    @property
    def fresh_media(self) -> Path:
        return self.media.with_name(f"{self.media.name}.restoring")

    def account(self) -> Account:
        """Who serves the data: whoever does now, or owns the folder it will be in."""
        above = next(folder for folder in self.data.parents if folder.exists()).stat()
        if self.data.exists() or os.geteuid() != 0 or above.st_uid == 0:
            return account_for(self.data)
        return Account(above.st_uid, above.st_gid)

    def make_fresh(self, account: Account) -> Copy:
        """An empty place for the copy, where the server's user can get to it."""
        clear(self.fresh_data)
        clear(self.fresh_media)
        for folder in reversed([folder for folder in self.data.parents if not folder.exists()]):
            folder.mkdir()
            account.give(folder)
        self.fresh_media.mkdir(parents=True)
        real = self.fresh_data
        if not account.can_enter(self.data.parent):
            SERVER_HOME.mkdir(mode=0o755, exist_ok=True)
            real = Path(tempfile.mkdtemp(prefix="restored-", dir=SERVER_HOME)) / self.data.name
            real.parent.chmod(0o755)
            self.fresh_data.symlink_to(real)
        return Copy(real, account, self.user, self.database)


def restore(source: Source, place: Place, *, force: bool = False) -> None:
    """Bring database and documents back to the chosen moment. Raises Fault, and then nothing was replaced."""
    _require_free(place, force=force)
    _require_fitting(source, place)
    say(f"Checking the backup in {source.chain} …")
    checking.check_for(source.chain, source.manifest, source.base)
    erasures = _erasures(source, place)

    copy = place.make_fresh(place.account())
    say(f"Unpacking the base of {source.base.mark.at} …")
    copy.unpack(source.chain / "bases" / source.base.name)
    copy.lay_log(source.chain / "wal", source.manifest, source.base.first_segment, source.last_segment)
    copy.hand_over()
    say("Replaying the log, and comparing the rows of every table on the way …")
    checking.refuse(source.chain, rows.differences(source.base.tables, copy.recover(source.base, source.target)))
    with copy.running() as running:
        named = finish(running.server, place, erasures)
    say("Putting the documents beside it …")
    problems = documents.place(named, source.manifest, source.chain.parent / taking.STORE, place.fresh_media)
    _give_like(place.media, place.fresh_media)
    _exchange(place)
    copy.log.unlink(missing_ok=True)
    _report(source, place, named, problems)


def finish(copy: Server, place: Place, erasures: Iterable[Erasure]) -> list[NamedFile]:
    """What a copy needs before anybody may use it; the files that its rows name.

    First of all its mail is paused: nothing that was waiting goes out a second time.
    """
    manage = _Manager({**place.settings, **SILENT, "DATABASE_URL": copy.url, "MEDIA_ROOT": str(place.fresh_media)})
    if not manage.agrees("migrate", "--check"):
        say("Bringing its tables up to this version of the portal …")
        manage.run("migrate", "--no-input")
    manage.run("pause_mail", "--by", "make restore", "--reason", PAUSED)
    say(manage.run("reapply_erasures", words=json.dumps([asdict(erasure) for erasure in erasures])).strip())
    return [NamedFile(**json.loads(line)) for line in manage.run("stored_files").splitlines()]


@dataclass(frozen=True)
class _Manager:
    """Runs management commands on the copy."""

    settings: Mapping[str, str]

    def run(self, *command: str, words: str = "") -> str:
        done = self._done(command, words)
        if done.returncode:
            raise Fault(f"`manage.py {command[0]}` failed on the copy:\n{done.stderr.strip()[-2000:]}")
        return done.stdout

    def agrees(self, *command: str) -> bool:
        return self._done(command, "").returncode == 0

    def _done(self, command: tuple[str, ...], words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=services.environment(dict(self.settings)),
            input=words,
            capture_output=True,
            text=True,
        )


# --- Before anything is touched --------------------------------------------------------------------------


def _require_free(place: Place, *, force: bool) -> None:
    require_swappable(place.data)
    require_swappable(place.media)
    occupied = [str(folder) for folder in (place.data, place.media) if is_occupied(folder)]
    if occupied and not force:
        raise Fault(
            f"{' and '.join(occupied)} would be replaced. Add FORCE=1 if you want that; "
            "what is there now will be kept beside it under another name."
        )


def _require_fitting(source: Source, place: Place) -> None:
    """The right programs, code that knows the tables, and room on the disk."""
    ours = server.major_version()
    if source.manifest.server != ours:
        raise Fault(f"The backup is of PostgreSQL {source.manifest.server}; the programs here are of {ours}.")
    unknown = [name for name in source.base.migrations if not _is_known(name)]
    if unknown:
        raise Fault(
            f"The backup was made by a newer version of the portal ({source.base.code}): "
            f"this one does not know {', '.join(unknown)}."
        )
    log = sum(part.size for part in source.manifest.wal.values())
    needed = source.base.unpacked_size + log + sum(file.size for file in source.manifest.files.values()) + ROOM
    above = next(folder for folder in place.data.parents if folder.exists())
    if shutil.disk_usage(above).free < needed:
        raise Fault(f"There is too little room in {above}: {needed / 1e9:.1f} GB are needed.")


def _is_known(migration: str) -> bool:
    """Whether our own code has it; the packages' migrations follow from requirements.txt."""
    app, _, name = migration.partition(".")
    folder = ROOT / app / "migrations"
    return not folder.is_dir() or (folder / f"{name}.py").exists()


def _erasures(source: Source, place: Place) -> list[Erasure]:
    """Whoever was erased, by all that can be known: every backup there, and the database that is replaced."""
    found = {erasure.address_hash: erasure for erasure in source.manifest.erasures}
    for chain in manifest.chains(source.chain.parent):
        try:
            found |= {erasure.address_hash: erasure for erasure in manifest.read(chain).erasures}
        except Fault as fault:
            say(f"Not looked at: {fault}")
    if not (place.data / "PG_VERSION").exists():
        return list(found.values())
    say("Asking the present database who has been erased …")
    former = Copy(place.data.resolve(), place.account(), place.user, place.database)
    try:
        with former.running() as running, running.server.session() as session:
            found |= {erasure.address_hash: erasure for erasure in asking.erasures(session)}
        former.log.unlink(missing_ok=True)
    except Fault as fault:
        say(f"It could not be asked. Erase again whoever was erased after {source.manifest.mark.at}. {fault}")
    return list(found.values())


# --- The end ---------------------------------------------------------------------------------------------


def _give_like(former: Path, fresh: Path) -> None:
    """The documents belong to whoever owned them before, or owns the folder above."""
    owner = (former if former.exists() else former.parent).stat()
    for path in [fresh, *fresh.rglob("*")]:
        if os.geteuid() == 0:
            os.chown(path, owner.st_uid, owner.st_gid)
        path.chmod(0o750 if path.is_dir() else 0o640)


def _exchange(place: Place) -> None:
    stamp = taking.stamp()
    for fresh, folder in ((place.fresh_media, place.media), (place.fresh_data, place.data)):
        former = folder.with_name(f"{folder.name}.before-{stamp}")
        if put_in_place(fresh, folder, former):
            say(f"What was in {folder} is now in {former}; remove it when you no longer need it.")


def _report(source: Source, place: Place, named: list[NamedFile], problems: list[str]) -> None:
    say(f"\nRestored as of {source.at or source.manifest.mark.at}: {len(source.base.tables)} tables equal to the")
    say(f"backup's, row by row, before the log went on; {len(named) - len(problems)} of {len(named)} documents.")
    for problem in problems:
        say(f"  - {problem}")
    for line in apart.compared(source.manifest.secrets, place.settings):
        say(f"  - {line}")
    say("\nMail is paused: the copy sends nothing until you say so, with  manage.py resume_mail")
