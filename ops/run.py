"""`make run`: everything from a checkout to a working portal, and its end.

Set DATABASE_URL, REDIS_URL or EMAIL_URL and that part is not started here.
"""

import contextlib
import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from ops import assets, processes, services
from ops.broker import Broker
from ops.places import LOGS, PYTHON, ROOT, VAR, VENV_BIN
from ops.postgres import Cluster
from ops.supervisor import Part, PartFailed, Stopped, Supervisor


def port_from(words: str) -> int:
    if not words.isdecimal() or not 0 < int(words) < 65536:
        raise SystemExit(f"PORT must be a number from 1 to 65535, not {words!r}.")
    return int(words)


HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = port_from(os.environ.get("PORT") or "8000")
WEB_LOG, WORKER_LOG, MAIL_LOG = (LOGS / f"{name}.log" for name in ("web", "worker", "mail"))
DEMO_ACCOUNTS = {
    "donor@demo.example": "staff of a donor that brokers",
    "government@demo.example": "focal point of a partner government's institution",
    "peer@demo.example": "focal point of a supply-side institution",
    "member@demo.example": "verified member",
    "secretariat@demo.example": "secretariat",
    "admin@demo.example": "administrator",
}


def say(line: str) -> None:
    print(line, flush=True)


def take_lock() -> int:
    """Hold the lock of this checkout as long as we live; two portals on one database are one too many."""
    VAR.mkdir(parents=True, exist_ok=True)
    handle = os.open(VAR / "run.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(handle, 32).decode().strip()
        raise SystemExit(
            f"The portal runs already from this checkout (process {holder}). Stop that one first."
        ) from None
    os.truncate(handle, 0)
    os.write(handle, str(os.getpid()).encode())
    return handle


def require_free_port() -> None:
    family = socket.AF_INET6 if ":" in HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError as error:
            raise SystemExit(
                f"Cannot listen on {HOST} port {PORT}: {error.strerror}. Choose another: make run PORT={PORT + 1}"
            ) from None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def base_url() -> str:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(HOST, HOST)  # noqa: S104 read, not bound
    return f"http://{reachable}:{PORT}"


def allowed_hosts() -> str:
    """The names this machine answers to, so that HOST=0.0.0.0 works from the next desk."""
    names = ["127.0.0.1", "localhost", "[::1]"]
    if HOST not in {"127.0.0.1", "localhost", "::1"}:
        names += [f"[{HOST}]" if ":" in HOST else HOST, socket.gethostname()]
        with contextlib.suppress(socket.gaierror):
            names += [str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return ",".join(dict.fromkeys(names))


def start_services(supervisor: Supervisor) -> dict[str, str]:
    """Start the parts that nobody else provides; the settings of the portal's programs."""
    given = services.chosen()
    values = {
        "SECRET_KEY": given.get("SECRET_KEY") or services.secret_key(),
        "BASE_URL": given.get("BASE_URL") or base_url(),
        "ALLOWED_HOSTS": given.get("ALLOWED_HOSTS") or allowed_hosts(),
        "DEMO_MODE": given.get("DEMO_MODE", "1"),
        "INBOX_DIR": given.get("INBOX_DIR") or str(VAR / "inbox"),
    }
    values["DATABASE_URL"] = given.get("DATABASE_URL") or start_postgres(supervisor)
    values["REDIS_URL"] = given.get("REDIS_URL") or start_broker(supervisor)
    values["EMAIL_URL"] = given.get("EMAIL_URL") or start_mail(supervisor, values["INBOX_DIR"])
    return values


def start_postgres(supervisor: Supervisor) -> str:
    cluster = Cluster(VAR / "pg")
    say("Starting PostgreSQL (data in var/pg) …")
    cluster.stop()  # one that was left running would not end with us
    supervisor.start(
        Part("database", cluster.spawn, cluster.log, ends_by=signal.SIGINT, serves_others=True, tidy=cluster.tidy),
        first=lambda: cluster.run(cluster.spawn),
    )
    return cluster.url


def start_broker(supervisor: Supervisor) -> str:
    broker = Broker(VAR / "broker")
    say("Starting the broker (Valkey) …")
    supervisor.start(Part("broker", broker.spawn, broker.log, serves_others=True, tidy=broker.tidy), first=broker.run)
    return broker.url


def start_mail(supervisor: Supervisor, inbox: str) -> str:
    port = free_port()
    say("Starting the local mail server (messages go to /inbox/) …")
    env = services.environment({"MAIL_SINK_DIR": inbox})
    command: list[str | Path] = [PYTHON, "-m", "ops.mail_sink", str(port)]
    supervisor.start(
        Part(
            "mail server",
            lambda: processes.spawn(command, log=MAIL_LOG, env=env, cwd=ROOT),
            MAIL_LOG,
            serves_others=True,
        )
    )
    return f"smtp://127.0.0.1:{port}"


def manage(supervisor: Supervisor, env: dict[str, str], *arguments: str) -> None:
    """Run one management command to its end; its words matter only when it fails."""
    log = LOGS / f"{arguments[0]}.log"
    log.unlink(missing_ok=True)
    step = processes.spawn([PYTHON, "manage.py", *arguments], log=log, env=env, cwd=ROOT)
    try:
        status = step.wait()
    except BaseException:
        processes.stop(step, patience=5)
        raise
    if status:
        raise PartFailed(
            f"`manage.py {' '.join(arguments)}` ended with status {status}:\n{processes.last_lines(log, 25)}"
        )


def start_portal(supervisor: Supervisor, env: dict[str, str]) -> None:
    web: list[str | Path] = [
        *(VENV_BIN / "gunicorn", "p2pportal.wsgi:application", "--config", ROOT / "deploy" / "gunicorn.conf.py"),
        *("--bind", f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"),
    ]
    worker: list[str | Path] = [
        *(VENV_BIN / "celery", "-A", "p2pportal", "worker", "--beat", "--schedule", VAR / "celerybeat-schedule"),
        *("--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"),
    ]
    server = Part("web server", lambda: processes.spawn(web, log=WEB_LOG, env=env, cwd=ROOT), WEB_LOG)
    supervisor.start(server)
    supervisor.start(Part("worker", lambda: processes.spawn(worker, log=WORKER_LOG, env=env, cwd=ROOT), WORKER_LOG))
    if not processes.wait_until(lambda: is_up() or server.is_down(), seconds=60) or server.is_down():
        raise PartFailed(f"The web server does not answer. The end of {WEB_LOG}:\n{processes.last_lines(WEB_LOG)}")


def is_up() -> bool:
    try:
        with urllib.request.urlopen(f"{base_url()}/healthz/live", timeout=2):  # noqa: S310 our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def announce(demo: bool, seconds: float) -> None:
    say(f"\nThe portal is up after {seconds:.0f} s:  {base_url()}/")
    say(f"Mail it sends:                {base_url()}/inbox/\n")
    if demo:
        say("Demo accounts, password `demo`:")
        for address, who in DEMO_ACCOUNTS.items():
            say(f"  {address:<26} {who}")
    say("\nLogs are in var/log/. Ctrl-C stops everything.")


def serve(supervisor: Supervisor, began: float) -> None:
    for log in (WEB_LOG, WORKER_LOG, MAIL_LOG):
        log.unlink(missing_ok=True)
    values = start_services(supervisor)
    services.write(values)
    env = services.environment(values)
    say("Bringing the database up to date …")
    manage(supervisor, env, "migrate", "--no-input")
    say("Reference data, the starting register, demo content …")
    manage(supervisor, env, "first_start")
    assets.collect(env)
    say("Starting the web server and the worker …")
    start_portal(supervisor, env)
    announce(values["DEMO_MODE"].lower() in {"1", "true", "yes", "on"}, time.monotonic() - began)
    supervisor.watch()


def main() -> int:
    began = time.monotonic()
    processes.end_with_make()
    lock = take_lock()
    require_free_port()
    try:
        with Supervisor() as supervisor:
            assets.build()
            serve(supervisor, began)
    except Stopped:
        say("Everything is stopped.")
        return 0
    except PartFailed as failure:
        say(f"\n{failure}\n\nEverything is stopped.")
        return 1
    finally:
        services.remove()
        os.close(lock)
    return 0


if __name__ == "__main__":
    sys.exit(main())
