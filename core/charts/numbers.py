"""Numbers as the reader writes them: short in the picture, in full in the table."""

import math
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

LARGEST = 1e100  # of what can be drawn
LEFT_TO_RIGHT = "\u200e"  # keeps a minus before its number in text from the right
NOT_KNOWN = "–"


def drawable(value: Any) -> float | None:
    """As a float; None for what is missing, not a number or beyond all measure."""
    if value is None:
        return None
    try:
        number = float(value)
    except (OverflowError, ValueError):  # too large a whole number; a signalling NaN
        return None
    return number if math.isfinite(number) and abs(number) < LARGEST else None


def in_short(value: float, unit: str = "") -> str:
    """To three digits or so: 1,240; 12.5 million; 3 × 10^15."""
    size = abs(value := float(value))
    if size >= 1e15 or 0 < size < 1e-4:
        factor, power = f"{value:.1e}".split("e")
        return _("%(number)s × 10^%(power)s") % {"number": written(float(factor), 1), "power": int(power)}
    if size >= 1e9:
        return _("%(number)s billion") % {"number": written(value / 1e9, 1)}
    if size >= 1e6:
        return _("%(number)s million") % {"number": written(value / 1e6, 1)}
    if size >= 100:
        return with_unit(written(value, 0), unit)
    return with_unit(written(value, 2 if size >= 1 else 4), unit)


def in_full(value: Any, unit: str = "") -> str:
    """Every digit of it that somebody gave."""
    if drawable(value) is None:
        return NOT_KNOWN
    number = value if isinstance(value, Decimal | int) else Decimal(repr(float(value)))
    return with_unit(signed(plain(Decimal(number))), unit)


def with_unit(number: str, unit: str) -> str:
    return _("%(number)s%%") % {"number": number} if unit == "%" else number


def written(value: float, decimals: int) -> str:
    return signed(plain(round(Decimal(repr(value)), decimals)))


def plain(number: Decimal) -> str:
    """Grouped by thousands, without zeros at its end."""
    digits = f"{number:f}"
    places = len(digits.partition(".")[2].rstrip("0"))
    return formats.number_format(number, places, use_l10n=True, force_grouping=True)


def signed(number: str) -> str:
    return f"{LEFT_TO_RIGHT}−{number[1:]}" if number.startswith("-") and number.strip("-0.,") else number.lstrip("-")
