"""The manifest: what a backup consists of, each part with its size and sha256.

A backup folder holds `files/` (each document once, named by its sha256) and one folder for each chain:
an unbroken stretch of write-ahead log, the base backups on it, and the manifest that seals both.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from ops.backups.faults import Fault

NAME = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20


@dataclass
class Part:
    """A file, or the beginning of one that still grows."""

    size: int
    sha256: str


@dataclass
class StoredFile(Part):
    """A document by its path below MEDIA_ROOT; `gone_at` once it is no longer there."""

    modified: int
    gone_at: str = ""


@dataclass
class Mark:
    """A named point of the log up to which database and documents are complete."""

    name: str
    at: str
    lsn: int


@dataclass
class Table:
    """The rows of a table in the order of their key, as one sum."""

    rows: int
    md5: str


@dataclass
class Base:
    """A copy of the database's files, and the rows it held at its mark."""

    name: str
    mark: Mark
    first_segment: str
    unpacked_size: int
    parts: dict[str, Part]
    tables: dict[str, Table]
    migrations: list[str]
    settings: dict[str, str]
    code: str

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        return cls(
            **{
                **data,
                "mark": Mark(**data["mark"]),
                "parts": {name: Part(**part) for name, part in data["parts"].items()},
                "tables": {name: Table(**table) for name, table in data["tables"].items()},
            }
        )


@dataclass
class Erasure:
    """A person who was erased: the account's number and a salted hash of the address it had."""

    account: int
    address_hash: str
    erased_at: str


@dataclass
class Manifest:
    system: str
    server: int
    timeline: int
    segment_size: int
    slot: str
    mark: Mark
    bases: list[Base] = field(default_factory=list)
    wal: dict[str, Part] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    erasures: list[Erasure] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        return cls(
            **{
                **data,
                "mark": Mark(**data["mark"]),
                "bases": [Base.of(base) for base in data["bases"]],
                "wal": {name: Part(**part) for name, part in data["wal"].items()},
                "files": {path: StoredFile(**file) for path, file in data["files"].items()},
                "erasures": [Erasure(**erasure) for erasure in data["erasures"]],
            }
        )

    def segment(self, lsn: int) -> str:
        """The name of the log's file that holds the byte before this position."""
        number, per_id = (lsn - 1) // self.segment_size, (1 << 32) // self.segment_size
        return f"{self.timeline:08X}{number // per_id:08X}{number % per_id:08X}"

    def write(self, folder: Path) -> None:
        """Replace the manifest in one step: whoever reads it reads all of one state."""
        body = json.dumps(asdict(self), sort_keys=True)
        sealed = json.dumps({"sha256": hashlib.sha256(body.encode()).hexdigest(), "backup": json.loads(body)})
        fresh = folder / f"{NAME}.new"
        with fresh.open("w") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(folder / NAME)
        sync_folder(folder)


def read(folder: Path) -> Manifest:
    """The manifest of a chain, if not one byte of it was changed."""
    file = folder / NAME
    if not file.exists():
        raise Fault(f"{folder} is not a finished backup: it has no {NAME}.")
    return read_file(file)


def read_file(file: Path) -> Manifest:
    try:
        sealed = json.loads(file.read_text())
        body = json.dumps(sealed["backup"], sort_keys=True)
        if hashlib.sha256(body.encode()).hexdigest() != sealed["sha256"] or json.dumps(sealed) != file.read_text():
            raise ValueError
        if sealed["backup"]["format"] != FORMAT:
            raise Fault(f"{file} was written by another version of the portal. Use that version to restore it.")
        return Manifest.of(sealed["backup"])
    except (ValueError, KeyError, TypeError) as error:
        raise Fault(f"{file} was cut or changed: it no longer fits its own sha256.{_earlier(file)}") from error


def _earlier(file: Path) -> str:
    """Each base keeps the manifest as it was when it was made."""
    copies = sorted(file.parent.glob("bases/*.json"))
    if not copies:
        return ""
    return f" An earlier one is {copies[-1]}; put in its place, it restores what had been saved by then."


def chains(folder: Path) -> Iterator[Path]:
    """The chains of a backup folder, oldest first; a chain's own folder is one, too."""
    if (folder / NAME).exists():
        yield folder
    yield from sorted(file.parent for file in folder.glob(f"*/{NAME}"))


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def moment(words: str) -> datetime:
    """A point in time; without a zone it is UTC."""
    try:
        read_time = datetime.fromisoformat(words.strip())
    except ValueError:
        raise Fault(f'"{words}" is not a time. Write it like this: "2026-11-22 17:03:20+00".') from None
    return read_time if read_time.tzinfo else read_time.replace(tzinfo=UTC)


def digest(file: Path, size: int | None = None) -> str:
    """The sha256 of a file, or of its first `size` bytes."""
    found = hashlib.sha256()
    left = file.stat().st_size if size is None else size
    with file.open("rb") as handle:
        while left > 0 and (block := handle.read(min(CHUNK, left))):
            found.update(block)
            left -= len(block)
    return found.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make new names in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
