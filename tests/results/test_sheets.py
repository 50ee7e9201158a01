"""Figures in a spreadsheet: taken along, brought back, looked over, recorded."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.exports import xlsx_file
from results.models import Observation
from results.models.choices import Measure, ObservationState
from results.sheets.columns import HEADER
from tests.factories import IndicatorFactory, ObservationFactory, PeriodFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db

UPLOAD = "/en/results/owed/upload/"


@pytest.fixture
def record():
    return partnership_between()


@pytest.fixture(autouse=True)
def speaker(record, client):
    person = member_of(record.members.order_by("pk").first().institution)
    client.force_login(person)
    return person


@pytest.fixture
def period(record):
    return PeriodFactory(indicator__result__framework__partnership=record)


def taken(client, format="csv"):
    answer = client.get(reverse("results:owed_sheet", args=[format]))
    return b"".join(answer.streaming_content)


def sheet(*rows, name="figures.csv", header=HEADER):
    out = StringIO()
    writer = csv.DictWriter(out, header)
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, out.getvalue().encode())


def row(indicator, **cells):
    address = f"https://portal.example{indicator.get_absolute_url()}"
    return {"indicator_url": address, "date": "2025-06-30"} | cells


def brought(client, *rows):
    return client.post(UPLOAD, {"file": sheet(*rows)})


def faults(answer):
    return [(row.line.number, *error) for row in answer.context["checked"] for error in row.errors]


def confirm(client, answer, **more):
    return client.post(UPLOAD, {"rows": answer.context["packed"], **more})


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_is_owed_can_be_filled_in_and_brought_back(client, period, format):
    content = taken(client, format)
    if format == "csv":
        (filled,) = csv.DictReader(StringIO(content.decode()))
        file = sheet(filled | {"value": "1,5", "place": "Kenema"})
    else:
        book = openpyxl.load_workbook(BytesIO(content))
        cells = book.active
        cells.cell(2, HEADER.index("value") + 1, 1.5)
        cells.cell(2, HEADER.index("place") + 1, "Kenema")
        out = BytesIO()
        book.save(out)
        file = SimpleUploadedFile("figures.xlsx", out.getvalue())

    report = client.post(UPLOAD, {"file": file})
    before = Observation.objects.count()
    answer = confirm(client, report)

    observation = Observation.objects.get()
    assert (report.context["ready"], before, answer.url) == (1, 0, reverse("results:owed"))
    assert (observation.value, observation.place, observation.period, observation.state) == (
        Decimal("1.5"),
        "Kenema",
        period,
        ObservationState.DRAFT,
    )


def test_a_sheet_that_nobody_filled_in_records_nothing(client, period):
    (empty,) = csv.DictReader(StringIO(taken(client).decode()))

    report = client.post(UPLOAD, {"file": sheet(empty)})

    assert (report.context["ready"], report.context["empty"], report.context["checked"]) == (0, 1, [])


def test_a_number_of_a_workbook_has_three_figures_after_its_point(client, period):
    address = f"https://portal.example{period.indicator.get_absolute_url()}"
    cells = {"indicator_url": address, "date": "2025-06-30", "value": 1.234}
    with xlsx_file(HEADER, [[cells.get(name, "") for name in HEADER]], sheet="figures") as file:
        report = client.post(UPLOAD, {"file": SimpleUploadedFile("figures.xlsx", file.read())})
    confirm(client, report)

    assert Observation.objects.get().value == Decimal("1.234")


def test_parts_go_to_the_whole_of_their_day(client, period):
    whole, part = row(period.indicator, value="3"), row(period.indicator, by="sex", which="female", value="2")

    confirm(client, brought(client, part, whole))

    assert list(Observation.objects.get().parts.values_list("dimension", "category", "value")) == [("sex", "female", 2)]


def test_submitted_at_once_where_that_is_asked_for(client, period):
    confirm(client, brought(client, row(period.indicator, value="3")), then="submit")

    assert Observation.objects.get().state == ObservationState.SUBMITTED


def test_confirmed_twice_it_is_there_once(client, period):
    report = brought(client, row(period.indicator, value="3"))

    for _turn in range(2):
        confirm(client, report)

    assert Observation.objects.count() == 1


def test_brought_twice_it_is_there_already(client, period):
    confirm(client, brought(client, row(period.indicator, value="3")))

    report = brought(client, row(period.indicator, value="3"))

    assert (report.context["ready"], report.context["there"]) == (0, 1)


def test_another_figure_of_the_same_day_is_not_recorded_beside_it(client, period):
    ObservationFactory(indicator=period.indicator, value=4)

    report = brought(client, row(period.indicator, value="3"))

    assert [fault[:2] for fault in faults(report)] == [(2, "date")]


def test_what_is_right_is_recorded_and_the_rest_is_shown(client, period):
    other = IndicatorFactory(result=period.indicator.result)

    left = confirm(client, brought(client, row(period.indicator, value="3"), row(other, value="many")))

    assert Observation.objects.get().indicator == period.indicator
    assert [(fault[0], fault[1]) for fault in faults(left)] == [(3, "value")]
    assert "many" in left.content.decode()


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"value": "about twelve"}, "value", "say why it does not apply"),
        ({"value": "1.234"}, "value", "This can be read in two ways"),
        ({"value": "NaN"}, "value", "Write a number such as 12.5."),
        ({"value": "1e400"}, "value", "Write a number such as 12.5."),
        ({"value": "3", "date": "30/06/2025"}, "date", "Write the day as year, month and day"),
        ({"value": "3", "date": "2019-01-01"}, "date", "This lies before the baseline."),
        ({"value": "3", "date": "2999-01-01"}, "date", "There is no such date"),
        ({"value": "3", "not_applicable": "Closed"}, "not_applicable", "not both"),
        ({"value": "3", "kind": "Red"}, "kind", "This indicator does not ask for it."),
        ({"value": "3", "indicator_url": "https://example.org/"}, "indicator_url", "There is no such indicator"),
        ({"value": "3", "by": "sex", "which": "female"}, "by", "There is no row for the whole"),
        ({"value": "=1+1"}, "value", "This starts like a formula."),
    ],
)
def test_each_wrong_cell_is_told_with_its_row_and_column(client, record, cells, column, message):
    indicator = IndicatorFactory(result__framework__partnership=record, baseline_on="2020")

    report = brought(client, row(indicator, **cells))

    (fault,) = faults(report)
    assert fault[:2] == (2, column)
    assert message in fault[2]


def test_a_part_that_is_wrong_keeps_its_whole_back(client, period):
    whole, part = row(period.indicator, value="3"), row(period.indicator, by="sex", which="", value="2")

    report = brought(client, whole, part)

    assert [fault[:2] for fault in faults(report)] == [(2, "by"), (3, "which")]


def test_the_same_day_twice_is_told(client, period):
    report = brought(client, row(period.indicator, value="3"), row(period.indicator, value="4"))

    assert [fault[:2] for fault in faults(report)] == [(3, "date")]


def test_others_do_not_record_for_a_partnership(client):
    stranger = IndicatorFactory(result__framework__partnership=partnership_between())

    report = brought(client, row(stranger, value="3"))

    assert faults(report) == [(2, "indicator_url", "Only who belongs to a party of this partnership records figures.")]


def test_targets_of_an_export_are_no_figures(client, period):
    header = (*HEADER, "figure")
    rows = [row(period.indicator, value="60", figure="target")]

    report = client.post(UPLOAD, {"file": sheet(*rows, header=header)})

    assert report.context["checked"] == []


@pytest.mark.parametrize("rows", ["", "{}", "[[1]]", "null", '[["a", [], {}]]', "[" * 5000])
def test_a_confirmation_that_no_page_sent_records_nothing(client, rows):
    client.post(UPLOAD, {"rows": rows})

    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (SimpleUploadedFile("figures.pdf", b"%PDF-1.7"), "no kind of file that can be read here"),
        (SimpleUploadedFile("figures.csv", b""), "The file is empty."),
        (SimpleUploadedFile("figures.csv", b"a,b\n1,2\n"), "no column “indicator_url”"),
    ],
)
def test_a_file_that_is_no_sheet_of_ours_says_so_beside_the_field(client, file, message):
    answer = client.post(UPLOAD, {"file": file})

    assert message in answer.context["form"].errors["file"][0]


def test_percentages_are_recorded_by_their_parts(client, record):
    indicator = IndicatorFactory(
        result__framework__partnership=record, measure=Measure.PERCENTAGE, unit="", numerator="Acted on"
    )

    confirm(client, brought(client, row(indicator, numerator="1", denominator="4")))

    assert Observation.objects.get().value == 25
