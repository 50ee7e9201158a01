"""HTML as a PDF that a screen reader can read (PDF/UA-1); WeasyPrint needs the system's Pango."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.documents.letters import printed


class PDFNotPossible(Exception):
    """This server cannot write PDF files; the message says what it lacks."""


def as_pdf(text: str, look: Path) -> bytes:
    """The HTML page `text` in the style sheet `look`; headings become bookmarks."""
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 - takes a second and system libraries: only who needs it pays
    except OSError as error:
        raise PDFNotPossible(
            _(
                "This server cannot write PDF files: the library Pango is missing. Choose the Word document, "
                "or ask the administrators to install it (apt-get install libpango-1.0-0 libpangoft2-1.0-0)."
            )
        ) from error
    style = CSS(filename=str(look), url_fetcher=refuse)
    written: bytes = HTML(string=printed(text), url_fetcher=refuse).write_pdf(
        stylesheets=[style], pdf_variant="pdf/ua-1"
    )
    return written


def refuse(url: str, *args: Any, **kwargs: Any) -> Any:
    """A document is text alone: nothing that stands in a record makes this server open an address."""
    raise ValueError("a document fetches nothing")
