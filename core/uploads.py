"""Uploaded files: what is taken in, and how it is handed out.

What is described or handed out is any model with the fields `file`, `size` and `sha256`.
"""

import hashlib
import unicodedata
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

# Extension, the bytes a file of that kind begins with, and the type it is served as.
KINDS: dict[str, tuple[bytes, str]] = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pptx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ".odt": (b"PK\x03\x04", "application/vnd.oasis.opendocument.text"),
    ".odp": (b"PK\x03\x04", "application/vnd.oasis.opendocument.presentation"),
    ".png": (b"\x89PNG\r\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}


def check_upload(upload: Any) -> None:
    """Refuse a file that is too large, empty, of another kind, or not what its name says.

    The name is made safe on the way; raises ValidationError in plain words.
    """
    suffix = PurePath(upload.name).suffix.lower()
    if suffix not in KINDS:
        kinds = ", ".join(kind.removeprefix(".") for kind in KINDS)
        raise ValidationError(_("Files of this kind are not taken. Send one of: %(kinds)s."), params={"kinds": kinds})
    if upload.size > settings.DOCUMENT_MAX_BYTES:
        most = settings.DOCUMENT_MAX_BYTES // 1_000_000
        raise ValidationError(_("The file is larger than %(most)d MB."), params={"most": most})
    beginning = upload.read(16)
    upload.seek(0)
    if not beginning:
        raise ValidationError(_("The file is empty."))
    if not beginning.startswith(KINDS[suffix][0]):
        raise ValidationError(
            _("The file is not what its name says: it does not begin like a %(kind)s file.")
            % {"kind": suffix.removeprefix(".")}
        )
    plain = unicodedata.normalize("NFKD", upload.name).encode("ascii", "ignore").decode() or f"file{suffix}"
    upload.name = get_valid_filename(plain)[-100:]


def describe(document: Any) -> None:
    """Fill in the size and SHA-256 of the file that it carries."""
    if not document.file:
        return
    digest = hashlib.sha256()
    for chunk in document.file.chunks():
        digest.update(chunk)
    document.size = document.file.size
    document.sha256 = digest.hexdigest()


def download(document: Any) -> FileResponse:
    """The file as an attachment that no browser opens as a page of this site."""
    name = PurePath(str(document.file.name)).name
    content_type = KINDS.get(PurePath(name).suffix.lower(), (b"", "application/octet-stream"))[1]
    response = FileResponse(document.file.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
