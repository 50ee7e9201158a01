"""How widely a part may be shown: never wider than its record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import Visibility
from partnerships.models import Partnership
from partnerships.openings import width


class OpeningForm(forms.Form):
    visibility = forms.ChoiceField(label=_("May be shown to"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widest = width(partnership.visibility)
        field: Any = self.fields["visibility"]
        field.choices = [
            (value, label)
            for value, label in Visibility.choices
            if widest <= width(value) and value != Visibility.PRIVATE
        ]
