"""Databases of drills, on the server that DATABASE_URL names: one to copy, and a copy for each stack."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bench.database import connect
from ops.places import PYTHON, ROOT


def address(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}", query="").geturl()


@contextlib.contextmanager
def template(server: str) -> Iterator[str]:
    """A migrated database with the reference data, gone at the end of the block."""
    name = f"drill_template_{os.getpid()}"
    create(server, name)
    try:
        env = {**os.environ, "DATABASE_URL": address(server, name), "DEBUG": "0"}
        for command in (["migrate", "--no-input"], ["load_reference"]):
            done = subprocess.run(
                [PYTHON, "manage.py", *command], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            assert done.returncode == 0, done.stdout.decode()[-3_000:]
        yield name
    finally:
        drop(server, name)


def create(server: str, name: str, template: str = "template0") -> None:
    drop(server, name)
    _execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(server: str, name: str) -> None:
    _execute(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(server: str, statement: str) -> None:
    with contextlib.closing(connect(server, "postgres")) as connection, connection.cursor() as cursor:
        cursor.execute(statement)


def rows(url: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a statement gives, over a connection of its own: nothing is kept that a fault could break."""
    with contextlib.closing(connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []
