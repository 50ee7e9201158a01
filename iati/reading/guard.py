"""What is looked at before a file is taken for XML, and while it is read: nobody's file may harm the portal.

Documents with a type declaration are refused whole, so there are no entities to expand and nothing outside to load.
How deep elements lie and how long a text is, the parser limits by itself.
"""

import gzip
import io
import zlib
from typing import Any, BinaryIO
from xml.parsers import expat  # only the beginning of a file, up to its first element; entities are refused

from django.utils.translation import gettext as _

PROLOG_LIMIT = 1_000_000
ACTIVITY_LIMIT = 10_000_000
CHUNK = 1 << 15
GZIP = b"\x1f\x8b"


class CannotRead(Exception):
    """Nothing can be taken of the file; the message tells in plain words why, and what to mend."""


def opened(stream: BinaryIO, most_bytes: int) -> tuple["Bounded", bytes]:
    """The stream from its beginning, unpacked where it is packed, and the beginning that was looked at."""
    head = stream.read(2)
    rest = _Joined(head, stream)
    source: Any = gzip.GzipFile(fileobj=rest) if head == GZIP else rest
    bounded = Bounded(source, most_bytes)
    return bounded, _look_at_beginning(bounded)


class Bounded:
    """Hands out a file piece by piece: never more in all than `most_bytes`, nor than an activity may be long."""

    def __init__(self, source: Any, most_bytes: int) -> None:
        self._source = source
        self._most_bytes = most_bytes
        self._again: list[bytes] = []
        self.offset = 0
        self._last_end = 0

    def read(self, size: int = CHUNK) -> bytes:
        if self._again:
            return self._again.pop(0)
        try:
            piece = self._source.read(CHUNK)
        except (OSError, EOFError, zlib.error) as error:
            raise CannotRead(_("The file is packed with gzip, but damaged. Pack it anew.")) from error
        self.offset += len(piece)
        if self.offset > self._most_bytes:
            raise CannotRead(
                _("The file is larger than %(most)d MB. Split it, for example by country.")
                % {"most": self._most_bytes // 1_000_000}
            )
        if self.offset - self._last_end > ACTIVITY_LIMIT:
            raise CannotRead(
                _("An activity is longer than %(most)d MB, or never ends.") % {"most": ACTIVITY_LIMIT // 1_000_000}
            )
        return piece

    def give_again(self, pieces: list[bytes]) -> None:
        """What was only looked at is read as if it had not been."""
        self._again = [*pieces, *self._again]

    def activity_ended(self) -> None:
        self._last_end = self.offset


class _Joined(io.RawIOBase):
    """The bytes that were looked at, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head + self._rest.read(max(0, size - len(head)) if size >= 0 else -1)
        return self._rest.read(size)


class _FirstElement(Exception):
    """The beginning is over, and nothing stood against it."""


def _look_at_beginning(bounded: Bounded) -> bytes:
    """Read up to the first element with a parser that knows of no entities; give back what was read."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _at_first_element
    pieces: list[bytes] = []
    try:
        while sum(map(len, pieces)) < PROLOG_LIMIT:
            piece = bounded.read()
            pieces.append(piece)
            parser.Parse(piece, not piece)
            if not piece:
                break
    except _FirstElement:
        bounded.give_again(pieces)
        return b"".join(pieces)
    except expat.ExpatError as error:
        raise CannotRead(_not_xml(pieces, error)) from error
    except ValueError as error:  # an encoding of several bytes that is no Unicode
        raise CannotRead(_encoding()) from error
    raise CannotRead(_("The file does not begin like XML: there is no element in it."))


def _refuse_doctype(*declared: object) -> None:
    raise CannotRead(
        _(
            "The file declares a document type (<!DOCTYPE …>). IATI files have none; with one, a file could draw in "
            "others or swell without end, so it is not read. Leave that line out."
        )
    )


def _at_first_element(name: str, attributes: object) -> None:
    raise _FirstElement


def _not_xml(pieces: list[bytes], error: expat.ExpatError) -> str:
    begun = b"".join(pieces).lstrip(b"\xef\xbb\xbf \r\n\t")
    if not begun:
        return _("The file is empty.")
    if error.code in (
        expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
        expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING],
    ):
        return _encoding()
    if begun[:1] in b"{[":
        return _("This is JSON, not XML. Take the XML file of the same data.")
    if begun[:2] == b"PK":
        return _("This is a packed folder or a spreadsheet, not XML. Unpack it, or take the XML file.")
    return _("This is not XML: it goes wrong in line %(line)d.") % {"line": error.lineno}


def _encoding() -> str:
    return _("The file says that it is written in one encoding, but is in another or in none that is known. Use UTF-8.")
