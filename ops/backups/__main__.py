"""`make backup`, `make restore`, and what production runs.

python -m ops.backups once --to FOLDER              one complete backup, now
python -m ops.backups keep --to FOLDER              for ever: the log, a mark a minute, a base a day
python -m ops.backups verify FOLDER                 every byte of every backup in it
python -m ops.backups status FOLDER                 how old the newest restorable moment is
python -m ops.backups restore --from FOLDER [--at "2026-11-22 17:03:20+00"] [--force]
"""

import argparse
import contextlib
import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from psycopg2.extensions import parse_dsn

from ops import processes, services
from ops.backups import apart, checking, choosing, keeping, manifest, restoring, taking
from ops.backups.faults import Fault
from ops.backups.server import Server
from ops.places import ROOT, VAR
from ops.postgres import Cluster


def folder(words: str) -> Path:
    return Path(os.path.abspath(words))


def say(line: str) -> None:
    print(line, flush=True)


def settings() -> dict[str, str]:
    """What the portal's programs are told, whether it runs from this checkout or not."""
    found = {**services.read_env_file(services.SERVICES_ENV), **services.chosen()}
    if "SECRET_KEY" not in found:
        found["SECRET_KEY"] = services.secret_key()
    return found


def media_folder(values: dict[str, str]) -> Path:
    return folder(str(ROOT / values.get("MEDIA_ROOT", VAR / "media")))


@contextlib.contextmanager
def source(values: dict[str, str]) -> Iterator[Server]:
    """The database that the settings name, or the embedded one, started for as long as need be."""
    if values.get("DATABASE_URL"):
        yield Server(values["DATABASE_URL"])
        return
    cluster = Cluster(VAR / "pg")
    if not (cluster.place / "PG_VERSION").exists():
        raise Fault(f"There is nothing to back up: {cluster.place} is empty and DATABASE_URL is not set.")
    if cluster.answers():
        yield Server(cluster.url)
        return
    process = cluster.run(cluster.spawn)
    try:
        yield Server(cluster.url)
    finally:
        processes.stop(process, by=signal.SIGINT)
        cluster.tidy()


@contextlib.contextmanager
def alone(file: Path, busy: str) -> Iterator[None]:
    """Hold a lock that somebody else's work would hold, too."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Fault(busy) from None
        yield


def once(arguments: argparse.Namespace) -> None:
    values = settings()
    with source(values) as server:
        say(f"Backing up into {arguments.to} …")
        chain = taking.take_once(arguments.to, server, media_folder(values), apart.fingerprints(values))
    base = chain.manifest.bases[0]
    rows = sum(table.rows for table in base.tables.values())
    say(f"{chain.folder}: {rows:,} rows in {len(base.tables)} tables, {len(chain.manifest.files)} documents.")
    say("\nKeep these apart from it, where they outlive this machine; the backup holds none of them:")
    for name in chain.manifest.secrets:
        say(f"  {name}")


def keep(arguments: argparse.Namespace) -> None:
    values = settings()
    plan = keeping.Plan(
        seconds=arguments.seconds,
        base_every=timedelta(hours=arguments.base_hours),
        keep=timedelta(days=arguments.keep_days),
    )
    busy = f"Another process keeps the backups in {arguments.to}."
    with alone(arguments.to / "keep.lock", busy), source(values) as server:
        keeping.Keeper(arguments.to, server, media_folder(values), apart.fingerprints(values), plan).keep()


def verify(arguments: argparse.Namespace) -> None:
    found = list(manifest.chains(arguments.folder))
    if not found:
        raise Fault(f"There is no backup in {arguments.folder}.")
    for chain in found:
        kept = checking.check(chain)
        say(f"{chain}: sound, from {kept.bases[0].mark.at} to {kept.mark.at}")


def status(arguments: argparse.Namespace) -> None:
    late = keeping.age(arguments.folder)
    say(f"The newest restorable moment was {late.total_seconds():.0f} s ago.")
    if late > keeping.LATE:
        raise Fault("That is too long ago.")


def restore(arguments: argparse.Namespace) -> None:
    values = settings()
    given = values.get("DATABASE_URL", "")
    if given and not arguments.data and not services.SERVICES_ENV.exists():
        raise Fault("DATABASE_URL names a server of yours: say with DATA=… where its data directory is.")
    data = folder(arguments.data or str(VAR / "pg"))
    names = parse_dsn(given) if given else {}
    place = restoring.Place(
        data, media_folder(values), values, names.get("user", "portal"), names.get("dbname", "portal")
    )
    with alone(VAR / "run.lock", "The portal runs from this checkout. Stop it first."):
        if Cluster(data).postmaster() is not None or (given and Server(given).answers()):
            raise Fault("The database runs. Stop it, and everything that uses it, first.")
        restoring.restore(choosing.choose(arguments.origin, arguments.at), place, force=arguments.force)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m ops.backups", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    orders = parser.add_subparsers(required=True)

    def order(name: str, work: object) -> argparse.ArgumentParser:
        added = orders.add_parser(name)
        added.set_defaults(work=work)
        return added

    order("once", once).add_argument("--to", type=folder, default=VAR / "backups")
    keeper = order("keep", keep)
    keeper.add_argument("--to", type=folder, default=VAR / "backups")
    keeper.add_argument("--seconds", type=float, default=60, help="between two marks")
    keeper.add_argument("--base-hours", type=float, default=24, help="between two bases")
    keeper.add_argument("--keep-days", type=float, default=14, help="how far back one can go")
    for name, work in (("verify", verify), ("status", status)):
        order(name, work).add_argument("folder", type=folder)
    back = order("restore", restore)
    back.add_argument("--from", dest="origin", type=folder, required=True)
    back.add_argument("--at", default="", help="a second to go back to; else the newest")
    back.add_argument("--data", default=os.environ.get("PGDATA", ""), help="the data directory (default: var/pg)")
    back.add_argument("--force", action="store_true", help="replace what is there")
    return parser.parse_args()


def main() -> int:
    arguments = parsed()
    processes.end_with_make()
    os.umask(0o077)
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        arguments.work(arguments)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
