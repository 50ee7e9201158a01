"""A database for each size, filled once and kept: a second run finds it as it was."""

import contextlib
import os
import subprocess
import sys
from urllib.parse import unquote, urlsplit

import psycopg2

from ops.places import ROOT


def address(given: str, size: int) -> str:
    """The address of the database of this size, on the server of the one given."""
    return named(given, f"portal_bench_{size}")


def named(given: str, name: str) -> str:
    """The address of another database on the server of the one given."""
    return urlsplit(given)._replace(path=f"/{name}", query="").geturl()


def connect(url: str, database: str = "") -> "psycopg2.extensions.connection":
    parts = urlsplit(url)
    connection = psycopg2.connect(
        host=unquote(parts.netloc.rpartition("@")[2].partition(":")[0]) or None,
        port=_port(parts.netloc),
        user=unquote(parts.username or "") or None,
        password=unquote(parts.password or "") or None,
        dbname=database or parts.path.lstrip("/"),
    )
    connection.autocommit = True
    return connection


def _port(netloc: str) -> str | None:
    port = netloc.rpartition("@")[2].partition(":")[2]
    return port or None


def prepare(url: str, size: int, *, fresh: bool) -> None:
    """Bring the database up to date and its rows up to `size` partnerships, with a fifth as many institutions, half as many people,
    a fifth as many stories and resources, a twentieth as many findings and a hundredth as many events."""
    create(url, fresh=fresh)
    manage("migrate", "--no-input", "--verbosity", "0")
    manage("load_reference", quiet=True)
    sizes = {
        "partnerships": size,
        "institutions": max(size // 5, 50),
        "people": size // 2,
        "events": max(size // 100, 400),
        "knowledge": size // 5,
        "findings": size // 20,
        "outcomes": 2 * size,
        "observations": 10 * size,
        "offers": size,
    }
    manage("seed_bulk", *(f"--{what}={count}" for what, count in sizes.items()))
    with contextlib.closing(connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # what autovacuum does in its own time


def create(url: str, *, fresh: bool = False) -> None:
    """The database, where there is none; anew with `fresh`."""
    name = urlsplit(url).path.lstrip("/")
    with contextlib.closing(connect(url, "postgres")) as connection, connection.cursor() as cursor:
        if fresh:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {name}")


def manage(*words: str, quiet: bool = False) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=os.environ,
        check=True,
        stdout=subprocess.DEVNULL if quiet else None,
    )
