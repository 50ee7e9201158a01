"""Asking for a report, making it, and reading what is in it."""

import uuid
from datetime import date
from io import BytesIO

from docx import Document
from pypdf import PdfReader

from partnerships.models import (
    Activity,
    Adaptation,
    ContextNote,
    LearningEntry,
)
from partnerships.reports import making
from partnerships.services.portfolio_reports import ask_for_report

NEW = "/en/portfolio/reports/new/"


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
