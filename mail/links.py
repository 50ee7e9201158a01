"""Links to a reader's choices. The link is the proof: it was sent to that address and to no other."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core import signed_links

SALT = "mail-choices"


@dataclass(frozen=True)
class ReaderLink:
    """Whose choices, and which kind of notice the mail was that bore the link; none for a link from the profile."""

    address: str
    kind: str = ""


def read(token: str) -> ReaderLink:
    """Raises BadLink for what we did not sign. These links never end: nobody should be held on a list."""
    value: Any = signed_links.read(SALT, token)
    return ReaderLink(*value)


def choices_url(address: str, kind: str = "", language: str = settings.LANGUAGE_CODE) -> str:
    """The page of a reader's choices, for a mail or a page that only this reader sees."""
    with translation.override(language):
        return settings.BASE_URL + reverse("mail:choices", args=[_token(address, kind)])


def unsubscribe_url(address: str, kind: str) -> str:
    """Where a mail program posts when its reader wants no more of this kind (RFC 8058)."""
    return settings.BASE_URL + reverse("mail-unsubscribe", args=[_token(address, kind)])


def _token(address: str, kind: str) -> str:
    return signed_links.sign(SALT, [address, kind])
