"""Reports of a selection and a period: what is in them, in which languages, and who may take them away."""

import builtins
import uuid
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from community import services
from community.models import Membership, User
from core.models import Visibility
from partnerships.models import (
    Activity,
    Adaptation,
    ContextNote,
    DonorReference,
    LearningEntry,
    Partnership,
    PortfolioReport,
)
from partnerships.reports import making, pdf
from partnerships.services.portfolio_reports import CannotReport, ask_for_report
from partnerships.tasks import sweep_portfolio_reports
from tests.factories import InstitutionFactory, SectorFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db
NEW = "/en/portfolio/reports/new/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def donor():
    return InstitutionFactory(name="Norrland Agency", kind="donor")


@pytest.fixture
def officer(donor):
    return member_of(donor, Membership.Role.STAFF, name="Dana Lind")


@pytest.fixture
def record(donor):
    found = partnership_between(
        InstitutionFactory(name="Audit Office"),
        donor,
        title="Following up audit findings",
        problem="Each January the same findings come back.",
        problem_in_own_words=True,
        what_changed="Ministries answer within ninety days.",
        stage="exchanging",
        standing="both_sides",
        confirmed_on=date(2026, 11, 3),
    )
    found.sectors.add(SectorFactory())
    DonorReference.objects.create(partnership=found, institution=donor, number="NL-2024-17")
    DonorReference.objects.create(partnership=found, institution=InstitutionFactory(), number="SECRET-1")
    return found


def tell(record, year=2025):
    """Something of each kind on the first of March, for the parties."""
    on = date(year, 3, 1)
    Activity.objects.create(
        partnership=record, kind="visit", title=f"Visit of {year}", starts_on=on, travels="demand", people=4
    )
    LearningEntry.objects.create(
        partnership=record, side="demand", noted_on=on, title=f"Lesson of {year}", text="A phone call works."
    )
    Adaptation.objects.create(
        partnership=record, decided_on=on, trigger=f"Change of {year}", decision="Calls, not visits."
    )
    ContextNote.objects.create(partnership=record, kind="blocker", noted_on=on, text="The minister is against it.")


def asked(records, by, format="docx", **more):
    values = {
        "title": "Our partnerships in 2025",
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2025, 12, 31),
        "selected_by": "Mine; 1 record ticked",
        "creation_key": uuid.uuid4(),
    }
    return ask_for_report(**(values | more), format=format, partnerships=records, by=by)


def made(records, by, format="docx", **more):
    report = asked(records, by, format, **more)
    making.make(report.pk)
    report.refresh_from_db()
    return report


def content(report):
    with report.file.open("rb") as file:
        return file.read()


def document(report):
    return Document(BytesIO(content(report)))


def text_of(report):
    if report.format == "pdf":
        pages = PdfReader(BytesIO(content(report))).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    found = document(report)
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    links = [part.target_ref for part in found.part.rels.values() if part.is_external]
    return " ".join([*(paragraph.text for paragraph in found.paragraphs), *cells, *links])


# --- What is in it -----------------------------------------------------------------------------------


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


# --- Languages ----------------------------------------------------------------------------------------


