"""Documents of Office programs: packed XML, looked into before it is kept, and packed anew without names of people.

What a package unpacks to is bounded by its own list first, then while it is read: lists lie.
"""

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.uploads.bare_pictures import bare
from core.uploads.kinds import KINDS, PACKED
from core.uploads.office_dangers import check_part, does_harm
from core.uploads.office_people import without_names

MOST_PARTS = 5_000
DEEPEST = 2  # a table in a chart in a document
_MAIN = {
    ".docx": b"wordprocessingml.document.main+xml",
    ".xlsx": b"spreadsheetml.sheet.main+xml",
    ".pptx": b"presentationml.presentation.main+xml",
}
_TYPES, _MIMETYPE = "[Content_Types].xml", "mimetype"
_LISTED = b"PK\x01\x02"
_BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, OSError, RuntimeError)


@dataclass
class _Room:
    """What may still be unpacked, in all packages of a file together."""

    unpacked: int
    parts: int = MOST_PARTS


def without_people(content: bytes, suffix: str) -> bytes:
    """The same document, packed anew. Raises ValidationError in plain words."""
    try:
        return _packed_anew(content, suffix, _Room(settings.DOCUMENT_MAX_UNPACKED_BYTES), DEEPEST)
    except _DAMAGE:
        raise _damaged() from None


def _packed_anew(content: bytes, suffix: str, room: _Room, deeper: int) -> bytes:
    if content.count(_LISTED) > MOST_PARTS:  # reading the list of a hundred thousand takes longer than counting it
        raise _too_much()
    stored = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as package, zipfile.ZipFile(stored, "w") as anew:
        parts = package.infolist()
        _check_list(parts, len(content), room)
        _check_kind(package, {part.filename for part in parts}, suffix)
        for part in parts:
            inside = _read(package, part)
            check_part(part.filename, inside)
            if inside.startswith(PACKED):
                inside = _inner(part.filename, inside, room, deeper)
            kept = zipfile.ZipInfo(part.filename, _BEGINNING_OF_TIME)
            kept.compress_type = part.compress_type
            anew.writestr(kept, bare(without_names(part.filename, inside)))
    return stored.getvalue()


def _check_list(parts: list[zipfile.ZipInfo], size: int, room: _Room) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise ValidationError(_("The file is locked with a password. Save it without one and send it again."))
    room.parts -= len(parts)
    room.unpacked -= sum(part.file_size for part in parts)
    if min(room.parts, room.unpacked) < 0:
        raise _too_much()
    lies_over_others = sum(part.compress_size for part in parts) > size
    leads_out = any(".." in PurePath(part.filename).parts or part.filename.startswith("/") for part in parts)
    is_odd = any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts)
    if lies_over_others or leads_out or is_odd or len({part.filename.lower() for part in parts}) < len(parts):
        raise _damaged()


def _check_kind(package: zipfile.ZipFile, names: set[str], suffix: str) -> None:
    """By what the package says of itself: its name may be another, and it may be none at all."""
    if does_harm(names):
        raise ValidationError(_("The file holds macros. Save it without them and send it again."))
    if suffix in _MAIN:
        told = _read(package, package.getinfo(_TYPES)) if _TYPES in names else b""
        if b"macroEnabled" in told:
            raise ValidationError(_("The file holds macros. Save it without them and send it again."))
        is_so = _MAIN[suffix] in told
    else:
        told = _read(package, package.getinfo(_MIMETYPE)) if _MIMETYPE in names else b""
        is_so = told.strip() == KINDS[suffix][1].encode()
    if not is_so:
        raise ValidationError(
            _("The file is not what its name says: inside, it is no %(kind)s file.")
            % {"kind": suffix.removeprefix(".")}
        )


def _inner(name: str, content: bytes, room: _Room, deeper: int) -> bytes:
    """A document in a document, such as the table behind a chart; nothing else is packed in there."""
    suffix = PurePath(name).suffix.lower()
    if KINDS.get(suffix, (b"",))[0] != PACKED or not deeper:
        raise ValidationError(_("Another packed file is hidden in the file. Take it out and send it again."))
    return _packed_anew(content, suffix, room, deeper - 1)


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """As much as its list says and no more; zipfile looks at the checksum when that much is read."""
    with package.open(part) as opened:
        return opened.read(part.file_size) if part.file_size else b""


def _too_much() -> ValidationError:
    return ValidationError(
        _("The file unpacks to more than %(most)d MB. Leave out what is not needed, or save it as PDF.")
        % {"most": settings.DOCUMENT_MAX_UNPACKED_BYTES // 1_000_000}
    )


def _damaged() -> ValidationError:
    return ValidationError(_("The file is damaged and cannot be read. Save it anew and send it again."))
