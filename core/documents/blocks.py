"""A document as a list of blocks, which becomes a PDF or a Word file alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from core.documents.pdf import as_pdf
from core.documents.word import WordDocument

LOOK = Path(__file__).with_name("report.css")


@dataclass(frozen=True)
class Block:
    """A heading (from level 2), a paragraph, a list, a table, a link, a note, or the stance of a takeaway."""

    kind: str
    text: str = ""
    level: int = 0
    items: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Front:
    """What stands on top of the first page, and the language of the whole."""

    title: str
    kind_line: str
    version_line: str
    date_line: str
    language: str


def heading(text: str, level: int) -> Block:
    return Block("heading", text, level=level)


def paragraph(text: str) -> Block:
    return Block("paragraph", text)


def bullets(items: list[str]) -> Block:
    return Block("bullets", items=items)


def table(head: list[str], rows: list[list[str]]) -> Block:
    return Block("table", head=head, rows=rows)


def pdf_of(front: Front, blocks: Sequence[Block]) -> bytes:
    """The file, in the language that is active. Raises PDFNotPossible where the server cannot write one."""
    page = {"front": front, "blocks": blocks, "is_rtl": translation.get_language_bidi()}
    return as_pdf(render_to_string("components/document.html", page), LOOK)


def word_of(front: Front, blocks: Sequence[Block]) -> bytes:
    """The file, in the language that is active."""
    writer = BlockDocument(title=front.title, language=front.language, is_rtl=translation.get_language_bidi())
    writer.number_pages()
    writer.front(front)
    for block in blocks:
        writer.block(block)
    return writer.as_bytes()


class BlockDocument(WordDocument):
    """Puts blocks into one document; their headings are the chapters of its outline."""

    def front(self, front: Front) -> None:
        self.paragraph(front.title, style="Title")
        self.paragraph(front.kind_line, style="Subtitle")
        self.paragraph(f"({front.version_line})")
        self.paragraph(front.date_line)

    def block(self, block: Block) -> None:
        match block.kind:
            case "heading":
                self.heading(block.text, block.level - 1)  # the title stands above all headings
            case "bullets":
                for item in block.items:
                    self.paragraph(item, style="List Bullet")
            case "table":
                self.table(block.head, block.rows)
            case "link":
                self.link(block.text)
            case "stance":
                self.paragraph(block.text, is_bold=True).paragraph_format.keep_with_next = True
            case _:
                self.paragraph(block.text)
