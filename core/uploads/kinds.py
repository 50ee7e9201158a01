"""The kinds of files that are taken: extension, the bytes that one begins with, and the type it is served as."""

from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
PACKED = b"PK\x03\x04"

KINDS: dict[str, tuple[bytes, str]] = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (PACKED, f"{_OPEN_XML}wordprocessingml.document"),
    ".xlsx": (PACKED, f"{_OPEN_XML}spreadsheetml.sheet"),
    ".pptx": (PACKED, f"{_OPEN_XML}presentationml.presentation"),
    ".odt": (PACKED, f"{_OPEN_DOCUMENT}text"),
    ".odp": (PACKED, f"{_OPEN_DOCUMENT}presentation"),
    ".png": (b"\x89PNG\r\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}

WHAT_IS_TAKEN = _(
    "PDF, Word, Excel, PowerPoint, OpenDocument, JPEG or PNG, 10 MB at most. Names of people are taken out of what the "
    "file tells about itself, its comments and its marked changes. A signed PDF stays as it is."
)


def content_type(name: str) -> str:
    return KINDS.get(PurePath(name).suffix.lower(), (b"", "application/octet-stream"))[1]
