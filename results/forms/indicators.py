"""An indicator: first how it is measured, then what that measure asks for and nothing else."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms import TypedTextForm
from core.partial_dates import display, is_before
from core.validators import clean_text
from partnerships.forms.fields import cleaned_field
from results.forms.figures import FigureField
from results.forms.meanwhile import VersionedForm
from results.models import Indicator, Observation
from results.models.choices import Better, Measure

MOST_KINDS, LONGEST_KIND = 20, 100
ALONE = {
    Measure.UNIT: ["unit", "better", "baseline_value"],
    Measure.PERCENTAGE: ["numerator", "denominator", "better", "baseline_value"],
    Measure.NOMINAL: ["kinds"],
    Measure.ORDINAL: ["better", "baseline_value"],
    Measure.QUALITATIVE: [],
}
FOR_SOME = {name for names in ALONE.values() for name in names}
UNASKED: dict[str, Any] = {"kinds": [], "better": Better.NEITHER, "baseline_value": None}
TOLD_OF = {
    Measure.UNIT: _("Days, people, reports, findings acted on."),
    Measure.PERCENTAGE: _("So many of so many: 12 of 40 findings."),
    Measure.NOMINAL: _("A list of answers of which one fits, none better than another."),
    Measure.ORDINAL: _("From low to high, with words for each step, so that two people give the same score."),
    Measure.QUALITATIVE: _("What people say or do, told in a few sentences."),
}


class MeasureForm(forms.Form):
    """How it is measured decides what is asked next."""

    measure = forms.ChoiceField(label=_("How will you see it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["measure"]
        field.choices = [(each.value, f"{each.label}. {TOLD_OF[each]}") for each in Measure]


class KindsField(forms.CharField):
    """The answers of which one fits, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 5, "dir": "auto"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = map(clean_text, super().clean(value).splitlines())
        kinds = list(dict.fromkeys(line for line in lines if line))
        if len(kinds) < 2:
            raise ValidationError(_("Write two kinds at least, each on a line of its own."))
        if len(kinds) > MOST_KINDS:
            raise ValidationError(_("At most %(most)d kinds fit here.") % {"most": MOST_KINDS})
        if any(len(kind) > LONGEST_KIND for kind in kinds):
            raise ValidationError(_("A kind has at most %(most)d characters.") % {"most": LONGEST_KIND})
        return kinds

    def has_changed(self, initial: Any, data: Any) -> bool:
        typed = [clean_text(line) for line in str(data or "").splitlines()]
        return bool((initial or []) != [line for line in typed if line])


class IndicatorForm(TypedTextForm, VersionedForm):
    """What is observed; the measure is settled before (`instance.measure`)."""

    kinds = KindsField(label=_("Kinds"), help_text=_("One a line."))

    class Meta:
        model = Indicator
        fields = [
            *("title", "description", "unit", "numerator", "denominator", "kinds", "better"),
            *("baseline_value", "baseline_text", "baseline_on", "baseline_source", "baseline_missing"),
            *("reported_by", "frequency", "method", "sdg_target", "may_be_summed"),
        ]
        formfield_callback = cleaned_field
        help_texts = {
            "title": _("A question is easiest: How many findings were acted on?"),
            "description": _("What counts and what does not, so that two people would find the same."),
            "unit": _("Days, people, findings …"),
            "numerator": _("Such as: findings acted on."),
            "denominator": _("Such as: findings reported."),
            "baseline_text": _("What it was like before."),
            "baseline_missing": _("If you do not know how it was before, say why. That is a good answer too."),
            "frequency": _("Such as: every June."),
            "method": _("Such as: counted in the register; asked in a survey."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure = Measure(self.instance.measure)
        for name in FOR_SOME - set(ALONE[measure]):
            del self.fields[name]
            setattr(self.instance, name, UNASKED.get(name, ""))
        if "baseline_value" in self.fields:
            self.fields["baseline_value"] = FigureField(
                label=_("Baseline"), is_percentage=measure == Measure.PERCENTAGE, required=False
            )
        for name in ("description", "baseline_text"):
            self.fields[name].widget.attrs["rows"] = 3
        if "unit" in self.fields:
            self.fields["unit"].required = True
            self.fields["unit"].error_messages["required"] = _("Say what is counted: days, people, findings …")
        self.order_fields(self.Meta.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("numerator")) != bool(cleaned.get("denominator")):
            missing = "denominator" if cleaned.get("numerator") else "numerator"
            if missing not in self.errors:
                self.add_error(missing, _t("Say both what is counted and of how many, or neither."))
        if cleaned.get("baseline_missing") and (
            cleaned.get("baseline_value") is not None or cleaned.get("baseline_text")
        ):
            self.add_error("baseline_missing", _t("Give a baseline, or the reason why there is none; not both."))
        if self.instance.pk:
            self._keep_observed(cleaned)
        return cleaned

    def _keep_observed(self, cleaned: dict[str, Any]) -> None:
        """What was observed has to mean tomorrow what it means today."""
        observed = Observation.objects.filter(indicator=self.instance)
        seen = observed.order_by("observed_on").values_list("observed_on", "kind")
        if not seen:
            return
        if "unit" in cleaned and cleaned["unit"] != self.initial["unit"]:
            words = _t(
                "Observations in %(unit)s are there already, and would mean something else. "
                "Keep the unit, or add another indicator."
            )
            self.add_error("unit", words % {"unit": self.initial["unit"]})
        kept = cleaned.get("kinds")
        gone = sorted({kind for _on, kind in seen if kind} - set(kept or [])) if kept is not None else []
        if gone:
            self.add_error("kinds", _t("“%(kind)s” was observed already. Keep it in the list.") % {"kind": gone[0]})
        first = seen[0][0].isoformat()
        if cleaned.get("baseline_on") and is_before(first, cleaned["baseline_on"]):
            words = _t("The first observation is of %(day)s. The baseline lies before it.")
            self.add_error("baseline_on", words % {"day": display(first)})


def check_scale(form: IndicatorForm, steps: list[tuple[int, str]]) -> None:
    """A score that was observed stays on the scale, and the baseline is on it."""
    scores = {score for score, _words in steps}
    baseline = form.cleaned_data.get("baseline_value")
    if baseline is not None and baseline not in scores:
        form.add_error("baseline_value", _t("The scale has no such score."))
    if form.instance.pk:
        seen = Observation.objects.filter(indicator=form.instance).exclude(value=None)
        gone = sorted({int(value) for value in seen.values_list("value", flat=True)} - scores)
        if gone:
            words = _t("Score %(score)s was observed already. Keep its step on the scale.")
            form.add_error(None, words % {"score": gone[0]})
