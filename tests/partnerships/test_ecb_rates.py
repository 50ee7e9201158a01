"""The reference rates of the European Central Bank, from a file and from the copy that is installed."""

from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from partnerships.ecb_rates import SOURCE, packaged, read_ecb
from partnerships.models import ExchangeRate

pytestmark = pytest.mark.django_db

TABLE = (
    "Date,USD,JPY,CYP,GBP,\n"
    "2025-07-01,1.1810,169.55,N/A,0.85860,\n"
    "2025-06-30,1.2500,170.00,N/A,0.80000,\n"
    "2025-06-27,1.1704,169.56,N/A,N/A,\n"
    "2025-05-30,N/A,163.18,N/A,0.84100,\n"
)


def zipped(**files):
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return packed.getvalue()


def load(*args, **options):
    out = StringIO()
    call_command("load_exchange_rates", *args, stdout=out, **options)
    return out.getvalue().strip()


def kept():
    return {(each.currency, each.on): each.per_usd for each in ExchangeRate.objects.all()}


@pytest.fixture
def file(tmp_path):
    def file(content, name="eurofxref-hist.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return file


def test_the_last_rate_of_a_month_is_kept_for_one_dollar(file):
    load(file(TABLE))

    june, july = date(2025, 6, 30), date(2025, 7, 1)
    assert kept() == {
        ("EUR", june): Decimal("0.800000"),
        ("GBP", june): Decimal("0.640000"),
        ("JPY", june): Decimal("136.000000"),
        ("EUR", july): Decimal("0.846740"),
        ("GBP", july): Decimal("0.727011"),
        ("JPY", july): Decimal("143.564776"),
    }


def test_a_rate_names_the_bank_as_its_source(file):
    load(file(TABLE))

    assert set(ExchangeRate.objects.values_list("source", flat=True)) == {SOURCE}


@pytest.mark.parametrize("content", [TABLE.encode("utf-8-sig"), zipped(eurofxref_csv=TABLE)])
def test_the_archive_of_the_bank_reads_as_its_table(file, content):
    load(file(content))

    assert len(kept()) == 6


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (TABLE.replace("1.2500", "0"), "Row 3 cannot be read"),
        (TABLE.replace("1.2500", "-1"), "Row 3 has a rate that cannot be"),
        (TABLE.replace("1.2500", "NaN"), "Row 3 cannot be read"),
        (TABLE.replace("1.2500", "1,25"), "Row 3 cannot be read"),
        (TABLE.replace("1.2500", "much"), "Row 3 cannot be read"),
        (TABLE.replace("2025-06-30", "30/6/2025"), "Row 3 cannot be read"),
        (TABLE.replace("170.00", "1e400"), "Row 3 cannot be read"),
        (TABLE.replace("170.00", "0.00000001"), "Row 3 has a rate that cannot be"),
        ("Date,JPY\n2025-06-30,170\n", "not the table of the European Central Bank"),
        (zipped(a_csv=TABLE, b_csv=TABLE), "holds one table, as CSV"),
        (zipped(a_txt=TABLE), "holds one table, as CSV"),
        (b"PK\x03\x04 torn", "cannot be read"),
        (b"Date,USD\n2025-06-30,\xff\n", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_stored(file, content, message):
    with pytest.raises(CommandError, match=message):
        load(file(content))

    assert kept() == {}


def test_the_installed_copy_holds_every_month_up_to_its_last(file):
    rates = read_ecb(packaged())
    euro = [rate.on for rate in rates if rate.currency == "EUR"]
    months = (euro[-1].year - 1999) * 12 + euro[-1].month

    assert (euro[0], len(euro)) == (date(1999, 1, 29), months)


def test_the_installed_copy_is_brought_in_once(monkeypatch, file):
    monkeypatch.setattr("partnerships.management.commands.load_exchange_rates.packaged", TABLE.encode)

    assert (load(ecb=True), load(ecb=True)) == (
        "6 rates (2025-06-30 to 2025-07-01): 6 new",
        "6 rates (2025-06-30 to 2025-07-01): 0 new",
    )


def test_a_rate_that_somebody_brought_in_stays_when_the_installed_copy_comes(monkeypatch):
    monkeypatch.setattr("partnerships.management.commands.load_exchange_rates.packaged", TABLE.encode)
    ExchangeRate.objects.create(currency="EUR", on=date(2025, 6, 30), per_usd="0.9", source="Our treasury")
    load(ecb=True)

    assert ExchangeRate.objects.get(currency="EUR", on=date(2025, 6, 30)).source == "Our treasury"


def test_a_dry_run_of_the_installed_copy_stores_nothing():
    load(ecb=True, dry_run=True)

    assert kept() == {}


@pytest.mark.parametrize("given", [{}, {"ecb": True, "file": "rates.csv"}])
def test_one_of_a_file_and_the_installed_copy_is_named(given):
    args = [given["file"]] if "file" in given else []
    with pytest.raises(CommandError, match="Name a file, or --ecb"):
        load(*args, ecb=given.get("ecb", False))