def language_of(report):
    return document(report).styles.element.xpath(".//w:rPrDefault//w:lang")[0].attrib


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_a_report_is_in_the_language_it_was_asked_in(record, officer, format):
    report = asked([record], officer, format)
    PortfolioReport.objects.update(language="fr")
    making.make(report.pk)
    report.refresh_from_db()

    text = text_of(report)

    assert "1 janvier 2025" in text
    assert "/fr/partnerships/" in text
    if format == "docx":
        assert "fr-FR" in language_of(report).values()


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_an_arabic_report_runs_from_the_right(record, officer, format):
    record.title, record.problem = "متابعة نتائج المراجعة", "تعود النتائج نفسها كل عام."
    record.save()
    report = asked([record], officer, format)
    PortfolioReport.objects.update(language="ar")
    making.make(report.pk)
    report.refresh_from_db()

    if format == "docx":
        text = text_of(report)
        assert ("متابعة نتائج المراجعة" in text, "تعود النتائج نفسها كل عام." in text) == (True, True)
        assert "ar-SA" in language_of(report).values()
        turned = {
            p.text: [each.tag.split("}")[1] for each in p._p.pPr]
            for p in document(report).paragraphs
            if p._p.pPr is not None
        }
        assert turned["متابعة نتائج المراجعة"] == ["pStyle", "bidi"]
        assert turned["تعود النتائج نفسها كل عام."] == ["pStyle", "bidi"]
        assert turned["Our partnerships in 2025"] == ["pStyle"]
        assert len(document(report).element.xpath("//w:bidiVisual")) == len(document(report).tables)
    else:
        reader = PdfReader(BytesIO(content(report)))
        letters = {letter for page in reader.pages for letter in page.extract_text()}
        assert {"م", "ت", "ع"} <= letters
        assert reader.trailer["/Root"]["/Lang"] == "ar"


# --- The documents ------------------------------------------------------------------------------------


