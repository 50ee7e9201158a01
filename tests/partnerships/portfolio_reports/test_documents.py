"""In which languages a report is written, and how its documents are built."""

import builtins
import zipfile
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.documents.pdf import PDFNotPossible
from partnerships.models import (
    PortfolioReport,
)
from partnerships.reports import making
from tests.partnerships.portfolio_reports.reading import asked, content, document, made, tell, text_of

pytestmark = pytest.mark.django_db


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
        raise PDFNotPossible("This server cannot write PDF files: the library Pango is missing.")

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
