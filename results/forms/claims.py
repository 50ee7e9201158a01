"""Why we think we had a part in it: the chain step by step, and what else may explain it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.fields import CleanCharField, cleaned_field
from results.models import ContributionClaim
from results.models.choices import Weight

EMPTY_ROWS = 2
MOST_ROWS = 20


class ClaimForm(forms.ModelForm):
    class Meta:
        model = ContributionClaim
        fields = ["part", "summary"]
        formfield_callback = cleaned_field
        widgets = {"part": forms.RadioSelect, "summary": forms.Textarea({"rows": 4})}
        help_texts = {"part": _("Never all of it: changes have many parents.")}


class StepForm(forms.Form):
    """`id` tells the stored step that it was, so that its evidence stays with it."""

    id = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    text = CleanCharField(label=_("What led to what"), max_length=500, required=False)
    assumption = CleanCharField(label=_("What has to be so"), max_length=500, required=False)


class RivalForm(forms.Form):
    text = CleanCharField(label=_("Other explanation"), max_length=500, required=False)
    speaks_for = CleanCharField(
        label=_("What speaks for it"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    speaks_against = CleanCharField(
        label=_("What speaks against it"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    weight = forms.ChoiceField(label=_("How much it did"), choices=Weight.choices, initial=Weight.UNKNOWN)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("text") and (cleaned.get("speaks_for") or cleaned.get("speaks_against")):
            self.add_error("text", _("Say what the other explanation is."))
        return cleaned


def _rows(form: type[forms.Form]) -> Any:
    return forms.formset_factory(form, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True)


StepRows: Any = _rows(StepForm)
RivalRows: Any = _rows(RivalForm)


def said(rows: Any) -> list[dict[str, Any]]:
    """The rows in which something stands, in their order; a row that was emptied is left out."""
    return [form.cleaned_data for form in rows if form.cleaned_data.get("text")]
