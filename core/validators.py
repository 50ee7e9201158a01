"""Checks of typed text and of passwords that no library brings."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Characters that reorder or hide what stands around them (Unicode UAX #9 and zero-width ones).
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean_text(value: str) -> str:
    """Text as it is stored: NFC, no control or direction-changing characters, no outer spaces."""
    value = unicodedata.normalize("NFC", value)
    return _INVISIBLE.sub("", _CONTROL.sub("", value)).strip()


def with_western_digits(value: str) -> str:
    """The same text with Arabic, Persian and other decimal digits as 0-9."""
    return "".join(str(unicodedata.decimal(character, character)) for character in value)


def between_commas(value: str) -> list[str]:
    """The parts of a list as people type it: commas, Arabic commas or new lines between them."""
    return [part for part in (clean_text(part) for part in re.split("[,،\n]", value)) if part]


def validate_has_letters(value: str) -> None:
    """A name or title needs at least one letter or digit of any script."""
    if not any(character.isalnum() for character in value):
        raise ValidationError(_("Write it in words: there is no letter or figure in it."), code="no_letters")


class MaximumLengthValidator:
    """Passwords longer than this only serve to keep the server busy."""

    def __init__(self, max_length: int = 256) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return ngettext(
            "Your password can have at most %(count)d character.",
            "Your password can have at most %(count)d characters.",
            self.max_length,
        ) % {"count": self.max_length}
