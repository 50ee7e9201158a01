"""The words of a framework, and one result of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TypedTextForm
from partnerships.forms.fields import cleaned_field
from results.forms.meanwhile import VersionedForm
from results.models import Result, ResultsFramework


class FrameworkForm(TypedTextForm, VersionedForm):
    """Its title, how results are looked at, and the method that is followed."""

    class Meta:
        model = ResultsFramework
        fields = ["title", "introduction", "source", "source_url"]
        formfield_callback = cleaned_field
        help_texts = {
            "introduction": _("In your own words: what you look at, when, and who does it."),
            "source": _("The publication that the method comes from, as it is cited."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["introduction"].widget.attrs["rows"] = 6
        self.fields["source"].required = bool(self.instance.template)
        self.fields["source"].error_messages["required"] = _("Say which method the framework follows.")


class ResultForm(TypedTextForm, forms.ModelForm):
    """What is to change, at which level and in which family."""

    class Meta:
        model = Result
        fields = ["title", "description", "level", "family", "type", "may_be_summed"]
        formfield_callback = cleaned_field
        widgets = {"level": forms.RadioSelect, "family": forms.RadioSelect}
        help_texts = {
            "title": _("One sentence: who does what differently, or what is there that was not."),
            "may_be_summed": _("Its figures may be added to those of other partnerships."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("level", "family"):
            field: Any = self.fields[name]
            field.choices = [(value, label) for value, label in field.choices if value]
