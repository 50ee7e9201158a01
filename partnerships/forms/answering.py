"""What forms behind a signed link share: who answers, and a box that only programs fill in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.validators import validate_has_letters
from partnerships.forms.fields import CleanCharField


class AnswererForm(forms.Form):
    """Who answers is asked each time: a link may have been passed on, and a scanner has no name.

    The box called `website` is hidden from people; a program that fills in whatever it finds gives itself
    away by it.
    """

    name = CleanCharField(
        label=_("Your name"),
        max_length=150,
        validators=[validate_has_letters],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name: the record keeps who answered.")},
    )
    job_title = CleanCharField(
        label=_("Your job title"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    website = forms.CharField(
        label=_("Leave this box empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data.get("website"):
            raise ValidationError(
                _("A box that people do not see was filled in, as programs do. Empty it and send your answer again."),
                code="program",
            )
        return ""

    def seen_fields(self) -> list[Any]:
        """Every question but the trap."""
        return [field for field in self.visible_fields() if field.name != "website"]
