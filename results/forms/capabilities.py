"""An ability, and how one side rates it before and after."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms import TypedTextForm
from partnerships.forms.fields import CleanCharField, cleaned_field
from results.models import Capability, CapabilityScore
from results.models.choices import Moment


class CapabilityForm(TypedTextForm, forms.ModelForm):
    """What somebody is to be able to do, and who."""

    class Meta:
        model = Capability
        fields = ["title", "whose", "level"]
        formfield_callback = cleaned_field
        widgets = {"level": forms.RadioSelect}
        help_texts = {
            "title": _("What somebody can do, such as: plan an audit by risk."),
            "whose": _("An office or a role rather than a name: the audit planning unit."),
        }


SCORES = CapabilityScore.Score.choices


class RatingForm(forms.Form):
    """Before and after, each with what shows it; what is not known yet may stay open."""

    MOMENTS = {
        Moment.BEFORE: _("Before the partnership, or when it began"),
        Moment.AFTER: _("Now, or when the partnership ended"),
    }

    def __init__(self, *args: Any, stored: Mapping[str, CapabilityScore], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for moment, label in self.MOMENTS.items():
            score = stored.get(moment)
            self.fields[f"{moment}-score"] = forms.ChoiceField(
                label=label,
                choices=[*((str(score), f"{score}: {words}") for score, words in SCORES), ("", _("Not said"))],
                widget=forms.RadioSelect,
                required=False,
                initial=str(score.score) if score else "",
            )
            self.fields[f"{moment}-reason"] = CleanCharField(
                label=_("What shows it?"),
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                initial=score.reason if score else "",
            )

    @property
    def rows(self) -> list[list[Any]]:
        """What belongs together: how far it goes at a moment, and what shows it."""
        return [[self[f"{moment}-score"], self[f"{moment}-reason"]] for moment in self.MOMENTS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for moment in self.MOMENTS:
            score, reason = f"{moment}-score", f"{moment}-reason"
            if {score, reason} & self.errors.keys():
                continue
            if cleaned.get(score) and not cleaned.get(reason):
                self.add_error(reason, _t("Say in a sentence what shows it."))
            if cleaned.get(reason) and not cleaned.get(score):
                self.add_error(score, _t("Choose one of the four, or take the words below away."))
        return cleaned

    @property
    def scores(self) -> dict[str, tuple[int, str] | None]:
        given = {moment.value: self.cleaned_data[f"{moment}-score"] for moment in self.MOMENTS}
        return {
            moment: (int(score), self.cleaned_data[f"{moment}-reason"]) if score else None
            for moment, score in given.items()
        }
