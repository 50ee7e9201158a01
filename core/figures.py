"""Numbers as people type them: with comma or point, grouped or not, in any decimal digits, a minus before."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.validators import with_western_digits

_GAPS = re.compile(r"[\s\u00a0\u2009\u202f'’\u066c]")
_GROUPS = {",": re.compile(r"\d{1,3}(,\d{2,3})*,\d{3}"), ".": re.compile(r"\d{1,3}(\.\d{3})+")}
_MINUS = re.compile(r"[-−–](?=\d)")


def read_figure(text: str, figures: int, places: int) -> Decimal | None:
    """`1,234.56`, `1.234,56` and `1 234,56` are the same; None for nothing.

    At most `figures` before the decimal sign, and `places` after it.

    Raises ValidationError, in plain words, for what is no number (code `no_figures`), can be read in two ways
    (`two_ways`), is too fine (`fine`) or too large (`large`).
    """
    bare = with_western_digits(_GAPS.sub("", text)).replace("\u066b", ",")
    if not bare:
        return None
    unsigned = _MINUS.sub("", bare, count=1) if _MINUS.match(bare) else bare
    if not re.fullmatch(r"\d[\d.,]*", unsigned):
        raise _no_number()
    whole, fraction = _parted(unsigned, places)
    if len(fraction.rstrip("0")) > places:
        raise ValidationError(_("Write at most %(places)d figures after the point.") % {"places": places}, code="fine")
    if len(whole.lstrip("0")) > figures:
        most = _("Write at most %(figures)d figures before the point.") % {"figures": figures}
        raise ValidationError(most, code="large")
    number = Decimal(f"{whole}.{fraction[:places] or 0}")
    return -number if unsigned != bare and number else number


def _parted(bare: str, places: int) -> tuple[str, str]:
    """The figures before and after the decimal sign."""
    signs = sorted(set(bare) & {".", ","}, key=bare.rfind)
    if not signs:
        return bare, ""
    last = signs[-1]
    if len(signs) == 1 and bare.count(last) == 1 and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", bare):
        raise _two_ways(bare, last, places)
    if len(signs) == 1 and bare.count(last) > 1:
        return _ungrouped(bare, last), ""
    whole, _sign, fraction = bare.rpartition(last)
    if last in whole:
        raise _no_number()
    return _ungrouped(whole, signs[0]) if len(signs) > 1 else whole, fraction


def _ungrouped(text: str, sign: str) -> str:
    """Figures without the signs between their groups of three; Indian lakhs count as such."""
    if sign in text and not _GROUPS[sign].fullmatch(text):
        raise _no_number()
    return text.replace(sign, "")


def _two_ways(bare: str, sign: str, places: int) -> ValidationError:
    """Where three figures fit after the point, a zero behind them says that they are no thousands."""
    fraction = bare.replace(sign, ".")
    both = {"whole": bare.replace(sign, ""), "fraction": f"{fraction}0" if places > 2 else fraction[:-1]}
    return ValidationError(_("This can be read in two ways: write %(whole)s or %(fraction)s.") % both, code="two_ways")


def _no_number() -> ValidationError:
    return ValidationError(_("Write it in figures alone, such as 1234.56."), code="no_figures")
