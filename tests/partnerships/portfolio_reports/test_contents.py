"""What a report of a selection and a period tells, and what each number in it rests on."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.models import Visibility
from partnerships.models import (
    Activity,
    Partnership,
)
from partnerships.reports import making
from tests.factories import InstitutionFactory, member_of, partnership_between
from tests.partnerships.portfolio_reports.reading import asked, document, made, tell, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_a_report_tells_each_record_with_what_it_rests_on(record, officer, format):
    tell(record)

    report = made([record], officer, format)

    assert (report.status, report.error) == ("ready", "")
    text = text_of(report)
    missing = [
        expected
        for expected in (
            "Our partnerships in 2025",
            "1 January 2025 to 31 December 2025",
            "Mine; 1 record ticked",
            "Following up audit findings",
            "The problem, in the partner’s own words",
            "Each January the same findings come back.",
            "NL-2024-17",
            "Audit Office, Kenya",
            "Norrland Agency, Kenya",
            "Exchanging",
            "Confirmed by both sides, 3 Nov 2026",
            "1 March 2025: Visit of 2025",
            "4 people",
            "Lesson of 2025",
            "Change of 2025",
            "only the parties may read this",
            "Ministries answer within ninety days.",
            "It does not claim it alone",
            "/en/partnerships/partnership-",
        )
        if expected not in text
    ]
    assert missing == []
    assert [word for word in ("SECRET-1", "minister") if word in text] == []


def test_the_summary_says_what_each_number_rests_on(record, officer, donor):
    tell(record)
    partnership_between(supply=donor, title="From a source")

    report = made(list(Partnership.objects.all()), officer)

    rows = [[cell.text for cell in row.cells] for row in document(report).tables[0].rows]
    assert [row[:2] for row in rows] == [
        ["What", "Number"],
        ["Partnerships", "2"],
        ["Confirmed by both sides", "1"],
        ["Reported by one side", "0"],
        ["From a public source", "1"],
        ["Countries", "1"],
        ["Sectors", "1"],
        ["Exchanges held in the period", "1"],
    ]
    assert all(len(row[2]) > 4 for row in rows)
    assert rows[7][2] == "As the parties recorded them, in 1 of 2 records. Nobody has checked them here."


def test_only_what_happened_in_the_period_is_told(record, officer):
    tell(record, 2024)
    tell(record, 2025)
    Activity.objects.create(
        partnership=record,
        kind="placement",
        title="Over new year",
        starts_on=date(2024, 12, 1),
        ends_on=date(2025, 1, 15),
    )

    text = text_of(made([record], officer))

    assert ("Visit of 2024" in text, "Lesson of 2024" in text, "Change of 2024" in text) == (False, False, False)
    assert ("Visit of 2025" in text, "Over new year" in text) == (True, True)


def test_what_is_planned_is_not_told_as_held(record, officer):
    ahead = timezone.localdate() + timedelta(days=30)
    Activity.objects.create(partnership=record, kind="visit", title="Planned visit", starts_on=ahead)

    text = text_of(made([record], officer, starts_on=timezone.localdate(), ends_on=ahead + timedelta(days=30)))

    assert "Planned visit" not in text


def test_a_period_in_which_nothing_happened_says_so(record, officer):
    text = text_of(made([record], officer, starts_on=date(1990, 1, 1), ends_on=date(1990, 1, 1)))

    assert "None is recorded in the period; that does not mean that there was none." in text


def test_words_of_others_are_not_given_as_the_partners_own(record, officer):
    record.problem_in_own_words, record.problem_reported_by = False, "Norrland Agency"
    record.save()

    assert "The problem, as reported by Norrland Agency" in text_of(made([record], officer))


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_records_that_cannot_be_read_any_more_are_left_out(record, donor, officer, format):
    hidden = partnership_between(supply=donor, title="Hidden one", visibility="parties", standing="one_side")
    report = asked([record, hidden], officer, format)
    hidden.members.filter(institution=donor).delete()
    making.make(report.pk)
    report.refresh_from_db()

    text = text_of(report)

    assert ("Hidden one" in text, "1 selected record is not in this report" in text) == (False, True)
    assert report.partnership_ids == [record.pk]


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_a_report_of_nothing_readable_says_so(record, officer, format):
    report = asked([record], officer, format)
    Partnership.objects.update(visibility=Visibility.PARTIES)
    record.members.all().delete()
    making.make(report.pk)
    report.refresh_from_db()

    assert "None of the selected records can be read" in text_of(report)


def test_outsiders_get_the_public_record_without_what_the_parties_keep(record):
    tell(record)
    outsider = member_of(InstitutionFactory(kind="ministry"))

    text = text_of(made([record], outsider))

    assert "Following up audit findings" in text
    assert [word for word in ("Visit of", "Lesson of", "Change of", "NL-2024-17") if word in text] == []


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_two_hundred_records_are_one_report(donor, officer, format, django_assert_max_num_queries):
    records = [partnership_between(InstitutionFactory(), donor, title=f"Record number {n}") for n in range(200)]
    report = asked(records, officer, format)

    with django_assert_max_num_queries(40):
        making.make(report.pk)
    report.refresh_from_db()

    text = text_of(report)
    assert report.status == "ready"
    assert [n for n in range(200) if f"Record number {n} " not in f"{text} "] == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "{{7*7}}{% debug %}",
        "=cmd|'/c calc'!A1",
        "%(x)s %s {0}",
        "<img src=http://127.0.0.1:1/x>",
        "👩‍🏫 équité",
        "x" * 5000,
        "𐍈\u202eabc",
    ],
)
@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_typed_text_stays_text(record, officer, format, text):
    record.problem = text
    record.save()

    report = made([record], officer, format)

    assert report.status == "ready"
    if format == "docx":
        assert text in text_of(report)


def test_control_characters_that_xml_forbids_break_nothing(record, officer):
    record.problem = "one\x0btwo\x1fthree"
    record.save()

    assert made([record], officer).status == "ready"
