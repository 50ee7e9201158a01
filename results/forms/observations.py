"""One observation: only what its indicator asks for, and always a way to say why it does not apply."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.charts.numbers import in_full
from core.forms import TypedTextForm
from core.partial_dates import EARLIEST, LATEST
from partnerships.forms.exchanges import DayInput
from partnerships.forms.fields import cleaned_field
from results.forms.figures import FigureField
from results.forms.meanwhile import VersionedForm
from results.forms.period_choice import holds, period_field, told_under_day
from results.models import Indicator, Observation, Period
from results.models.choices import Measure
from results.services.observations import CannotObserve, check_date, divide

SAME = Decimal("0.5")  # points that a rounded percentage may be away from what its parts make
ANSWERS = ("value", "numerator", "denominator", "kind")
NOTHING_SAID = gettext_lazy("Give a value, words, or the reason why it does not apply.")
BOTH_SAID = gettext_lazy("Give a value, or the reason why it does not apply; not both.")


class ObservationForm(TypedTextForm, VersionedForm):
    """What was seen on a day. A draft may still say nothing; what is submitted says something."""

    creation_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    observed_on = forms.DateField(label=gettext_lazy("Which day does it tell of?"), widget=DayInput())
    value = FigureField(label=gettext_lazy("What did you see?"), required=False)
    numerator = FigureField(label=gettext_lazy("Counted"), required=False)
    denominator = FigureField(label=gettext_lazy("Of how many"), required=False)

    class Meta:
        model = Observation
        fields = ["observed_on", *ANSWERS, "narrative", "not_applicable", "method", "place", "correction_reason"]
        formfield_callback = cleaned_field
        help_texts = {
            "narrative": gettext_lazy("What people say or do, and what the figure does not show."),
            "not_applicable": gettext_lazy("Instead of a value, such as: no such case came up this year."),
            "method": gettext_lazy("Who counted or asked, and in which register."),
        }

    def __init__(self, *args: Any, is_submitted: bool = False, periods: Sequence[Period] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator, self.is_submitted = self.instance.indicator, is_submitted
        for name, field in fields_for_answer(self.indicator, self.instance).items():
            self.fields[name] = field
        for name in set(ANSWERS) - asked(self.indicator):
            del self.fields[name]
        if not self.instance.replaces_id:
            del self.fields["correction_reason"]
        else:
            self.fields["correction_reason"].required = True
        if self.instance.pk:
            del self.fields["creation_key"]
        self.fields["narrative"].widget.attrs["rows"] = 6 if self.indicator.measure == Measure.QUALITATIVE else 3
        self.fields["not_applicable"].widget = forms.Textarea({"rows": 2, "dir": "auto", "maxlength": 500})
        self._prefill()
        self._ask_period(periods)

    def clean_observed_on(self) -> Any:
        day = self.cleaned_data["observed_on"]
        if not EARLIEST <= day.year <= LATEST:
            words = _("There is no such date between %(first)d and %(last)d.")
            raise forms.ValidationError(words % {"first": EARLIEST, "last": LATEST})
        try:
            check_date(self.indicator, day)
        except CannotObserve as error:
            raise forms.ValidationError(str(error)) from None
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {"numerator", "denominator"} <= cleaned.keys():
            self._check_parts(cleaned)
        period, day = cleaned.get("period"), cleaned.get("observed_on")
        if period and day and not holds(period, day):
            self.add_error("period", _("This day does not lie in it. Choose another period, or correct the day."))
        is_answered, in_words = _says(cleaned, *ANSWERS), _says(cleaned, "narrative", "not_applicable")
        if is_answered and cleaned.get("not_applicable"):
            self.add_error("not_applicable", BOTH_SAID)
        elif self.is_submitted and not (self.errors or is_answered or in_words):
            self.add_error(self.first_answer, NOTHING_SAID)
        return cleaned

    def save(self, commit: bool = True) -> Observation:
        """Into the observation, for the service to store; its period is that of its day, or the chosen one."""
        observation: Observation = super().save(commit=False)
        observation.period = self.cleaned_data.get("period")
        return observation

    @property
    def first_answer(self) -> str:
        return next((name for name in self.fields if name in ANSWERS), "narrative")

    def _ask_period(self, periods: Sequence[Period]) -> None:
        field = period_field(periods)
        if field is None:
            self.fields["observed_on"].help_text = told_under_day(periods)
            return
        self.fields["period"] = field
        if self.instance.period_id:
            self.initial["period"] = str(self.instance.period_id)

    def _prefill(self) -> None:
        """A value that follows from its parts is not asked again, and a score is one of the steps."""
        if self.instance.numerator is not None and self.instance.denominator is not None:
            self.initial["value"] = None
        elif self.indicator.measure == Measure.ORDINAL and self.instance.value is not None:
            self.initial["value"] = f"{self.instance.value.normalize():f}"

    def _check_parts(self, cleaned: dict[str, Any]) -> None:
        counted, whole, value = cleaned["numerator"], cleaned["denominator"], cleaned.get("value")
        if (counted is None) != (whole is None):
            missing = "numerator" if counted is None else "denominator"
            self.add_error(missing, _("Give both figures, or only the percentage."))
        if counted is None or whole is None:
            return
        try:
            share = divide(counted, whole)
        except CannotObserve as error:
            self.add_error("denominator", str(error))
            return
        if not 0 <= share <= 100:
            self.add_error("numerator", _("This is more than all of them, or less than none."))
        elif value is not None and abs(share - value) > SAME:
            words = _("The two figures make %(share)s per cent. Leave this empty, or correct them.")
            self.add_error("value", words % {"share": in_full(share.quantize(Decimal("0.01")))})


def _says(cleaned: dict[str, Any], *names: str) -> bool:
    return any(cleaned.get(name) not in (None, "") for name in names)


def asked(indicator: Indicator) -> set[str]:
    """The answers that an indicator asks for, beside words."""
    if indicator.measure == Measure.PERCENTAGE and (indicator.numerator or indicator.denominator):
        return {"value", "numerator", "denominator"}
    if indicator.measure == Measure.NOMINAL:
        return {"kind"}
    return {"value"} if indicator.is_numeric else set()


def fields_for_answer(indicator: Indicator, observation: Observation) -> dict[str, forms.Field]:
    """The fields whose kind or name depends on the indicator."""
    if indicator.measure == Measure.PERCENTAGE:
        parts: dict[str, forms.Field] = {
            "numerator": FigureField(label=indicator.numerator or _("Counted"), required=False),
            "denominator": FigureField(label=indicator.denominator or _("Of how many"), required=False),
        }
        label = _("Or only the percentage") if asked(indicator) > {"value"} else _("Per cent")
        return parts | {"value": FigureField(label=label, is_percentage=True, required=False)}
    if indicator.measure == Measure.NOMINAL and indicator.kinds:
        kinds = list(dict.fromkeys([*indicator.kinds, *filter(None, [observation.kind])]))
        choices = [("", _("Not chosen")), *((kind, kind) for kind in kinds)]
        return {
            "kind": forms.ChoiceField(
                label=_("Which is it?"), choices=choices, required=False, widget=forms.RadioSelect
            )
        }
    steps = list(indicator.rubric.all()) if indicator.measure == Measure.ORDINAL else []
    if steps:
        choices = [("", _("No score")), *((str(step.score), f"{step.score}: {step.words}") for step in steps)]
        score = forms.TypedChoiceField(
            label=_("Which step fits best?"),
            choices=choices,
            coerce=Decimal,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        )
        return {"value": score}
    if indicator.unit:
        return {"value": FigureField(label=_("How many? (%(unit)s)") % {"unit": indicator.unit}, required=False)}
    return {}
