"""Servers started in these tests live in a folder of their own and end with the test."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ops.places import ROOT
from ops.postgres import Cluster


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that the database's user may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def cluster(room) -> Iterator[Cluster]:
    cluster = Cluster(room / "pg", durable=False)
    yield cluster
    cluster.stop()


@pytest.fixture
def python(room):
    """Starts `python …` at the repository's root, with `var/` in the room."""
    started = []

    def start(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, "PORTAL_VAR": str(room), "PYTHONUNBUFFERED": "1", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def running(word: str) -> list[int]:
    """The processes whose command line mentions a word, zombies and we ourselves left out."""
    alive = [
        process.info
        for process in psutil.process_iter(["pid", "cmdline", "status"])
        if process.info["status"] != psutil.STATUS_ZOMBIE and process.info["pid"] != os.getpid()
    ]
    return [info["pid"] for info in alive if word in " ".join(info["cmdline"] or [])]
