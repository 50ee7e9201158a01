"""The files of a summary report: what stands in them, in which order, in which letters."""

import time
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from events.documents import pdf, word
from tests.events.report_samples import pages_of, pdf_text, sample, word_lines, word_tables

TITLES = {
    "ar": "متابعة نتائج المراجعة",
    "th": "การเรียนรู้ร่วมกันของหน่วยงาน",
    "am": "የትምህርት ልውውጥ በመንግሥት መሥሪያ ቤቶች",
}


def test_the_word_document_is_told_in_the_order_of_the_reports_written_by_hand():
    assert word_lines(word.write(sample())) == [
        ("Title", "Measuring what changes"),
        ("Subtitle", "Summary report"),
        ("Normal", "(Final version 22 June 2020)"),
        ("Normal", "Monday 4 May 2020"),
        ("Heading 1", "Summary of topics discussed"),
        ("Normal", "Discussions were about these key questions:"),
        ("List Bullet", "Why peers?\nThey share how."),
        (
            "Normal",
            "Hosted by Audit Office (AO). 34 participants of 14 organisations took part. "
            "From the Global North: 20; from the Global South: 14. As counted.",
        ),
        ("Heading 1", "Outcomes"),
        ("Normal", "To exchange:"),
        ("List Bullet", "what works"),
        ("List Bullet", "what does not"),
        ("Normal", "And more."),
        ("Normal", "Questions that stay open:"),
        ("List Bullet", "When not?"),
        ("Heading 1", "Key takeaways and conclusions"),
        ("Normal", "It was lively."),
        ("Normal", "In short, these are the main takeaways of the event."),
        ("Heading 2", "1. It takes years"),
        ("Normal", "Participants agreed"),
        ("Normal", "Nobody hurries."),
        ("Normal", "Questions that were asked:"),
        ("List Bullet", "At what cost?"),
        ("Normal", "Sectors: Statistical capacity building"),
        ("Normal", "Partnership: Audit twins"),
        ("Normal", "https://example.org/en/partnerships/audit-twins/"),
        ("Heading 1", "Annexes"),
        ("Heading 2", "List of participants"),
        ("Normal", "Those who agreed to be named."),
        ("Heading 2", "Agenda"),
        ("Heading 1", "How to cite this report"),
        ("Normal", "AO, Measuring what changes, 4 May 2020: summary report."),
        ("Normal", "https://example.org/en/events/measuring/report/"),
    ]


def test_the_annexes_of_the_word_document_are_tables_without_empty_columns():
    content = sample(participants=[{"name": "Ama Mensah", "job_title": "", "organisation": "AO", "country": ""}])

    assert word_tables(word.write(content)) == [
        [["Name", "Organisation"], ["Ama Mensah", "AO"]],
        [
            ["Time", "Item", "Led by"],
            ["13:00–14:00", "What we tried (Presentations)", "Ama Mensah"],
            ["", "1. Phones", "Dana Lind, Audit Office"],
        ],
    ]


def test_the_pdf_says_what_the_word_document_says():
    text = pdf_text(pdf.write(sample())).replace("• ", "")
    missing = [line for _style, line in word_lines(word.write(sample())) if " ".join(line.split()) not in text]

    assert missing == []


def test_the_pdf_has_bookmarks_page_numbers_its_language_and_tags():
    reader = PdfReader(BytesIO(pdf.write(sample())))
    root = reader.trailer["/Root"]

    assert [each.title for each in reader.outline[1] if not isinstance(each, list)] == [
        "Summary of topics discussed",
        "Outcomes",
        "Key takeaways and conclusions",
        "Annexes",
        "How to cite this report",
    ]
    assert f"1 / {len(reader.pages)}" in reader.pages[0].extract_text()
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("en", True)
    assert reader.metadata.title == "Measuring what changes"


@pytest.mark.parametrize("language", TITLES)
def test_titles_in_other_letters_are_in_both_files(language):
    title = TITLES[language]
    content = sample(title=title)
    written = pdf.write(content)

    letters = set("".join(page.extract_text() for page in pages_of(written)))

    # Arabic comes out of a PDF in the order and the shapes of the page; the bookmark keeps it as typed.
    assert PdfReader(BytesIO(written)).outline[0].title == title
    assert set(title) <= letters
    assert word_lines(word.write(content))[0] == ("Title", title)


@pytest.mark.parametrize("language", TITLES)
def test_letters_are_drawn_from_a_font_that_has_them(language):
    """A font without them would print boxes, and say nothing."""
    fonts = set()
    for page in pages_of(pdf.write(sample(title=TITLES[language]))):
        fonts |= {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}

    wanted = {"ar": ("Arabic", "Naskh", "DejaVu"), "th": ("Thai",), "am": ("Ethiopic",)}[language]
    assert any(word in font for word in wanted for font in fonts), fonts


def test_a_report_in_arabic_runs_from_the_right():
    content = sample(language="ar", title=TITLES["ar"])

    assert PdfReader(BytesIO(pdf.write(content))).trailer["/Root"]["/Lang"] == "ar"
    document = Document(BytesIO(word.write(content)))
    assert document.paragraphs[0]._p.pPr.xpath("./w:bidi") != []
    assert len(document.element.xpath("//w:bidiVisual")) == len(document.tables) == 2


def test_a_report_under_the_chatham_house_rule_says_so():
    content = sample(is_chatham_house=True, participants=[], participants_note="Its participants are not named.")

    lines = [text for _style, text in word_lines(word.write(content))]

    rule = "The event was held under the Chatham House rule: what was said may be used, but not who said it."
    assert (rule in lines, "Its participants are not named." in lines) == (True, True)


def test_a_report_that_knows_next_to_nothing_still_has_its_files():
    counts = dict.fromkeys(("participants", "organisations", "north", "south")) | {"note": ""}
    bare = sample(
        counts=counts, host_line="", questions=[], sections=[], takeaways=[], agenda=[], participants=[],
        participants_note="No list of participants is given.",
    )  # fmt: skip

    assert [text for style, text in word_lines(word.write(bare)) if style.startswith("Heading")] == [
        "Annexes",
        "List of participants",
        "Agenda",
        "How to cite this report",
    ]
    assert len(pages_of(pdf.write(bare))) == 1


def test_nothing_that_was_typed_becomes_markup_or_breaks_a_file():
    typed = "<img src='file:///etc/passwd'> <b>x</b> \x0b & {{ y }}"
    content = sample(title=typed, sections=[{"key": "outcomes", "title": typed, "text": typed}])

    assert "<img src='file:///etc/passwd'> <b>x</b>" in pdf_text(pdf.write(content))
    assert word_lines(word.write(content))[0][1] == typed.replace("\x0b", "")


def test_a_report_of_a_hundred_pages_takes_a_worker_seconds():
    takeaway = sample()["takeaways"][0]
    content = sample(takeaways=[takeaway | {"number": n, "text": "Nobody hurries. " * 120} for n in range(1, 201)])
    began = time.monotonic()

    pages = len(pages_of(pdf.write(content)))
    word.write(content)

    assert pages >= 100
    assert time.monotonic() - began < 60
