"""The database server as a backup sees it: an address, and PostgreSQL's own programs."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import parse_dsn

from ops.accounts import Account
from ops.backups.faults import Fault
from ops.postgres import binaries

# What PostgreSQL's programs read, so that no password stands in a list of processes.
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


@dataclass(frozen=True)
class Server:
    url: str

    def environment(self) -> dict[str, str]:
        given = parse_dsn(self.url)
        named = {VARIABLES[key]: str(value) for key, value in given.items() if key in VARIABLES}
        return {**os.environ, "PGAPPNAME": "portal-backup", **named}

    def connect(self) -> Connection:
        """A session without the portal's time limits, in which a row always reads the same."""
        options = (
            "-c statement_timeout=0 -c synchronous_commit=on"
            " -c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres -c bytea_output=hex"
        )
        try:
            session = psycopg2.connect(self.url, options=options, connect_timeout=10)
        except psycopg2.OperationalError as error:
            raise Fault(f"The database does not answer: {error}") from error
        session.autocommit = True
        return session

    @contextmanager
    def session(self) -> Iterator[Connection]:
        session = self.connect()
        try:
            yield session
        except psycopg2.Error as error:
            raise Fault(f"The database says: {str(error).strip()}") from error
        finally:
            session.close()

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url, connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True


def ask(session: Connection, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    with session.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def one(session: Connection, statement: str, values: tuple[Any, ...] = ()) -> Any:
    return ask(session, statement, values)[0][0]


def program(name: str) -> Path:
    """One of PostgreSQL's programs, to be run as ourselves."""
    return binaries(Account(os.geteuid(), os.getegid())) / name


def run(name: str, *arguments: str | Path, env: Mapping[str, str] | None = None, **options: Any) -> str:
    """Run a program of PostgreSQL's to its end; its words."""
    done = subprocess.run(
        [program(name), *arguments],
        env=dict(os.environ if env is None else env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )
    if done.returncode:
        raise Fault(f"{name} failed:\n{done.stdout.strip()}")
    return done.stdout


def major_version() -> int:
    """The PostgreSQL version of the programs we have."""
    return int(run("postgres", "--version").split()[2].split(".")[0])
