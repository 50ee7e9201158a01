"""Writing terms, sending them, and signing them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.answering import AnswererForm
from partnerships.forms.texts import LongText

LONGEST_TERMS = 20_000


class TermsForm(forms.Form):
    """A new version begins with the last one's words."""

    text = LongText(
        label=_("The terms"),
        help_text=_("Who does what, who pays for what, how you decide, what happens to what you make together."),
        most=LONGEST_TERMS,
        rows=18,
        error_messages={"required": _("Write the terms first.")},
    )


class SignForm(forms.Form):
    """A signature in the portal: one tick, which is never there beforehand."""

    signs = forms.BooleanField(
        label=_("I have read this version and sign it for my institution"),
        error_messages={"required": _("Tick the box to sign.")},
    )


class SignByLinkForm(AnswererForm):
    signs = forms.BooleanField(error_messages={"required": _("Tick the box to sign.")})
    field_order = ["signs", "name", "job_title", "website"]

    def __init__(self, *args: Any, institution: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("I have read version %(number)s and sign it for %(institution)s")
        self.fields["signs"].label = words % {"number": number, "institution": institution}
