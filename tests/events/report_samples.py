"""What the files of a report are made from in tests, and how they are read back."""

from io import BytesIO

from docx import Document
from pypdf import PdfReader


def sample(**more):
    """A report with something of each kind."""
    return {
        "schema": 1,
        "language": "en",
        "title": "Measuring what changes",
        "kind_line": "Summary report",
        "version_line": "Final version 22 June 2020",
        "date_line": "Monday 4 May 2020",
        "hosts": [{"name": "Audit Office", "acronym": "AO", "role": "host", "role_label": "Host"}],
        "host_line": "Hosted by Audit Office (AO).",
        "counts": {"participants": 34, "organisations": 14, "north": 20, "south": 14, "note": "As counted."},
        "questions": [
            {"text": "Why peers?", "said": "They share how.", "status": "answered", "is_key": True},
            {"text": "When not?", "said": "", "status": "open", "is_key": False},
            {"text": "At what cost?", "said": "", "status": "open", "is_key": False},
        ],
        "sections": [
            {"key": "topics", "title": "Summary of topics discussed", "text": ""},
            {
                "key": "outcomes",
                "title": "Outcomes",
                "text": "To exchange:\n- what works\n- what does not\n\nAnd more.",
            },
            {"key": "premise", "title": "Point of departure", "text": ""},
            {"key": "takeaways", "title": "Key takeaways and conclusions", "text": "It was lively."},
        ],
        "takeaways": [
            {
                "number": 1,
                "title": "It takes years",
                "text": "Nobody hurries.",
                "stance": "agreed",
                "stance_label": "Participants agreed",
                "questions": ["At what cost?"],
                "partnerships": [{"title": "Audit twins", "url": "https://example.org/en/partnerships/audit-twins/"}],
                "sectors": ["Statistical capacity building"],
            }
        ],
        "agenda": [
            {
                "time": "13:00–14:00",
                "title": "What we tried",
                "kind_label": "Presentations",
                "lead": "Ama Mensah",
                "track": 1,
                "presentations": [
                    {"number": 1, "title": "Phones", "presenter": "Dana Lind", "institution": "Audit Office"}
                ],
            }
        ],
        "participants": [
            {"name": "Ama Mensah", "job_title": "Auditor", "organisation": "Audit Office", "country": "Ghana"}
        ],
        "participants_note": "Those who agreed to be named.",
        "citation": "AO, Measuring what changes, 4 May 2020: summary report.",
        "address": "https://example.org/en/events/measuring/report/",
        "is_chatham_house": False,
    } | more


def pages_of(pdf):
    return PdfReader(BytesIO(pdf)).pages


def pdf_text(pdf):
    return " ".join(" ".join(page.extract_text() for page in pages_of(pdf)).split())


def word_lines(docx):
    """The style and the text of each paragraph outside tables."""
    return [(p.style.name, p.text) for p in Document(BytesIO(docx)).paragraphs if p.text]


def word_tables(docx):
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(BytesIO(docx)).tables]
