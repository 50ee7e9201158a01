"""Rows of a page: steps of a scale, figures of parts, periods. More of them come with a button, without a script."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import TypedTextForm
from partnerships.forms.fields import CleanCharField
from results.forms.figures import FigureField

MORE = 3  # rows that the button adds
MOST_STEPS, MOST_PARTS = 12, 60


class RowForm(TypedTextForm, forms.Form):
    """One row; those that nobody wrote into say nothing."""

    @property
    def is_empty(self) -> bool:
        return not any(value not in (None, "", False) for value in self.cleaned_data.values())


def unjudged(form: Any) -> None:
    """Let a form show what was typed without a word about it."""
    form._errors, form.cleaned_data = ErrorDict(), {}


class Rows(forms.BaseFormSet):
    """What stands in the rows of a page."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Each row is read, whether it was changed or not."""
        super().add_fields(form, index)
        form.empty_permitted = False

    @property
    def filled(self) -> list[Any]:
        return [form for form in self.forms if form.is_valid() and not form.is_empty]

    def forgive(self) -> None:
        """Show what was typed so far without judging it: its writer asked for more rows."""
        for form in self.forms:
            unjudged(form)
        self._errors: list[Any] = []
        self._non_form_errors = self.error_class()


def with_more(data: Any, prefix: str, most: int) -> Any:
    """What was sent, and some empty rows more."""
    more: MultiValueDict = data.copy()
    typed = str(data.get(f"{prefix}-TOTAL_FORMS", "0"))
    total = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    more[f"{prefix}-TOTAL_FORMS"] = str(min(total + MORE, most))
    return more


class StepForm(RowForm):
    """A score and what it looks like."""

    score = FigureField(label=gettext_lazy("Score"), places=0, required=False)
    words = CleanCharField(label=gettext_lazy("What it looks like"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors or (cleaned["score"] is None and not cleaned["words"]):
            return cleaned
        if cleaned["score"] is None:
            self.add_error("score", _("Which score is it?"))
        elif not cleaned["words"]:
            self.add_error("words", _("Say what this score looks like, so that two people give the same."))
        elif not -100 <= cleaned["score"] <= 100:
            self.add_error("score", _("A score lies between −100 and 100."))
        return cleaned


class StepRows(Rows):
    """The steps of a scale: two at least, each score once."""

    def clean(self) -> None:
        seen: set[Decimal] = set()
        for form in self.filled:
            score = form.cleaned_data["score"]
            if score in seen:
                form.add_error("score", _("This score is there already."))
            seen.add(score)
        if len(seen) < 2 and not any(self.errors):
            raise ValidationError(_("A scale has two steps at least. Say what each of them looks like."))

    @property
    def steps(self) -> list[tuple[int, str]]:
        return [(int(form.cleaned_data["score"]), form.cleaned_data["words"]) for form in self.filled]


class PartForm(RowForm):
    """A figure for a part of the whole, such as sex: female."""

    dimension = CleanCharField(label=gettext_lazy("By"), max_length=60, required=False)
    category = CleanCharField(label=gettext_lazy("Which"), max_length=100, required=False)
    words = CleanCharField(label=gettext_lazy("In words"), max_length=500, required=False)

    def __init__(self, *args: Any, is_numeric: bool, is_percentage: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_numeric:
            self.fields["value"] = FigureField(
                label=gettext_lazy("Figure"), is_percentage=is_percentage, required=False
            )
            self.order_fields(["dimension", "category", "value", "words"])
        self.fields["dimension"].widget.attrs["placeholder"] = _("sex")
        self.fields["category"].widget.attrs["placeholder"] = _("female")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors or self.is_empty:
            return cleaned
        for name in ("dimension", "category"):
            if not cleaned[name]:
                self.add_error(name, _("Say both, such as: sex, female."))
        if cleaned.get("value") is None and not cleaned["words"]:
            self.add_error("value" if "value" in self.fields else "words", _("Give a figure, or words."))
        return cleaned


@dataclass(frozen=True)
class PartTyped:
    dimension: str
    category: str
    value: Decimal | None
    words: str


class PartRows(Rows):
    """Parts of a baseline or a target, each told once."""

    def clean(self) -> None:
        seen: set[tuple[str, str]] = set()
        for form in self.filled:
            key = (form.cleaned_data["dimension"].casefold(), form.cleaned_data["category"].casefold())
            if key in seen:
                form.add_error("category", _("This part is there already."))
            seen.add(key)

    @property
    def parts(self) -> list[PartTyped]:
        names = ("dimension", "category", "words")
        return [
            PartTyped(value=form.cleaned_data.get("value"), **{name: form.cleaned_data[name] for name in names})
            for form in self.filled
        ]


def step_rows(data: Any, stored: list[tuple[int, str]]) -> StepRows:
    initial = [{"score": Decimal(score), "words": words} for score, words in stored]
    factory = forms.formset_factory(
        StepForm,
        formset=StepRows,
        extra=2 if stored else 4,
        max_num=MOST_STEPS,
        absolute_max=MOST_STEPS,
        validate_max=True,
    )
    rows: Any = factory(data, initial=initial, prefix="rubric")
    return rows


def part_rows(data: Any, stored: Any, indicator: Any) -> PartRows:
    names = ("dimension", "category", "value", "words")
    initial = [{name: getattr(part, name) for name in names} for part in stored]
    factory = forms.formset_factory(
        PartForm, formset=PartRows, extra=2, max_num=MOST_PARTS, absolute_max=MOST_PARTS, validate_max=True
    )
    kinds = {
        "is_numeric": indicator.is_numeric,
        "is_percentage": indicator.measure == indicator.Measure.PERCENTAGE,
    }
    rows: Any = factory(data, initial=initial, prefix="parts", form_kwargs=kinds)
    return rows
