"""Long texts: a limit that is said in plain words, and never by losing what was typed."""

from typing import Any

from django import forms
from django.utils.translation import ngettext


class LongText(forms.CharField):
    """Several lines of at most `most` characters. The browser does not cut what is pasted; the form says so."""

    def __init__(self, *, most: int, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)
        self.most = most

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.most:
            words = ngettext(
                "This is %(length)s characters long, and %(most)s fits here. Shorten it; nothing is lost meanwhile.",
                "This is %(length)s characters long, and %(most)s fit here. Shorten it; nothing is lost meanwhile.",
                self.most,
            )
            raise forms.ValidationError(
                words % {"length": f"{len(value):,}", "most": f"{self.most:,}"}, code="max_length"
            )
