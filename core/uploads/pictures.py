"""Pictures: written anew from their points, so that place, time, camera and whatever hides behind them stay behind.

A picture is judged by its header before a single point of it is unpacked: a few kilobytes can say that they are
50,000 points wide and high.
"""

import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_POINTS = 40_000_000
HALVED_ABOVE = 20_000_000  # more points than a screen or a page shows; JPEG is unpacked at half the width
_SMALL = 4_000_000  # points that are worth a search for the shortest way to write them
_UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    ZeroDivisionError,
    struct.error,
    zlib.error,
)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_KEPT_MODES = ("P", "L", "LA", "RGB", "RGBA")


def rewritten(content: bytes) -> tuple[bytes, str]:
    """The picture turned upright, its first frame alone, and its kind. Raises ValidationError in plain words."""
    try:
        picture: Any = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
    except _BOMB:
        raise _too_large() from None
    except _UNREADABLE:
        raise ValidationError(_("This is no picture that can be read. Send a JPEG or PNG file.")) from None
    points = picture.width * picture.height
    if points > MOST_POINTS:
        raise _too_large()
    kind = "PNG" if picture.format == "PNG" else "JPEG"  # phones write several JPEG in one file and call it MPO
    try:
        if points > HALVED_ABOVE:
            picture.draft(None, (picture.width // 2, picture.height // 2))
        ImageOps.exif_transpose(picture, in_place=True)
        return written(picture, kind), kind
    except _UNREADABLE:
        raise ValidationError(_("The picture is damaged: it ends too early. Send it again.")) from None


def written(picture: Any, kind: str) -> bytes:
    """Nothing but its points, as JPEG or PNG."""
    plain = picture if picture.mode == _mode(picture, kind) else picture.convert(_mode(picture, kind))
    plain.load()
    plain.info = {}
    stored = BytesIO()
    if kind == "JPEG":
        plain.save(stored, "JPEG", quality=86, optimize=True, progressive=True)
    else:
        plain.save(stored, "PNG", optimize=plain.width * plain.height <= _SMALL, save_all=False)
    return stored.getvalue()


def _mode(picture: Any, kind: str) -> str:
    if kind == "JPEG":
        return "L" if picture.mode == "L" else "RGB"
    if "transparency" in picture.info:
        return "RGBA"
    return picture.mode if picture.mode in _KEPT_MODES else "L" if picture.mode == "1" else "RGB"


def _too_large() -> ValidationError:
    return ValidationError(
        _("The picture has too many points. Make it smaller: %(most)d million points fit.")
        % {"most": MOST_POINTS // 1_000_000}
    )
