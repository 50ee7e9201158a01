"""The widths of pictures that slow lines ask for. What is taken in at all is said in `core.uploads.pictures`."""

from contextlib import suppress
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from core import uploads
from core.uploads.pictures import written
from knowledge.models import ImageSize, PieceImage

WIDTHS = (480, 960, 1600)


def make_sizes(image: PieceImage) -> int:
    """The widths that are smaller than the picture and not there yet; how many were made. Safe to repeat."""
    there = set(image.sizes.values_list("width", flat=True))
    wanted = [width for width in WIDTHS if width < image.width and width not in there]
    if not wanted:
        return 0
    with image.file.open("rb") as file:
        picture: Any = Image.open(file, formats=("JPEG", "PNG"))
        kind, name = str(picture.format), PurePath(str(image.file.name))
        picture = picture.convert("RGB") if picture.mode == "P" else picture.copy()  # colours of a palette do not mix
    for width in wanted:
        height = max(1, round(picture.height * width / picture.width))
        smaller = written(picture.resize((width, height), Image.Resampling.LANCZOS), kind)
        file_of_size = ContentFile(smaller, name=f"{name.stem}-{width}{name.suffix}")
        size = ImageSize(image=image, width=width, height=height, file=file_of_size)
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
