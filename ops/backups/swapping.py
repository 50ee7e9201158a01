"""Putting a finished folder into the place of another in one step."""

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from ops.backups.faults import Fault

EXCHANGE = 2  # RENAME_EXCHANGE of renameat2
HERE = -100  # AT_FDCWD


def require_swappable(place: Path) -> None:
    if os.path.ismount(place):
        raise Fault(f"{place} is a mount point and cannot be exchanged: mount the folder above it instead.")


def is_occupied(place: Path) -> bool:
    return place.exists() and any(place.iterdir())


def put_in_place(fresh: Path, place: Path, former: Path) -> bool:
    """Exchange `place` for `fresh`; whether there was something, which is `former` from now on."""
    if not os.path.lexists(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(place)
        return False
    _exchange(fresh, place)
    fresh.rename(former)
    return True


def _exchange(one: Path, other: Path) -> None:
    """At no moment is either name without its folder, where the system can do that."""
    if not _exchanged_at_once(one, other):
        aside = one.with_name(f"{one.name}.aside")
        other.rename(aside)
        one.rename(other)
        aside.rename(one)


def _exchanged_at_once(one: Path, other: Path) -> bool:
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if library.renameat2(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}:  # a file system that cannot
        return False
    raise Fault(f"{other} could not be exchanged: {os.strerror(number)}.")


def clear(folder: Path) -> None:
    """Remove what an interrupted restore left."""
    if folder.is_symlink():
        shutil.rmtree(folder.resolve(), ignore_errors=True)
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
