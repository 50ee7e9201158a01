"""Uploaded documents: kept once each under their sha256, and put back by the rows that name them."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ops.backups.manifest import CHUNK, Manifest, StoredFile, now, sync_folder


@dataclass(frozen=True)
class NamedFile:
    """A file as a row of the database names it; not every kind of row keeps a sum."""

    path: str
    sha256: str


def kept_at(store: Path, sha256: str) -> Path:
    return store / sha256[:2] / sha256


def collect(media: Path, store: Path, manifest: Manifest) -> int:
    """Keep what is new or changed in MEDIA_ROOT, and note what is gone; how many files are new."""
    present, new = set(), 0
    for path, found in _regular_files(media):
        present.add(path)
        known = manifest.files.get(path)
        if known and (known.size, known.modified) == (found.st_size, found.st_mtime_ns):
            known.gone_at = ""
            continue
        try:
            size, sha256 = _keep(media / path, store)
        except FileNotFoundError:  # deleted while we looked
            continue
        manifest.files[path] = StoredFile(size, sha256, found.st_mtime_ns)
        new += 1
    for path in manifest.files.keys() - present:
        manifest.files[path].gone_at = manifest.files[path].gone_at or now()
    return new


def _regular_files(media: Path) -> Iterator[tuple[str, os.stat_result]]:
    for folder, _folders, files in os.walk(media):
        for name in files:
            path = Path(folder, name)
            try:
                found = path.lstat()
            except FileNotFoundError:
                continue
            if stat.S_ISREG(found.st_mode):
                yield str(path.relative_to(media)), found


def _keep(file: Path, store: Path) -> tuple[int, str]:
    """Copy a file into the store; its size and sha256 as they were read."""
    store.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = store / f".{os.getpid()}.new"
    size, sha256 = copy(file, fresh)
    target = kept_at(store, sha256)
    if target.exists() and target.stat().st_size == size:
        fresh.unlink()
        target.touch()  # it is in use again
    else:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        fresh.replace(target)
        sync_folder(target.parent)
    return size, sha256


def copy(source: Path, target: Path, most: int | None = None) -> tuple[int, str]:
    """Copy a file, or its first `most` bytes, to disk; the size and sha256 of what was written."""
    found, size = hashlib.sha256(), 0
    with source.open("rb") as reading, target.open("wb") as writing:
        while block := reading.read(CHUNK if most is None else min(CHUNK, most - size)):
            found.update(block)
            size += len(block)
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())
    return size, found.hexdigest()


def place(named: Iterable[NamedFile], manifest: Manifest, store: Path, media: Path) -> list[str]:
    """Fill an empty folder with exactly the files that rows name; in words, those that could not be put there."""
    problems = []
    for file in named:
        known = manifest.files.get(file.path)
        sha256 = file.sha256 or (known.sha256 if known else "")
        kept = kept_at(store, sha256)
        if not sha256 or not kept.exists():
            problems.append(f"{file.path}: the backup never saw this file")
            continue
        target = media / file.path
        if not target.resolve().is_relative_to(media.resolve()):
            problems.append(f"{file.path}: leads out of the folder")
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if copy(kept, target)[1] != sha256:
            problems.append(f"{file.path}: its sha256 does not fit")
    return problems


def faults(named: Iterable[NamedFile], media: Path) -> list[str]:
    """Where a folder differs from what rows name: files missing, changed or too many; in words."""
    wanted = {file.path: file.sha256 for file in named}
    present = {path for path, _found in _regular_files(media)}
    missing = [f"{path}: missing" for path in sorted(wanted.keys() - present)]
    extra = [f"{path}: no row names it" for path in sorted(present - wanted.keys())]
    changed = [
        f"{path}: its sha256 is not the row's"
        for path in sorted(present & wanted.keys())
        if wanted[path] and hash_of(media / path) != wanted[path]
    ]
    return missing + extra + changed


def hash_of(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
