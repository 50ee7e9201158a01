"""Fields of events that refuse in plain words: one line of text, a joining link, questions one a line."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from core.validators import clean_text

LONGEST_LINK = 2000


class KeyField(forms.Field):
    """The key of a form that is saved once, however often it is sent; a broken one is replaced."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> uuid.UUID:
        try:
            return uuid.UUID(str(value))
        except ValueError:
            return uuid.uuid4()


class OneLineField(forms.CharField):
    """Text without line breaks: one in a title would begin a line of the writer's choice in a calendar."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class JoiningLinkField(forms.CharField):
    """Where the call takes place: an https address that gives no name and password away."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.URLInput({"dir": "ltr"}), **kwargs)

    def clean(self, value: Any) -> str:
        link: str = super().clean(value)
        if link:
            validate_joining_link(link)
        return link


def validate_joining_link(link: str) -> None:
    if len(link) > LONGEST_LINK:
        message = _("The link is %(length)d characters long, and %(most)d fit here. Ask the tool for a shorter one.")
        raise ValidationError(message % {"length": len(link), "most": LONGEST_LINK}, code="too_long")
    try:
        parts = urlsplit(link)
        has_credentials = bool(parts.username or parts.password or "@" in parts.netloc)
    except ValueError:
        raise ValidationError(_("This is no address of a page. Copy it again from the tool.")) from None
    if parts.scheme.lower() != "https":
        raise ValidationError(_("The link must begin with https://."), code="scheme")
    if has_credentials:
        raise ValidationError(
            _("There is a name or password in the link, which everybody would get. Take out what stands before the @."),
            code="credentials",
        )
    URLValidator(schemes=["https"], message=_("This is no address of a page. Copy it again from the tool."))(link)


class LinesField(forms.CharField):
    """Several texts, one a line; empty lines and repetitions are left out."""

    def __init__(self, *, longest: int, most: int, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows, "dir": "auto"}), **kwargs)
        self.longest, self.most = longest, most

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        lines = list(dict.fromkeys(line for line in (clean_text(each) for each in text.splitlines()) if line))
        for number, line in enumerate(lines, 1):
            if len(line) > self.longest:
                message = _("Line %(number)d is %(length)d characters long, and %(most)d fit here.")
                raise ValidationError(message % {"number": number, "length": len(line), "most": self.longest})
        if len(lines) > self.most:
            raise ValidationError(
                _("These are %(count)d lines; at most %(most)d fit here.") % {"count": len(lines), "most": self.most}
            )
        return lines
