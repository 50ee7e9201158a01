"""Runs a command beside a database and a broker of its own, so that a running portal is left alone.

    python -m ops.with_services [--name test] -- pytest -k events

DATABASE_URL and REDIS_URL of the environment are used instead; those of `.env` are not, since what
is there may be dear to somebody. The command's exit status is ours.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from ops import assets, processes, services
from ops.broker import Broker
from ops.places import ROOT, VAR
from ops.postgres import Cluster
from ops.private import locked


def own_services(name: str, keep_alive: contextlib.ExitStack) -> dict[str, str]:
    """The addresses of the parts; those started here end with the stack."""
    values = {
        "SECRET_KEY": os.environ.get("SECRET_KEY") or services.secret_key(),
        "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
        "REDIS_URL": os.environ.get("REDIS_URL", ""),
    }
    if not values["DATABASE_URL"]:
        cluster = Cluster(VAR / f"{name}-pg", durable=False)
        cluster.stop()
        keep_alive.callback(cluster.tidy)
        keep_alive.callback(processes.stop, cluster.run(cluster.spawn), by=signal.SIGINT)
        values["DATABASE_URL"] = cluster.url
    if not values["REDIS_URL"]:
        broker = Broker(VAR / f"{name}-broker")
        keep_alive.callback(broker.tidy)
        keep_alive.callback(processes.stop, broker.run())
        values["REDIS_URL"] = broker.url
    return values


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m ops.with_services", description=__doc__)
    parser.add_argument("--name", default="test", help="of the database's directory: var/<name>-pg")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    processes.end_with_make()
    assets.build()
    busy = f"Another command uses the {arguments.name} database; waiting for it to end."
    with locked(VAR / f"{arguments.name}.lock", waiting=busy), contextlib.ExitStack() as keep_alive:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda number, _frame: sys.exit(128 + number))
        env = services.environment(own_services(arguments.name, keep_alive))
        program = Path(sys.executable).parent / arguments.command[0]
        command = [str(program if program.exists() else arguments.command[0]), *arguments.command[1:]]
        child = subprocess.Popen(command, cwd=ROOT, env=env)
        keep_alive.callback(processes.stop_one, child)
        while True:
            # Ctrl-C reaches the command too, which ends by itself: we wait for it.
            with contextlib.suppress(KeyboardInterrupt):
                return child.wait()


if __name__ == "__main__":
    sys.exit(main())
