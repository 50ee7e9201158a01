"""The backup that never ends: the log as it is written, a mark a minute, a base a day, old ones deleted."""

import shutil
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ops.backups import asking, manifest, taking
from ops.backups.faults import Fault
from ops.backups.manifest import Base, Manifest
from ops.backups.server import Server, ask
from ops.backups.taking import STORE, Chain

LATE = timedelta(minutes=5)
UNDER_WAY = timedelta(days=1)  # what belongs to no manifest may be part of a backup that is being made


def say(line: str) -> None:
    print(f"{manifest.now()[:19]} {line}", flush=True)


@dataclass(frozen=True)
class Plan:
    """How often, and for how long."""

    seconds: float = 60
    base_every: timedelta = timedelta(days=1)
    keep: timedelta = timedelta(days=14)


class Copying(threading.Thread):
    """A base that is copied while marks go on; for a large database that takes longer than five minutes."""

    def __init__(self, chain: Chain) -> None:
        super().__init__(daemon=True)
        self.chain = chain
        self.base: Base | None = None
        self.fault: Exception | None = None

    def run(self) -> None:
        try:
            self.base = self.chain.copy_base()
        except (Fault, OSError) as fault:
            self.fault = fault


@dataclass
class Keeper:
    folder: Path
    server: Server
    media: Path
    secrets: dict[str, str]
    plan: Plan = field(default_factory=Plan)
    chain: Chain | None = None
    copying: Copying | None = None

    def keep(self) -> None:
        """Go round for ever. What fails is said and tried again at the next round."""
        try:
            while True:
                began = time.monotonic()
                self.try_round()
                time.sleep(max(0.0, self.plan.seconds - (time.monotonic() - began)))
        finally:
            self.stop()

    def stop(self) -> None:
        if self.chain is not None:
            self.chain.stop()
        self.chain, self.copying = None, None

    def try_round(self) -> None:
        try:
            self.chain = self.chain or self._continued() or self._begun()
            self._go_round(self.chain)
        except (Fault, OSError) as fault:
            say(f"FAILED: {fault}")
            if self.chain is not None and not _is_continuous(self.chain):
                say("The server no longer has the log that is missing here; a new chain begins.")
                self.stop()

    def _go_round(self, chain: Chain) -> None:
        if not chain.manifest.bases:
            self._welcome(chain, chain.add_base())
            return
        came = self._finished_copy()
        if came is not None:
            chain.take(came)
        elif (
            self.copying is None and manifest.moment(chain.manifest.bases[-1].mark.at) + self.plan.base_every <= _now()
        ):
            self.copying = Copying(chain)
            self.copying.start()
        chain.advance()
        if came is not None:
            self._welcome(chain, came)

    def _finished_copy(self) -> Base | None:
        if self.copying is None or self.copying.is_alive():
            return None
        done, self.copying = self.copying, None
        if done.fault is not None:
            say(f"FAILED: no base was copied: {done.fault}")
        return done.base

    def _welcome(self, chain: Chain, base: Base) -> None:
        say(f"Base {base.name}: {len(base.tables)} tables, {base.unpacked_size:,} bytes.")
        prune(self.folder, self.plan.keep)
        chain.manifest = manifest.read(chain.folder)

    def _continued(self) -> Chain | None:
        """The newest chain of a former run, if the server still has all that came after it."""
        for place, kept in reversed(readable(self.folder)):
            chain = Chain(place, self.server, self.media, kept)
            if kept.slot.startswith("portal_keep_") and _is_continuous(chain):
                return chain
        return None

    def _begun(self) -> Chain:
        with self.server.session() as session:
            asking.drop_slots(session, "portal_keep_%")
        say("A new chain begins.")
        return taking.new_chain(self.folder, self.server, self.media, purpose="keep", secrets=self.secrets)


def _is_continuous(chain: Chain) -> bool:
    """Whether the server is the same, on the same timeline, and kept its log for us."""
    try:
        with chain.server.session() as session:
            held = ask(
                session,
                """
                SELECT 1 FROM pg_replication_slots
                WHERE slot_name = %s AND wal_status <> 'lost'
                  AND (SELECT system_identifier::text FROM pg_control_system()) = %s
                """,
                (chain.manifest.slot, chain.manifest.system),
            )
            return bool(held) and asking.timeline(session) == chain.manifest.timeline
    except Fault:
        return True  # it does not answer: that says nothing about its log


# --- What is too old ---------------------------------------------------------------------------------------


def prune(folder: Path, kept_for: timedelta) -> None:
    """Delete what no moment within the time kept needs; the newest base stays, however old."""
    horizon = _now() - kept_for
    found = readable(folder)
    newest = max(found, key=lambda each: manifest.moment(each[1].mark.at))[0]
    used: set[str] = set()
    for place, kept in found:
        if place != newest and manifest.moment(kept.mark.at) < horizon:
            (place / manifest.NAME).unlink()  # from now on it is no backup
            continue
        _prune_chain(place, kept, horizon)
        used |= {file.sha256 for file in kept.files.values()}
    abandoned = (_now() - min(kept_for, UNDER_WAY)).timestamp()
    for wal in folder.glob("*/wal"):
        if not (wal.parent / manifest.NAME).exists() and wal.stat().st_mtime < abandoned:
            shutil.rmtree(wal.parent)
    if len(found) < len(list(manifest.chains(folder))):
        return  # nobody knows which documents the spoilt one needs
    for file in (folder / STORE).glob("*/*"):
        if file.name not in used and file.stat().st_mtime < abandoned:
            file.unlink()


def _prune_chain(place: Path, kept: Manifest, horizon: datetime) -> None:
    """The manifest first: what it no longer names may then go."""
    before = [base for base in kept.bases if manifest.moment(base.mark.at) <= horizon]
    kept.bases = kept.bases[max(0, len(before) - 1) :]
    first = kept.bases[0].first_segment
    kept.wal = {name: part for name, part in kept.wal.items() if name >= first or name.endswith(".history")}
    kept.files = {
        path: file for path, file in kept.files.items() if not file.gone_at or manifest.moment(file.gone_at) >= horizon
    }
    kept.write(place)
    names = {base.name for base in kept.bases}
    for old in (place / "bases").iterdir():
        if old.stem in names:
            continue
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()
    taking.drop_log_before(place / "wal", first)


def readable(folder: Path) -> list[tuple[Path, Manifest]]:
    """The chains whose manifest is sound; a spoilt one is no reason to stop backing up."""
    found = []
    for place in manifest.chains(folder):
        try:
            found.append((place, manifest.read(place)))
        except Fault as fault:
            say(f"SPOILT: {fault}")
    return found


def age(folder: Path) -> timedelta:
    """How far the newest moment that could be restored lies back."""
    marks = [manifest.moment(manifest.read(place).mark.at) for place in manifest.chains(folder)]
    if not marks:
        raise Fault(f"There is no backup in {folder}.")
    return _now() - max(marks)


def _now() -> datetime:
    return datetime.now(UTC)
