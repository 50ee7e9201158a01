"""The backup that never ends: the log as it is written, a mark a minute, a base a day, old ones deleted."""

import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ops.backups import manifest, taking
from ops.backups.faults import Fault
from ops.backups.manifest import Manifest
from ops.backups.server import Server, ask
from ops.backups.taking import STORE, Chain

LATE = timedelta(minutes=5)


def say(line: str) -> None:
    print(f"{manifest.now()[:19]} {line}", flush=True)


@dataclass(frozen=True)
class Plan:
    """How often, and for how long."""

    seconds: float = 60
    base_every: timedelta = timedelta(days=1)
    keep: timedelta = timedelta(days=14)


def keep(folder: Path, source: Server, media: Path, secrets: dict[str, str], plan: Plan, rounds: int = 0) -> None:
    """Go round for ever, or `rounds` times. What fails is said and tried again at the next round."""
    chain: Chain | None = None
    done = 0
    try:
        while True:
            began = time.monotonic()
            try:
                chain = chain or _continued(folder, source, media) or _begun(folder, source, media, secrets)
                go_round(chain, plan)
            except (Fault, OSError) as fault:
                say(f"FAILED: {fault}")
                if chain is not None and not _is_continuous(chain):
                    say("The server no longer has the log that is missing here; a new chain begins.")
                    chain.stop()
                    chain = None
            done += 1
            if done == rounds:
                return
            time.sleep(max(0.0, plan.seconds - (time.monotonic() - began)))
    finally:
        if chain is not None:
            chain.stop()


def go_round(chain: Chain, plan: Plan) -> None:
    bases = chain.manifest.bases
    if not bases or manifest.moment(bases[-1].mark.at) + plan.base_every <= datetime.now(UTC):
        base = chain.add_base()
        say(f"Base {base.name}: {len(base.tables)} tables, {base.unpacked_size:,} bytes.")
        prune(chain.folder.parent, plan.keep)
        chain.manifest = manifest.read(chain.folder)
    else:
        chain.advance()


def _continued(folder: Path, source: Server, media: Path) -> Chain | None:
    """The newest chain of a former run, if the server still has all that came after it."""
    for place in reversed(list(manifest.chains(folder))):
        chain = Chain(place, source, media, manifest.read(place))
        if chain.manifest.slot.startswith("portal_keep_") and _is_continuous(chain):
            return chain
    return None


def _begun(folder: Path, source: Server, media: Path, secrets: dict[str, str]) -> Chain:
    with taking.session_of(source) as session:
        taking.drop_slots(session, "portal_keep_%")
    say("A new chain begins.")
    return taking.new_chain(folder, source, media, purpose="keep", secrets=secrets)


def _is_continuous(chain: Chain) -> bool:
    """Whether the server is the same, on the same timeline, and kept its log for us."""
    try:
        with taking.session_of(chain.server) as session:
            held = ask(
                session,
                """
                SELECT 1 FROM pg_replication_slots
                WHERE slot_name = %s AND wal_status <> 'lost'
                  AND (SELECT system_identifier::text FROM pg_control_system()) = %s
                """,
                (chain.manifest.slot, chain.manifest.system),
            )
            return bool(held) and taking.timeline(session) == chain.manifest.timeline
    except Fault:
        return True  # it does not answer: that says nothing about its log


# --- What is too old ---------------------------------------------------------------------------------------


def prune(folder: Path, kept_for: timedelta) -> None:
    """Delete what no moment within the time kept needs; the newest base stays, however old."""
    horizon = datetime.now(UTC) - kept_for
    places = list(manifest.chains(folder))
    newest = max(places, key=lambda place: manifest.moment(manifest.read(place).mark.at))
    used: set[str] = set()
    for place in places:
        kept = manifest.read(place)
        if place != newest and manifest.moment(kept.mark.at) < horizon:
            (place / manifest.NAME).unlink()  # from now on it is no backup
            shutil.rmtree(place)
            continue
        _prune_chain(place, kept, horizon)
        used |= {file.sha256 for file in kept.files.values()}
    for file in (folder / STORE).glob("*/*"):
        if file.name not in used:
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


def age(folder: Path) -> timedelta:
    """How far the newest moment that could be restored lies back."""
    marks = [manifest.moment(manifest.read(place).mark.at) for place in manifest.chains(folder)]
    if not marks:
        raise Fault(f"There is no backup in {folder}.")
    return datetime.now(UTC) - max(marks)
