"""What a series is called, and how often it means to meet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TypedTextForm
from core.validators import validate_has_letters
from events.forms.fields import OneLineField
from events.models import EventSeries


class SeriesForm(TypedTextForm, forms.ModelForm):
    title = OneLineField(label=_("Title"), max_length=250, validators=[validate_has_letters])

    class Meta:
        model = EventSeries
        fields = ["title", "description", "cadence"]
        widgets = {"description": forms.Textarea({"rows": 5}), "cadence": forms.RadioSelect}
        help_texts = {"cadence": _("When an event is due and none is planned, the organisers are reminded of it.")}

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}
