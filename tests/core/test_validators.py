"""Typed text, in whatever script it comes."""

import pytest
from django.core.exceptions import ValidationError

from core.validators import between_commas, clean_text, validate_has_letters, with_western_digits


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  spaces  ", "spaces"),
        ("Cafe\u0301", "Café"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("a\u200bb", "ab"),
        ("two\nlines", "two\nlines"),
        ("bell\x07", "bell"),
    ],
)
def test_clean_text(typed, kept):
    assert clean_text(typed) == kept


@pytest.mark.parametrize("name", ["🙂🙂", "   ", "—", "\u200d"])
def test_a_name_needs_a_letter_or_a_figure(name):
    with pytest.raises(ValidationError):
        validate_has_letters(name)


@pytest.mark.parametrize("name", ["ديوان المحاسبة", "审计署", "ጠቅላይ ኦዲተር", "2030"])
def test_letters_of_any_script_make_a_name(name):
    validate_has_letters(name)


@pytest.mark.parametrize("digits", ["٢٠٢٤", "۲۰۲۴", "2024"])
def test_figures_of_any_script_are_read(digits):
    assert with_western_digits(digits) == "2024"


def test_lists_are_parted_at_commas_of_both_scripts_and_at_lines():
    assert between_commas("tax data، land, \nregisters") == ["tax data", "land", "registers"]
