"""Amounts as people type them, with either comma or point, in any decimal digits."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.validators import with_western_digits

_GAPS = re.compile(r"[\s\u00a0\u2009\u202f'’\u066c]")
_GROUPS = {",": re.compile(r"\d{1,3}(,\d{2,3})*,\d{3}"), ".": re.compile(r"\d{1,3}(\.\d{3})+")}


def read_amount(text: str, figures: int = 12, places: int = 2) -> Decimal | None:
    """`1,234.56`, `1.234,56` and `1 234,56` are the same; None for nothing.

    At most `figures` before the decimal sign, and `places` after it.

    Raises ValidationError, in plain words, for what is no amount or can be read in two ways.
    """
    bare = with_western_digits(_GAPS.sub("", text)).replace("\u066b", ",")
    if not bare:
        return None
    if re.match(r"[-−–]\d", bare):
        raise ValidationError(_("A cost cannot be less than nothing."), code="negative")
    if not re.fullmatch(r"\d[\d.,]*", bare):
        raise ValidationError(_("Write it in figures alone, such as 1234.56."), code="no_figures")
    whole, fraction = _parted(bare)
    if len(fraction.rstrip("0")) > places:
        raise ValidationError(_("Write at most %(places)d figures after the point.") % {"places": places}, code="fine")
    if len(whole.lstrip("0")) > figures:
        raise ValidationError(_("This is more than any partnership costs. Take some figures away."), code="large")
    return Decimal(f"{whole}.{fraction[:places] or 0}")


def _parted(bare: str) -> tuple[str, str]:
    """The figures before and after the decimal sign."""
    signs = sorted(set(bare) & {".", ","}, key=bare.rfind)
    if not signs:
        return bare, ""
    last = signs[-1]
    if len(signs) == 1 and bare.count(last) == 1 and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", bare):
        raise _two_ways(bare, last)
    if len(signs) == 1 and bare.count(last) > 1:
        return _ungrouped(bare, last), ""
    whole, _sign, fraction = bare.rpartition(last)
    if last in whole:
        raise _no_amount()
    return _ungrouped(whole, signs[0]) if len(signs) > 1 else whole, fraction


def _ungrouped(text: str, sign: str) -> str:
    """Figures without the signs between their groups of three; Indian lakhs count as such."""
    if sign in text and not _GROUPS[sign].fullmatch(text):
        raise _no_amount()
    return text.replace(sign, "")


def _two_ways(bare: str, sign: str) -> ValidationError:
    return ValidationError(
        _("This can be read in two ways: write %(whole)s or %(fraction)s.")
        % {"whole": bare.replace(sign, ""), "fraction": bare.replace(sign, ".")[:-1]},
        code="two_ways",
    )


def _no_amount() -> ValidationError:
    return ValidationError(_("Write it in figures alone, such as 1234.56."), code="no_figures")
