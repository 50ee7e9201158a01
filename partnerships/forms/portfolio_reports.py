"""What is asked of who wants a report: its title, its period, its format."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.validators import clean_text, validate_has_letters
from partnerships.models import PortfolioReport


def last_year() -> tuple[date, date]:
    """The calendar year that an annual report written now is about."""
    year = timezone.localdate().year - 1
    return date(year, 1, 1), date(year, 12, 31)


class ReportForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200, validators=[validate_has_letters])
    starts_on = forms.DateField(
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=_("Exchanges, lessons and changes with a date in the period are told."),
        error_messages={"invalid": _("Write a day such as 2025-01-31.")},
    )
    ends_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write a day such as 2025-01-31.")},
    )
    format = forms.ChoiceField(
        label=_("Format"),
        choices=PortfolioReport.Format.choices,
        initial=PortfolioReport.Format.DOCX,
        widget=forms.RadioSelect,
    )
    creation_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        first, last = last_year()
        kwargs["initial"] = {
            "title": _("Our peer-to-peer partnerships"),
            "starts_on": first,
            "ends_on": last,
            "creation_key": uuid.uuid4(),
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_title(self) -> str:
        return clean_text(self.cleaned_data["title"])

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The period cannot end before it starts."))
        return self.cleaned_data
