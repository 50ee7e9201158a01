"""A summary report as a Word document."""

from django.utils import translation

from core.documents.word import WordDocument
from events.documents.layout import Block, Content, blocks


def write(content: Content) -> bytes:
    """In the language of the report, whoever reads it."""
    with translation.override(content["language"]):
        writer = Writer(content)
        writer.front()
        for block in blocks(content):
            writer.block(block)
        return writer.as_bytes()


class Writer(WordDocument):
    """Puts one report into one document; its sections are the chapters of the document's outline."""

    def __init__(self, content: Content) -> None:
        is_rtl = translation.get_language_bidi()
        super().__init__(title=content["title"], language=content["language"], is_rtl=is_rtl)
        self.content = content
        self.number_pages()

    def front(self) -> None:
        self.paragraph(self.content["title"], style="Title")
        self.paragraph(self.content["kind_line"], style="Subtitle")
        self.paragraph(f"({self.content['version_line']})")
        self.paragraph(self.content["date_line"])

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
