"""A summary report as a PDF."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from core.documents.pdf import as_pdf
from events.documents.layout import Content, blocks

LOOK = Path(__file__).with_name("report.css")


def write(content: Content) -> bytes:
    """In the language of the report, whoever reads it."""
    with translation.override(content["language"]):
        page = {
            "content": content,
            "blocks": blocks(content),
            "is_rtl": translation.get_language_bidi(),
        }
        return as_pdf(render_to_string("events/report_document.html", page), LOOK)
