"""A report as a Word document."""

from core.documents.word import WordDocument
from partnerships.reports.content import Content, Line, Record
from partnerships.reports.words import contribution, headings, left_out, nothing


def write(content: Content) -> bytes:
    writer = Writer(content)
    writer.front()
    for record in content.records:
        writer.record(record)
    return writer.as_bytes()


class Writer(WordDocument):
    """Puts one report into one document."""

    def __init__(self, content: Content) -> None:
        super().__init__(title=content.title, language=content.language, is_rtl=content.is_rtl)
        self.content, self.words = content, headings()

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
