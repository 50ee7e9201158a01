"""A summary report as a Word document."""

from django.utils import translation

from core.documents.blocks import word_of
from events.documents.layout import Content, blocks, front


def write(content: Content) -> bytes:
    """In the language of the report, whoever reads it."""
    with translation.override(content["language"]):
        return word_of(front(content), blocks(content))
