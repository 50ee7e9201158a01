"""A report as a PDF that a screen reader can read (PDF/UA-1); WeasyPrint needs the system's Pango."""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from partnerships.reports.content import Content
from partnerships.reports.words import contribution, headings, left_out, nothing

LOOK = Path(__file__).with_name("report.css")


class PDFNotPossible(Exception):
    """This server cannot write PDF files; the message says what it lacks."""


def write(content: Content) -> bytes:
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 - takes a second and system libraries: only who needs it pays
    except OSError as error:
        raise PDFNotPossible(
            _(
                "This server cannot write PDF files: the library Pango is missing. Choose the Word document, "
                "or ask the administrators to install it (apt-get install libpango-1.0-0 libpangoft2-1.0-0)."
            )
        ) from error
    text = render_to_string("partnerships/portfolio_report_document.html", page(content))
    look = CSS(filename=str(LOOK), url_fetcher=refuse)
    written: bytes = HTML(string=text, url_fetcher=refuse).write_pdf(stylesheets=[look], pdf_variant="pdf/ua-1")
    return written


def page(content: Content) -> dict[str, Any]:
    return {
        "content": content,
        "words": headings(),
        "contribution": contribution(),
        "left_out": left_out(content.left_out),
        "nothing": nothing(),
    }


def refuse(url: str, *args: Any, **kwargs: Any) -> Any:
    """A report is text alone: nothing that stands in a record makes this server open an address."""
    raise ValueError("a report fetches nothing")
