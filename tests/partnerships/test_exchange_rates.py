"""Dated exchange rates from a file."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from partnerships.models import ExchangeRate

pytestmark = pytest.mark.django_db

HEAD = "currency,on,per_usd,source\n"


@pytest.fixture
def load(tmp_path):
    def load(text, **options):
        path = tmp_path / "rates.csv"
        path.write_text(text, encoding="utf-8")
        call_command("load_exchange_rates", path, **options)

    return load


def kept():
    return list(ExchangeRate.objects.values_list("currency", "on", "per_usd", "source"))


def test_a_rate_is_kept_with_its_day_and_its_source(load):
    load(HEAD + "EUR,2025-06-30,0.853200,A central bank\n")

    assert kept() == [("EUR", date(2025, 6, 30), Decimal("0.853200"), "A central bank")]


def test_the_same_file_twice_keeps_each_rate_once(load):
    for _turn in range(2):
        load(HEAD + "EUR,2025-06-30,0.85,A central bank\n")

    assert len(kept()) == 1


def test_a_rate_put_right_takes_the_place_of_the_one_before(load):
    load(HEAD + "EUR,2025-06-30,0.85,A central bank\n")
    load(HEAD + "EUR,2025-06-30,0.86,A central bank\n")

    assert [row[2] for row in kept()] == [Decimal("0.86")]


def test_a_dry_run_stores_nothing(load):
    load(HEAD + "EUR,2025-06-30,0.85,A central bank\n", dry_run=True)

    assert kept() == []


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("XXX,2025-06-30,0.85,A bank", "currency", "no currency that money is paid in"),
        ("EUR,2025-02-30,0.85,A bank", "on", "Write the day as 2025-06-30"),
        ("EUR,2025-06-30,0,A bank", "per_usd", "more than nothing"),
        ("EUR,2025-06-30,-1,A bank", "per_usd", "less than nothing"),
        ("EUR,2025-06-30,0.1234567890123456789012345,A bank", "per_usd", "at most 6 figures"),
        ("EUR,2025-06-30,1e400,A bank", "per_usd", "figures alone"),
        ("EUR,2025-06-30,NaN,A bank", "per_usd", "figures alone"),
        ("EUR,2025-06-30,0.85,", "source", "where the rate comes from"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_stored(load, capsys, row, column, message):
    with pytest.raises(CommandError, match="nothing was stored"):
        load(HEAD + "USD,2025-06-30,1,A bank\n" + row + "\n")

    assert (f"row 3, {column}" in (told := capsys.readouterr().err), message in told, kept()) == (True, True, [])


def test_a_file_without_a_column_says_which(load):
    with pytest.raises(CommandError, match="no column source"):
        load("currency,on,per_usd\nEUR,2025-06-30,0.85\n")
