"""Planned and held exchanges, as rows of the step about the plan."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.partial_dates import EARLIEST, LATEST
from partnerships.answers import PlannedExchange
from partnerships.forms.fields import cleaned_field
from partnerships.models import Activity

MOST_ROWS = 60


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ExchangeForm(forms.ModelForm):
    """One exchange; after cleaning, `exchange` is what it says, or None for an empty row."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(label=gettext_lazy("Take this one out"), required=False)

    class Meta:
        model = Activity
        fields = list(PlannedExchange.FIELDS)
        formfield_callback = cleaned_field
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}
        labels = {"title": gettext_lazy("What is planned, in a few words")}

    def __init__(self, *args: Any, known: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_pk(self) -> int | None:
        pk: int | None = self.cleaned_data["pk"]
        if pk is not None and pk not in self.known:
            raise ValidationError(_("This exchange belongs to another record, or is gone."))
        return pk

    def clean_starts_on(self) -> Any:
        return self._within_reach("starts_on")

    def clean_ends_on(self) -> Any:
        return self._within_reach("ends_on")

    def _within_reach(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if day and not EARLIEST <= day.year <= LATEST:
            raise ValidationError(
                _("There is no such date between %(first)d and %(last)d.") % {"first": EARLIEST, "last": LATEST}
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("An exchange cannot end before it starts."))
        return cleaned

    @property
    def exchange(self) -> PlannedExchange | None:
        if not self.is_valid() or not self.cleaned_data or self.cleaned_data["remove"]:
            return None
        return PlannedExchange(
            pk=self.cleaned_data["pk"], **{name: self.cleaned_data[name] for name in PlannedExchange.FIELDS}
        )


class BaseExchangeRows(forms.BaseFormSet):
    def __init__(self, data: Any, *, stored: list[PlannedExchange], extra: int) -> None:
        self.extra = extra
        known = frozenset(exchange.pk for exchange in stored if exchange.pk)
        super().__init__(
            data,
            prefix="activities",
            initial=[{"pk": exchange.pk, **exchange.fields} for exchange in stored],
            form_kwargs={"known": known},
        )

    @property
    def exchanges(self) -> list[PlannedExchange]:
        return [form.exchange for form in self.forms if form.exchange]


ExchangeRows: Any = forms.formset_factory(
    ExchangeForm, formset=BaseExchangeRows, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10, validate_max=True
)
