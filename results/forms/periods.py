"""Periods with what is aimed for in them, a row each."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.partial_dates import EARLIEST, LATEST
from partnerships.forms.exchanges import DayInput
from partnerships.forms.fields import CleanCharField
from results.forms.figures import FigureField
from results.forms.rows import RowForm, Rows
from results.models import Indicator, Period

MOST_PERIODS = 40


class PeriodForm(RowForm):
    """From a day until a day, with a target as a figure or in words, or none."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=DayInput(), required=False)
    ends_on = forms.DateField(label=gettext_lazy("Until"), widget=DayInput(), required=False)
    target_text = CleanCharField(
        label=gettext_lazy("Target in words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
    remove = forms.BooleanField(label=gettext_lazy("Take this period out"), required=False)

    def __init__(self, *args: Any, indicator: Indicator, known: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if indicator.is_numeric:
            is_percentage = indicator.measure == Indicator.Measure.PERCENTAGE
            self.fields["target_value"] = FigureField(
                label=gettext_lazy("Target"), is_percentage=is_percentage, required=False
            )
        if indicator.measure == Indicator.Measure.ORDINAL:
            self.scores = {step.score for step in indicator.rubric.all()}
        self.order_fields(["pk", "starts_on", "ends_on", "target_value", "target_text", "remove"])

    def clean_starts_on(self) -> date | None:
        return self._within_reach("starts_on")

    def clean_ends_on(self) -> date | None:
        return self._within_reach("ends_on")

    def clean_target_value(self) -> Any:
        target, scores = self.cleaned_data["target_value"], getattr(self, "scores", None)
        if target is not None and scores and target not in scores:
            raise forms.ValidationError(_("The scale has no such score."))
        return target

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors or cleaned["remove"] or self.is_empty:
            return cleaned
        for name in ("starts_on", "ends_on"):
            if cleaned[name] is None:
                self.add_error(name, _("Choose the day."))
        if cleaned["pk"] is not None and cleaned["pk"] not in self.known:
            self.add_error(
                None, _("Somebody took this period out meanwhile. Tick “take out”, or write it in a new row.")
            )
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] < cleaned["starts_on"]:
            self.add_error("ends_on", _("The period cannot end before it starts."))
        return cleaned

    def _within_reach(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and not EARLIEST <= day.year <= LATEST:
            words = _("There is no such date between %(first)d and %(last)d.")
            raise forms.ValidationError(words % {"first": EARLIEST, "last": LATEST})
        return day

    @property
    def says(self) -> tuple[date, date]:
        return self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]


class BasePeriodRows(Rows):
    """Periods that do not overlap, unless they count from the same day."""

    def clean(self) -> None:
        seen: list[tuple[date, date]] = []
        for days, form in sorted(((form.says, form) for form in self.kept), key=lambda each: each[0]):
            fault = next(filter(None, (overlap(days, other) for other in seen)), "")
            if fault:
                form.add_error("starts_on", fault)
            seen.append(days)

    @property
    def kept(self) -> list[Any]:
        return [form for form in self.filled if not form.cleaned_data["remove"]]

    def periods(self, indicator: Indicator) -> list[Period]:
        """As they are to stand; those that are stored already with their keys."""
        names = ("pk", "starts_on", "ends_on", "target_text")
        return [
            Period(
                indicator=indicator,
                target_value=form.cleaned_data.get("target_value"),
                **{name: form.cleaned_data[name] for name in names},
            )
            for form in self.kept
        ]


def overlap(one: tuple[date, date], other: tuple[date, date]) -> str:
    """What is wrong with two periods beside each other; nothing where they may stand so."""
    if one == other:
        return _("This period is there already.")
    if one[0] == other[0] or one[0] > other[1] or other[0] > one[1]:
        return ""
    days = {"start": date_format(other[0], "SHORT_DATE_FORMAT"), "end": date_format(other[1], "SHORT_DATE_FORMAT")}
    return (
        _(
            "This overlaps with %(start)s to %(end)s. Periods follow each other, or count from the same day as milestones."
        )
        % days
    )


def period_rows(data: Any, indicator: Indicator, stored: list[Period]) -> Any:
    names = ("pk", "starts_on", "ends_on", "target_value", "target_text")
    factory = forms.formset_factory(
        PeriodForm,
        formset=BasePeriodRows,
        extra=1 if stored else 2,
        max_num=MOST_PERIODS,
        absolute_max=MOST_PERIODS,
        validate_max=True,
    )
    return factory(
        data,
        initial=[{name: getattr(period, name) for name in names} for period in stored],
        prefix="periods",
        form_kwargs={"indicator": indicator, "known": frozenset(period.pk for period in stored)},
    )
