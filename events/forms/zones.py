"""In which zone a reader wants to read times."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.local_times import zone_names


class ZoneForm(forms.Form):
    time_zone = forms.ChoiceField(label=_("Your time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [(name, name.replace("_", " ")) for name in zone_names()]  # type: ignore[attr-defined]
