"""Folders that only one user may enter, and locks that end with their holder."""

import contextlib
import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ops.accounts import Account
from ops.places import SOCKETS


def socket_folder(kind: str, place: Path, account: Account) -> Path:
    """The name of a short folder for sockets, the same one each time for one place and user."""
    name = hashlib.sha256(f"{place}:{account.uid}".encode()).hexdigest()[:10]
    return SOCKETS / f"portal-{kind}-{name}"


def make_private(folder: Path, account: Account) -> None:
    """Make a folder that only one user may enter.

    Its name can be guessed, so somebody else may have made it: then we do not use it.
    """
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {account.uid, os.geteuid()}:
            raise SystemExit(f"{folder} belongs to somebody else; remove it and start again.") from None
    account.give(folder)
    folder.chmod(0o700)


def remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


@contextlib.contextmanager
def locked(file: Path, *, waiting: str) -> Iterator[None]:
    """Hold a lock; says what it waits for when another process has it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(waiting, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
