"""A summary report as a PDF."""

from django.utils import translation

from core.documents.blocks import pdf_of
from events.documents.layout import Content, blocks, front


def write(content: Content) -> bytes:
    """In the language of the report, whoever reads it."""
    with translation.override(content["language"]):
        return pdf_of(front(content), blocks(content))
