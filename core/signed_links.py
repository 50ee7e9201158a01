"""Links that prove themselves: what a mail may carry in place of a log-in.

They are signed with a key of their own, so that they outlive a change of the key of the sessions
(`LINK_KEY`, `LINK_KEY_FALLBACKS`). A salt keeps a link of one kind from opening a door of another.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing


class BadLink(Exception):
    """The link was cut, changed or made for something else."""


class ExpiredLink(BadLink):
    """The link was good once; `value` is what it stood for."""

    def __init__(self, value: Any) -> None:
        super().__init__("the link has ended")
        self.value = value


def sign(salt: str, value: Any) -> str:
    """A token for an address; `value` may be whatever JSON holds, and can be read by whoever has the link."""
    return signing.dumps(value, key=settings.LINK_KEY, salt=f"link.{salt}", compress=True)


def read(salt: str, token: str, max_age: timedelta | None = None) -> Any:
    """What was signed. Raises BadLink, or ExpiredLink for a good one that is older than `max_age`."""
    value = _read(salt, token, None)
    if max_age is not None:
        try:
            _read(salt, token, max_age)
        except signing.SignatureExpired:
            raise ExpiredLink(value) from None
    return value


def _read(salt: str, token: str, max_age: timedelta | None) -> Any:
    try:
        return signing.loads(
            token,
            key=settings.LINK_KEY,
            salt=f"link.{salt}",
            max_age=max_age,
            fallback_keys=settings.LINK_KEY_FALLBACKS,
        )
    except signing.SignatureExpired:
        raise
    except Exception as error:  # whatever a forged token breaks: base64, zlib, JSON
        raise BadLink("the link was cut or changed") from error
