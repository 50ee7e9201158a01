"""Long texts: a limit that is said in plain words, and never by losing what was typed."""

from typing import Any

from django import forms
from django.utils.translation import ngettext

from core.validators import clean_text
from partnerships.forms.fields import CleanCharField


class LongText(CleanCharField):
    """Several lines of at most `most` characters."""

    def __init__(self, *, most: int, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)
        self.most = most

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise forms.ValidationError(too_long(value, self.most), code="max_length")


def too_long(text: str, most: int) -> str:
    return ngettext(
        "This is %(length)s characters long, and %(most)s fits here. Shorten it; nothing is lost meanwhile.",
        "This is %(length)s characters long, and %(most)s fit here. Shorten it; nothing is lost meanwhile.",
        most,
    ) % {"length": f"{len(text):,}", "most": f"{most:,}"}


def as_typed(text: str) -> str:
    """A stored text as a form gives it back when nobody changes it."""
    return clean_text(text.replace("\r\n", "\n"))