def test_the_word_document_has_real_headings_and_tables(record, officer):
    tell(record)

    report = made([record], officer)

    found = document(report)
    styles = [(p.style.name, p.text) for p in found.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert styles == [
        ("Title", "Our partnerships in 2025"),
        ("Heading 1", "Summary"),
        ("Heading 1", "Following up audit findings"),
        ("Heading 2", "The problem, in the partner’s own words"),
        ("Heading 2", "Who takes part, and where it stands"),
        ("Heading 2", "Exchanges held in the period"),
        ("Heading 2", "What was learnt in the period"),
        ("Heading 2", "What was changed on the way"),
        ("Heading 2", "What changed, as told"),
    ]
    assert [len(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")) for table in found.tables] == [1, 1]
    assert (found.core_properties.title, found.core_properties.author) == ("Our partnerships in 2025", "P2P Portal")


def test_the_word_document_names_no_person(record, officer):
    report = made([record], officer)

    with zipfile.ZipFile(BytesIO(content(report))) as archive:
        assert [name for name in archive.namelist() if b"Dana Lind" in archive.read(name)] == []


def test_the_pdf_is_tagged_for_screen_readers(record, officer):
    root = PdfReader(BytesIO(content(made([record], officer, "pdf")))).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - an object of the reader, not Python's True
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_without_pango_the_page_says_what_is_missing(client, record, officer, monkeypatch):
    def broken(content):
        raise pdf.PDFNotPossible("This server cannot write PDF files: the library Pango is missing.")

    monkeypatch.setitem(making.WRITERS, "pdf", broken)

    report = made([record], officer, "pdf")
    client.force_login(officer)

    assert report.status == "failed"
    assert "Pango is missing" in client.get(report.get_absolute_url()).content.decode()
    assert client.get(f"/en/portfolio/reports/{report.pk}/file/").status_code == 404


def test_pango_that_does_not_load_is_told_in_plain_words(record, officer, monkeypatch):
    real = builtins.__import__

    def refusing(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refusing)

    assert made([record], officer, "pdf").error.startswith("This server cannot write PDF files")


# --- Asking for one ------------------------------------------------------------------------------------


@pytest.fixture
def delayed(monkeypatch):
    sent = []
    monkeypatch.setattr("partnerships.tasks.make_portfolio_report.delay", sent.append)
    return sent


def form_of(client, records):
    page = client.get(NEW, {"pick": [each.pk for each in records], "show": "mine", "q": "audit"})
    fields = dict(page.context["form"].initial)
    return {"pick": [each.pk for each in records], "format": "docx", "show": "mine", "q": "audit"} | fields


def test_a_report_is_left_to_a_worker(client, record, officer, delayed, django_capture_on_commit_callbacks):
    client.force_login(officer)
    form = form_of(client, [record])

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(NEW, form, follow=True)
        client.post(NEW, form)

    report = PortfolioReport.objects.get()
    assert delayed == [report.pk]
    assert (report.status, report.partnership_ids) == ("waiting", [record.pk])
    assert report.selected_by == "Mine; search: “audit”; 1 record ticked"
    assert "Your report is being made." in answer.content.decode()


def test_a_report_of_all_found_needs_no_tick(client, donor, officer, record, delayed):
    for n in range(25):
        partnership_between(supply=donor, title=f"Audit number {n}")
    partnership_between(supply=donor, title="Tax registers")
    draft = {"visibility": Visibility.PRIVATE, "standing": "one_side", "created_by": officer}
    partnership_between(supply=donor, title="Audit draft", **draft)
    client.force_login(officer)
    whole = {"show": "mine", "q": "audit", "country": "KE", "whole": "1"}

    page = client.get(NEW, whole)
    client.post(NEW, whole | dict(page.context["form"].initial) | {"format": "docx"})

    report = PortfolioReport.objects.get()
    assert len(report.partnership_ids) == 26
    assert report.selected_by == "Mine; search: “audit”; Country: KE; 26 records found"


def test_more_than_a_report_holds_is_refused_with_the_form_as_it_was(
    client, donor, officer, record, delayed, monkeypatch
):
    monkeypatch.setattr("partnerships.services.portfolio_reports.MOST_RECORDS", 1)
    partnership_between(supply=donor)
    client.force_login(officer)
    whole = {"show": "mine", "whole": "1"}

    form = dict(client.get(NEW, whole).context["form"].initial)
    answer = client.post(NEW, whole | form | {"format": "pdf", "title": "Kept"})

    assert answer.context["form"].non_field_errors() == ["A report holds at most 1 records. Tick fewer."]
    assert 'value="Kept"' in answer.content.decode()


@pytest.mark.parametrize("show", ["handed-over", "bogus", ""])
def test_there_is_no_report_of_all_where_there_are_no_records(client, officer, record, show):
    client.force_login(officer)

    assert client.get(NEW, {"show": show, "whole": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"ends_on": "2024-01-01", "starts_on": "2025-01-01"},
            {"ends_on": ["The period cannot end before it starts."]},
        ),
        ({"starts_on": ""}, {"starts_on": ["This field is required."]}),
        ({"starts_on": "31/31/2025"}, {"starts_on": ["Write a day such as 2025-01-31."]}),
        ({"starts_on": "0000-00-00"}, {"starts_on": ["Write a day such as 2025-01-31."]}),
        ({"title": ""}, {"title": ["This field is required."]}),
        ({"title": "…"}, {"title": ["Write it in words: there is no letter or figure in it."]}),
        ({"title": "a" * 201}, {"title": ["Ensure this value has at most 200 characters (it has 201)."]}),
        ({"format": "exe"}, {"format": ["Select a valid choice. exe is not one of the available choices."]}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client, record, officer, delayed, typed, errors):
    client.force_login(officer)

    answer = client.post(NEW, form_of(client, [record]) | typed)

    assert answer.context["form"].errors == errors
    assert [each.title for each in answer.context["records"]] == [record.title]
    assert PortfolioReport.objects.count() == 0


def test_five_reports_at_a_time_are_enough(record, officer, delayed):
    for _ in range(5):
        asked([record], officer)

    with pytest.raises(CannotReport, match="Please wait for one of them"):
        asked([record], officer)


def test_the_key_of_somebody_elses_form_opens_nothing(record, officer, donor):
    report = asked([record], officer)

    with pytest.raises(CannotReport, match="Open the form again"):
        asked([record], member_of(donor), creation_key=report.creation_key)


def test_making_it_again_changes_nothing(record, officer):
    report = made([record], officer)

    assert making.make(report.pk) is False
    assert default_storage.listdir(f"reports/{timezone.localdate():%Y/%m}")[1] == [f"{report.creation_key}.docx"]


def test_who_may_no_longer_gets_none(record, officer):
    report = asked([record], officer)
    officer.memberships.update(status="ended")
    making.make(report.pk)
    report.refresh_from_db()

    assert (report.status, report.error) == ("failed", "You may not make such reports any more.")


def test_a_mistake_of_ours_is_told_and_does_not_come_back(record, officer, monkeypatch, caplog):
    def broken(content):
        raise RuntimeError("a mistake")

    monkeypatch.setitem(making.WRITERS, "docx", broken)

    report = made([record], officer)

    assert (report.status, report.error[:29]) == ("failed", "Something went wrong on our s")
    assert sweep_portfolio_reports() == 0


# --- Taking it away ------------------------------------------------------------------------------------


def file_of(report):
    return f"/en/portfolio/reports/{report.pk}/file/"


def test_its_owner_takes_it_away_as_an_attachment(client, record, officer):
    report = made([record], officer)
    client.force_login(officer)

    answer = client.get(file_of(report))

    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert answer["Content-Disposition"] == 'attachment; filename="our-partnerships-in-2025.docx"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")


def test_nobody_else_finds_it(client, record, officer, donor):
    report = made([record], officer)

    for other in (
        member_of(donor),
        member_of(donor, role="staff"),
        User.objects.create_user("ed@example.org", role="administrator"),
    ):
        client.force_login(other)
        assert client.get(report.get_absolute_url()).status_code == 404
        assert client.get(file_of(report)).status_code == 404
    client.logout()
    assert client.get(file_of(report)).status_code == 302


def refused(client, report):
    answer = client.get(file_of(report), follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_what_its_owner_may_not_read_any_more_is_not_handed_out(client, record, officer):
    report = made([record], officer)
    client.force_login(officer)
    again = ["You may not read all of this report any more. Please ask for a new one."]

    Partnership.objects.update(visibility=Visibility.PRIVATE, standing="one_side", confirmed_on=None)
    assert refused(client, report) == again

    Partnership.objects.update(visibility=Visibility.PARTIES)
    assert b"".join(client.get(file_of(report)).streaming_content).startswith(b"PK")

    officer.memberships.update(status="ended")
    assert refused(client, report) == again


def test_a_document_that_was_lost_is_told_in_plain_words(client, record, officer):
    report = made([record], officer)
    default_storage.delete(report.file.name)
    client.force_login(officer)

    assert refused(client, report) == ["The document is not here any more. Please ask for a new one."]


@pytest.fixture
def sweep(django_capture_on_commit_callbacks):
    def swept():
        with django_capture_on_commit_callbacks(execute=True):
            return sweep_portfolio_reports()

    return swept


def test_after_a_month_it_is_gone_with_its_file(record, officer, sweep, time_machine):
    report = made([record], officer)
    time_machine.move_to(timezone.now() + timedelta(days=29))
    sweep()
    assert default_storage.exists(report.file.name)

    time_machine.shift(timedelta(days=2))
    sweep()

    assert (PortfolioReport.objects.count(), default_storage.exists(report.file.name)) == (0, False)


def test_with_a_closed_account_it_goes(record, officer, sweep):
    report = made([record], officer)
    services.set_active(user=officer, is_active=False, by=officer)

    sweep()

    assert (PortfolioReport.objects.count(), default_storage.exists(report.file.name)) == (0, False)


def test_what_was_lost_with_the_broker_is_made_after_all(record, officer, delayed, time_machine):
    report = asked([record], officer)
    assert sweep_portfolio_reports() == 0

    time_machine.move_to(timezone.now() + timedelta(minutes=21))

    assert sweep_portfolio_reports() == 1
    assert delayed == [report.pk]


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_of_reports_costs_the_same(client, record, officer, count, django_assert_max_num_queries):
    for _ in range(count):
        PortfolioReport.objects.create(
            owner=officer,
            title="T",
            starts_on="2025-01-01",
            ends_on="2025-12-31",
            partnership_ids=[],
            format="docx",
            creation_key=uuid.uuid4(),
        )
    client.force_login(officer)

    with django_assert_max_num_queries(9):
        assert len(client.get("/en/portfolio/reports/").context["reports"]) == count
