"""A Word document: real headings, lists and tables, so that parts of it can be pasted into another one."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from core.documents.direction import runs_from_right
from core.documents.letters import printed

LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ar": "ar-SA"}


class WordDocument:
    """Puts texts into one document; in Arabic its tables and Arabic text run from the right."""

    def __init__(self, *, title: str, language: str, is_rtl: bool) -> None:
        self.document: Any = Document()
        self.is_rtl = is_rtl
        self._set_up(title, language)

    def as_bytes(self) -> bytes:
        file = BytesIO()
        self.document.save(file)
        return file.getvalue()

    def heading(self, text: str, level: int) -> Any:
        return self.paragraph(text, style=f"Heading {level}")

    def paragraph(self, text: str, style: str | None = None, *, is_bold: bool = False) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        self._turn(paragraph, text)
        self.run(paragraph, text, is_bold=is_bold)
        return paragraph

    def run(self, paragraph: Any, text: str, *, is_bold: bool = False) -> None:
        run = paragraph.add_run(printed(text))
        run.bold = is_bold or None
        if self.is_rtl and runs_from_right(text):
            run.font.rtl, run.font.cs_bold = True, is_bold or None

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        table = self.document.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
        if self.is_rtl:
            table._tbl.tblPr.insert(1, OxmlElement("w:bidiVisual"))  # after the style: Word insists on the order
        for row, texts in zip(table.rows, [head, *rows], strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                self._turn(cell.paragraphs[0], text)
                self.run(cell.paragraphs[0], text, is_bold=texts is head)
        _repeat(table.rows[0])
        self.document.add_paragraph()

    def link(self, address: str) -> None:
        """An address that can be followed; it reads from the left in every language."""
        paragraph = self.document.add_paragraph()
        relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        anchor = OxmlElement("w:hyperlink")
        anchor.set(qn("r:id"), relation)
        run = paragraph.add_run(address)
        run.font.underline = True
        anchor.append(run._r)
        paragraph._p.append(anchor)

    def number_pages(self) -> None:
        """The number of each page at its foot, as a field that Word fills in."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        field.append(paragraph.add_run("1")._r)
        paragraph._p.append(field)

    def _turn(self, paragraph: Any, text: str) -> None:
        if self.is_rtl and runs_from_right(text):
            properties = paragraph._p.get_or_add_pPr()
            properties.insert(len(properties.findall(qn("w:pStyle"))), OxmlElement("w:bidi"))

    def _set_up(self, title: str, language: str) -> None:
        """Its language, what it is, and who made it: the portal, and no person."""
        locale = LOCALES.get(language, language)
        properties = self.document.core_properties
        properties.title, properties.author = printed(title)[:255], "P2P Portal"
        properties.language, properties.comments = locale, ""
        properties.created = properties.modified = timezone.now().replace(tzinfo=None)
        self.document.styles["Normal"].font.size = Pt(10.5)
        defaults = self.document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        spoken = defaults.find(qn("w:lang"))
        if spoken is None:
            spoken = OxmlElement("w:lang")
            defaults.append(spoken)
        spoken.set(qn("w:bidi" if self.is_rtl else "w:val"), locale)
        if self.is_rtl:
            for section in self.document.sections:
                grid = section._sectPr.find(qn("w:docGrid"))
                bidi = OxmlElement("w:bidi")
                section._sectPr.append(bidi) if grid is None else grid.addprevious(bidi)


def _repeat(row: Any) -> None:
    """The head of a table stands again on each page that the table goes on to."""
    properties = row._tr.get_or_add_trPr()
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    properties.append(head)
