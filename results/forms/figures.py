"""Numbers as people type them: with comma or point, in any digits, a minus before or a per cent sign after."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.figures import read_figure
from results.models.indicators import FIGURES, PLACES

_TWO_WAYS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
WHOLE = FIGURES - PLACES  # figures that fit before the point
NO_NUMBER = gettext_lazy("Write a number such as 12.5. If there is none, say why it does not apply.")
NO_PERCENTAGE = gettext_lazy("A percentage lies between 0 and 100.")


class FigureField(forms.Field):
    """A number, or None. What is typed stays as it was typed when it is refused."""

    def __init__(self, *, is_percentage: bool = False, places: int = PLACES, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "maxlength": 60, "dir": "ltr", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs), **kwargs)
        self.is_percentage, self.places = is_percentage, places

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        number = read_number(str(value or ""), places=self.places)
        if self.is_percentage and number is not None and not 0 <= number <= 100:
            raise ValidationError(NO_PERCENTAGE, code="no_percentage")
        return number

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.to_python(data))
        except ValidationError:
            return True


def read_number(typed: str, *, places: int = PLACES) -> Decimal | None:
    """None for nothing. Raises ValidationError, in plain words, for what is no number or can be read in two ways."""
    bare = typed.strip().removesuffix("%").removesuffix("٪").strip()
    try:
        return read_figure(bare, WHOLE, places)
    except ValidationError as error:
        raise ValidationError(_told(error, places), code=error.code) from None


def written(value: Decimal) -> str:
    """What is stored as it is typed, without the zeros that fill the column; what reads the same way once more."""
    text = f"{value.normalize():f}"
    return f"{text}0" if _TWO_WAYS.fullmatch(text) else text


def _told(error: ValidationError, places: int) -> Any:
    if error.code == "large":
        return _("This has more than %(figures)d figures. Take a larger unit, such as thousands.") % {"figures": WHOLE}
    if error.code == "fine" and not places:
        return _("Write a whole number, without a point.")
    return error.message if error.code in ("two_ways", "fine") else NO_NUMBER
