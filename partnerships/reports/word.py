"""A report as a Word document: real headings and tables, so that it can be pasted into another one."""

import re
from io import BytesIO
from typing import Any

from django.utils import timezone
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from partnerships.reports.content import Content, Line, Record
from partnerships.reports.direction import runs_from_right
from partnerships.reports.words import contribution, headings, left_out, nothing

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ar": "ar-SA"}


def write(content: Content) -> bytes:
    document = Document()
    _set_up(document, content)
    writer = Writer(document, content)
    writer.front()
    for record in content.records:
        writer.record(record)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


class Writer:
    """Puts one report into one document; in Arabic its tables and Arabic text run from the right."""

    def __init__(self, document: Any, content: Content) -> None:
        self.document, self.content = document, content
        self.words = headings()

    def front(self) -> None:
        self.paragraph(self.content.title, style="Title")
        self.paragraph(self.content.period, style="Subtitle")
        self.paragraph(self.content.made)
        if self.content.selection:
            self.paragraph(f"{self.words['selection']}: {self.content.selection}")
        if self.content.left_out:
            self.paragraph(left_out(self.content.left_out))
        if not self.content.records:
            self.paragraph(nothing())
            return
        self.heading(self.words["summary"], 1)
        rows = [(each.what, str(each.number), each.rests_on) for each in self.content.figures]
        self.table((self.words["what"], self.words["number"], self.words["rests_on"]), rows)

    def record(self, record: Record) -> None:
        self.heading(record.title, 1)
        if record.marks:
            self.paragraph("; ".join(record.marks), is_bold=True)
        if record.problem:
            self.heading(record.problem_heading, 2)
            self.paragraph(record.problem, style="Quote")
        self.heading(self.words["facts"], 2)
        self.table((self.words["what"], self.words["fact"]), record.facts)
        self.lines(self.words["exchanges"], record.exchanges)
        self.lines(self.words["learning"], record.learning)
        self.lines(self.words["adaptations"], record.adaptations)
        if record.what_changed:
            self.heading(self.words["what_changed"], 2)
            self.paragraph(record.what_changed)
            self.paragraph(contribution())
        self.link(record.address)

    def lines(self, heading: str, lines: list[Line]) -> None:
        if not lines:
            return
        self.heading(heading, 2)
        for line in lines:
            paragraph = self.paragraph(line.lead, style="List Bullet", is_bold=True)
            for text in (line.text, f"({line.limits})" if line.limits else ""):
                if text:
                    self.run(paragraph, f" {text}")

    def heading(self, text: str, level: int) -> Any:
        return self.paragraph(text, style=f"Heading {level}")

    def paragraph(self, text: str, style: str | None = None, *, is_bold: bool = False) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        self._turn(paragraph, text)
        self.run(paragraph, text, is_bold=is_bold)
        return paragraph

    def run(self, paragraph: Any, text: str, *, is_bold: bool = False) -> None:
        run = paragraph.add_run(NOT_IN_XML.sub("", text))
        run.bold = is_bold or None
        if self.content.is_rtl and runs_from_right(text):
            run.font.rtl, run.font.cs_bold = True, is_bold or None

    def table(self, head: tuple[str, ...], rows: list[Any]) -> None:
        table = self.document.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
        if self.content.is_rtl:
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

    def _turn(self, paragraph: Any, text: str) -> None:
        if self.content.is_rtl and runs_from_right(text):
            properties = paragraph._p.get_or_add_pPr()
            properties.insert(len(properties.findall(qn("w:pStyle"))), OxmlElement("w:bidi"))


def _set_up(document: Any, content: Content) -> None:
    """Its language, what it is, and who made it: the portal, and no person."""
    properties = document.core_properties
    properties.title, properties.author = content.title[:255], "P2P Portal"
    properties.language, properties.comments = LOCALES.get(content.language, content.language), ""
    properties.created = properties.modified = timezone.now().replace(tzinfo=None)
    document.styles["Normal"].font.size = Pt(10.5)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    locale = LOCALES.get(content.language, content.language)
    language.set(qn("w:bidi" if content.is_rtl else "w:val"), locale)
    if content.is_rtl:
        for section in document.sections:
            grid = section._sectPr.find(qn("w:docGrid"))
            bidi = OxmlElement("w:bidi")
            section._sectPr.append(bidi) if grid is None else grid.addprevious(bidi)


def _repeat(row: Any) -> None:
    """The head of a table stands again on each page that the table goes on to."""
    properties = row._tr.get_or_add_trPr()
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    properties.append(head)
