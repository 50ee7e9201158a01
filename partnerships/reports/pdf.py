"""A report as a PDF."""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from core.documents.pdf import as_pdf
from partnerships.reports.content import Content
from partnerships.reports.words import contribution, headings, left_out, nothing

LOOK = Path(__file__).with_name("report.css")


def write(content: Content) -> bytes:
    return as_pdf(render_to_string("partnerships/portfolio_report_document.html", page(content)), LOOK)


def page(content: Content) -> dict[str, Any]:
    return {
        "content": content,
        "words": headings(),
        "contribution": contribution(),
        "left_out": left_out(content.left_out),
        "nothing": nothing(),
    }
