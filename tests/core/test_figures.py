"""Numbers as people type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.figures import read_figure


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", None),
        ("  ", None),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("-3", "-3"),
        ("−0,5", "-0.5"),
        ("- 12", "-12"),
        ("-0", "0"),
        ("\u0661\u0662\u0663\u066b\u0665", "123.5"),
        ("0.123", "0.123"),
        ("1.2340", "1.234"),
    ],
)
def test_a_number_is_read_as_it_is_meant(text, number):
    assert read_figure(text, 14, 6) == (number and Decimal(number))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("twelve", "no_figures"),
        ("NaN", "no_figures"),
        ("Infinity", "no_figures"),
        ("1e400", "no_figures"),
        ("--3", "no_figures"),
        ("3-", "no_figures"),
        ("1,23,45", "no_figures"),
        ("1.234", "two_ways"),
        ("0.1234567890123456789012345", "fine"),
        ("1" * 15, "large"),
        ("9" * 400, "large"),
    ],
)
def test_what_is_no_number_is_refused(text, code):
    with pytest.raises(ValidationError) as refused:
        read_figure(text, 14, 6)

    assert refused.value.code == code


def test_thousands_and_thousandths_are_asked_apart():
    with pytest.raises(ValidationError, match=r"write 1234 or 1\.2340"):
        read_figure("1.234", 14, 6)
