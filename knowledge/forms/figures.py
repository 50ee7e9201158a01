"""The boxes of a story's figure."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.figures import as_lines, read_rows
from knowledge.forms.fields import OneLineField
from knowledge.models.choices import FigureKind
from knowledge.models.figures import LONGEST_ROWS


class FigureRowsField(forms.CharField):
    """A row a line, tidied as it is kept; each row that cannot be read is named."""

    def clean(self, value: Any) -> str:
        return as_lines(read_rows(super().clean(value)))


class FigureFields(forms.Form):
    """All of them or none: numbers without a title or a source are asked about, and so are words without numbers."""

    figure_title = OneLineField(
        label=_("Title of the figure"),
        max_length=200,
        required=False,
        help_text=_("What is counted, such as: Months from the end of the year to publication."),
    )
    figure_unit = OneLineField(label=_("Unit"), max_length=60, required=False, help_text=_("Such as months, or %."))
    figure_rows = FigureRowsField(
        label=_("Numbers"),
        max_length=LONGEST_ROWS,
        required=False,
        widget=forms.Textarea({"rows": 6, "dir": "auto"}),
        help_text=_(
            "One row a line: its name, a semicolon, its number, as in 2024; 13. "
            "A second semicolon and number is what it is compared with. You can paste two or three columns of a sheet."
        ),
    )
    figure_compared = OneLineField(
        label=_("What the third number stands for"),
        max_length=120,
        required=False,
        help_text=_("Only if your rows have one. Such as: The peer, that year."),
    )
    figure_kind = forms.ChoiceField(
        label=_("Drawn as"), choices=FigureKind.choices, required=False, widget=forms.RadioSelect
    )
    figure_source = OneLineField(
        label=_("Source of the numbers"),
        max_length=300,
        required=False,
        help_text=_("Where they come from, and what a reader should know of them."),
    )

    def clean_figure_kind(self) -> str:
        return self.cleaned_data["figure_kind"] or FigureKind.BARS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rows = cleaned.get("figure_rows")
        if rows is None:
            return cleaned
        if rows:
            self._ask_for_words(cleaned, rows)
        elif any(cleaned.get(name) for name in ("figure_title", "figure_unit", "figure_compared", "figure_source")):
            self.add_error("figure_rows", _("Type the numbers, or empty the other boxes of the figure."))
        return cleaned

    def _ask_for_words(self, cleaned: dict[str, Any], rows: str) -> None:
        has_third = any(line.count(";") > 1 for line in rows.splitlines())
        if "figure_title" in cleaned and not cleaned["figure_title"]:
            self.add_error("figure_title", _("Say what the numbers of the figure are of."))
        if "figure_source" in cleaned and not cleaned["figure_source"]:
            self.add_error("figure_source", _("Say where the numbers of the figure come from."))
        if has_third and "figure_compared" in cleaned and not cleaned["figure_compared"]:
            self.add_error("figure_compared", _("Say what the third number of each row stands for."))

    @property
    def figure_is_open(self) -> bool:
        """There is something in it, or something to mend."""
        names = [name for name in self.fields if name.startswith("figure_")]
        return any(self[name].errors or (name != "figure_kind" and self[name].value()) for name in names)
