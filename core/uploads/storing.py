"""What is written down of a stored file, and how it is handed out.

What is described or handed out is any model with the fields `file`, `size` and `sha256`.
"""

import hashlib
from pathlib import PurePath
from typing import Any

from django.http import FileResponse

from core.uploads.kinds import content_type


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
    opened = document.file.open("rb")
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=content_type(name))
    return sealed_off(response, "private, no-store")


def sealed_off(response: FileResponse, cached: str) -> FileResponse:
    """Whatever the file holds, it is no page of this site, and it is of the kind that we say."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = cached
    return response
