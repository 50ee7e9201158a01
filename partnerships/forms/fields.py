"""Fields that the steps share: clean text, dates of any precision, long lists that fold."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import partial_dates
from core.validators import clean_text, with_western_digits


class CleanCharField(forms.CharField):
    """Text without what no one types: direction overrides and control characters are left out, NUL is refused."""

    def to_python(self, value: Any) -> str:
        text = str(value or "").replace("\r\n", "\n")
        if "\x00" in text:
            raise ValidationError(_("There is a character in it that is no text (NUL). Take it out."), code="nul")
        cleaned = clean_text(text)
        return super().to_python(cleaned) or ""


class PartialDateInput(forms.MultiWidget):
    """Day, month and year in three short boxes; only the year is needed."""

    use_fieldset = True
    parts = (
        ("day", gettext_lazy("Day"), "part-2"),
        ("month", gettext_lazy("Month"), "part-2"),
        ("year", gettext_lazy("Year"), "part-4"),
    )
    template_name = "partnerships/log/partial_date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput({"class": css, "inputmode": "numeric", "maxlength": 4, "aria-label": label})
            for name, label, css in self.parts
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: str | None) -> list[str]:
        year, month, day = (*(value or "").split("-"), "", "")[:3]
        return [day, month, year]

    def subwidgets(self, name: str, value: Any, attrs: Any = None) -> Any:
        """The boxes, so that a link from the list of errors finds the first of them."""
        return iter(self.get_context(name, value, attrs)["widget"]["subwidgets"])


class PartialDateFormField(forms.MultiValueField):
    """`2024`, `2024-03` or `2024-03-09`, from three boxes of which the smaller may stay empty."""

    widget = PartialDateInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"require_all_fields": False, "required": False}
        boxes = [forms.CharField(required=False, max_length=4) for _part in PartialDateInput.parts]
        super().__init__(boxes, **kwargs)

    def compress(self, data_list: list[str]) -> str:
        day, month, year = [with_western_digits(part.strip()) for part in data_list] if data_list else ("", "", "")
        if not (day or month or year):
            return ""
        if not year:
            raise ValidationError(_("Add the year."), code="no_year")
        if day and not month:
            raise ValidationError(_("Add the month, or leave the day out."), code="no_month")
        written = "-".join(
            part for part in (year, month.zfill(2) if month else "", day.zfill(2) if day else "") if part
        )
        if not written.replace("-", "").isascii() or not written.replace("-", "").isdigit():
            raise ValidationError(_("Write the date in figures, for example 03 2024."), code="not_figures")
        try:
            partial_dates.parse(written)
        except ValueError:
            raise ValidationError(
                _("There is no such date between %(first)d and %(last)d."),
                code="no_such_date",
                params={"first": partial_dates.EARLIEST, "last": partial_dates.LATEST},
            ) from None
        return written


class FoldedChoices(forms.CheckboxSelectMultiple):
    """Checkboxes of a long list, folded group by group; a group with something chosen stands open."""

    template_name = "partnerships/log/folded_choices.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        groups = [
            {"label": label, "options": options, "chosen": [each for each in options if each["selected"]]}
            for label, options, _index in context["widget"]["optgroups"]
        ]
        chosen = [option["label"] for group in groups for option in group["chosen"]]
        context["widget"] |= {"groups": groups, "chosen": chosen}
        return context


def cleaned_field(db_field: Any, **kwargs: Any) -> Any:
    """The form field of a model field: for texts and dates, ours."""
    if isinstance(db_field, partial_dates.PartialDateField):
        return PartialDateFormField()
    if isinstance(db_field, models.CharField | models.TextField) and not db_field.choices:
        kwargs.setdefault("form_class", CleanCharField)
        if isinstance(db_field, models.URLField):
            kwargs.pop("form_class")
            kwargs["assume_scheme"] = "https"
    field: Any = db_field.formfield(**kwargs)
    if isinstance(field, forms.ModelChoiceField):  # its choices are rows, which must not be read at import
        if field.empty_label:
            field.empty_label = gettext_lazy("Not chosen")
        return field
    choices = list(getattr(field, "choices", ()))
    if choices[:1] == BLANK_CHOICE_DASH:
        field.choices = [("", gettext_lazy("Not chosen")), *choices[1:]]
    return field
