"""Uploaded files: what is taken in, what is left of it, and how it is handed out."""

from core.uploads.kinds import KINDS, WHAT_IS_TAKEN, content_type
from core.uploads.storing import describe, download, sealed_off
from core.uploads.taking import picture_taken_in, taken_in

__all__ = [
    "KINDS",
    "WHAT_IS_TAKEN",
    "content_type",
    "describe",
    "download",
    "picture_taken_in",
    "sealed_off",
    "taken_in",
]
