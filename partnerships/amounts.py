"""Amounts of money and of days: figures as people type them, never less than nothing."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.figures import read_figure


def read_amount(text: str, figures: int = 12, places: int = 2) -> Decimal | None:
    """None for nothing. Raises ValidationError, in plain words, for what is no amount or can be read in two ways."""
    try:
        amount = read_figure(text, figures, places)
    except ValidationError as error:
        if error.code == "large":
            too_much = _("This is more than any partnership costs. Take some figures away.")
            raise ValidationError(too_much, code="large") from None
        raise
    if amount is not None and amount < 0:
        raise ValidationError(_("A cost cannot be less than nothing."), code="negative")
    return amount
