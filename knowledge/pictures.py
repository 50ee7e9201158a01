"""Pictures: what is taken in, without what a camera writes along, and in the widths that slow lines ask for.

A picture is judged by its header before a single point of it is unpacked: a few kilobytes can say that they are
50,000 points wide and high.
"""

from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core import uploads
from knowledge.models import ImageSize, PieceImage

KINDS = {"JPEG": ".jpg", "PNG": ".png"}
MOST_POINTS = 40_000_000
WIDTHS = (480, 960, 1600)
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError)


def taken_in(upload: Any) -> ContentFile:
    """The picture anew: turned upright, one frame, nothing but its points. Raises ValidationError in plain words."""
    uploads.check_upload(upload)
    try:
        picture = Image.open(upload, formats=tuple(KINDS))
    except Image.DecompressionBombError:
        raise too_large() from None
    except UNREADABLE:
        raise ValidationError(_("This is no picture that can be read. Send a JPEG or PNG file.")) from None
    if picture.width * picture.height > MOST_POINTS:
        raise too_large()
    try:
        return _written(ImageOps.exif_transpose(picture), str(picture.format), upload.name)
    except UNREADABLE:
        raise ValidationError(_("The picture is damaged: it ends too early. Send it again.")) from None


def too_large() -> ValidationError:
    return ValidationError(
        _("The picture has too many points. Make it smaller: %(most)d million points fit.")
        % {"most": MOST_POINTS // 1_000_000}
    )


def make_sizes(image: PieceImage) -> int:
    """The widths that are smaller than the picture and not there yet; how many were made. Safe to repeat."""
    there = set(image.sizes.values_list("width", flat=True))
    wanted = [width for width in WIDTHS if width < image.width and width not in there]
    if not wanted:
        return 0
    with image.file.open("rb") as file:
        picture = Image.open(file, formats=tuple(KINDS))
        kind, name = str(picture.format), PurePath(str(image.file.name)).name
        picture.load()
    for width in wanted:
        height = max(1, round(picture.height * width / picture.width))
        smaller = _written(picture.resize((width, height), Image.Resampling.LANCZOS), kind, name)
        smaller.name = f"{PurePath(name).stem}-{width}{KINDS[kind]}"
        size = ImageSize(image=image, width=width, height=height, file=smaller)
        uploads.describe(size)
        ImageSize.objects.bulk_create([size], ignore_conflicts=True)
    return len(wanted)


def make_sizes_of(image_id: int) -> int:
    """The picture may be gone again before its turn comes."""
    image = PieceImage.objects.filter(pk=image_id).first()
    return make_sizes(image) if image else 0


def without_sizes() -> list[int]:
    """Pictures of the last days whose smaller sizes were never made."""
    recent = PieceImage.objects.filter(created_at__gt=timezone.now() - timedelta(days=3), width__gt=WIDTHS[0])
    return list(recent.filter(sizes=None).values_list("pk", flat=True)[:200])


def forget_file(file: Any) -> None:
    """Take a file off the disk; one that is gone already is no mistake."""
    with suppress(FileNotFoundError):
        file.storage.delete(file.name)


def _written(picture: Any, kind: str, name: str) -> ContentFile:
    """Only what is asked for is written, so that place, time and camera stay behind."""
    plain = picture.convert("RGB" if kind == "JPEG" or picture.mode not in ("RGBA", "LA", "P", "L") else "RGBA")
    stored = BytesIO()
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    if kind == "JPEG":
        bare.save(stored, "JPEG", quality=86, optimize=True, progressive=True)
    else:
        bare.save(stored, "PNG", optimize=True)
    return ContentFile(stored.getvalue(), name=f"{PurePath(name).stem[:80] or 'picture'}{KINDS[kind]}")
