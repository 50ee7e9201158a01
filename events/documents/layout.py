"""In which order a report is told, whatever file it becomes: a list of blocks, made of its content alone.

The order is that of the reports that this community wrote by hand: the questions, who met, the outcomes, the
takeaways one by one, and the annexes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.documents.annexes import agenda_table, participants_table

Content = dict[str, Any]


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a list, a table or a link; `text` may begin with words in bold, `lead`."""

    kind: str
    text: str = ""
    level: int = 0
    lead: str = ""
    items: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def heading(text: str, level: int) -> Block:
    return Block("heading", text, level=level)


def bullets(items: list[str]) -> Block:
    return Block("bullets", items=items)


def blocks(content: Content) -> list[Block]:
    """All below the front page's lines, in the language that is active."""
    return [*_chapters(content), *_annexes(content), *_citation(content)]


def _chapters(content: Content) -> Iterator[Block]:
    """The sections as they were written, each with what the portal knows of its matter."""
    sections = list(content["sections"])
    matters = {section["key"]: MATTERS.get(section["key"], _nothing) for section in sections}
    told = set(matters.values())
    if _topics not in told:
        sections.insert(0, {"key": "topics", "title": _("Summary of topics discussed"), "text": ""})
    if _takeaways not in told and content["takeaways"]:
        sections.append({"key": "takeaways", "title": _("Main takeaways"), "text": ""})
    for section in sections:
        body = [*paragraphs(section["text"]), *MATTERS.get(section["key"], _nothing)(content)]
        if body:
            yield heading(section["title"], 2)
            yield from body


def _nothing(content: Content) -> Iterator[Block]:
    yield from ()


def _topics(content: Content) -> Iterator[Block]:
    key = [_question(each) for each in content["questions"] if each["is_key"]]
    if key:
        yield Block("paragraph", _("The discussions were about these key questions:"))
        yield bullets(key)
    written = " ".join(section["text"] for section in content["sections"])
    met = " ".join(filter(None, (_who_met(content["counts"]), content["host_line"])))
    if met and content["host_line"] not in written:
        yield Block("paragraph", met)
    if content["is_chatham_house"]:
        yield Block(
            "paragraph",
            _("The event was held under the Chatham House rule: what was said may be used, but not who said it."),
        )


def _who_met(counts: dict[str, Any]) -> str:
    """How many, from how many organisations and from which side of the world, and what the figures rest on."""
    people, organisations = counts["participants"], counts["organisations"]
    if people is None:
        return ""
    if organisations:
        bodies = ngettext("%d organisation", "%d organisations", organisations) % organisations
        met = ngettext(
            "%(count)d participant of %(organisations)s took part.",
            "%(count)d participants of %(organisations)s took part.",
            people,
        ) % {"count": people, "organisations": bodies}
    else:
        met = ngettext("%d participant took part.", "%d participants took part.", people) % people
    sides = ""
    if counts["north"] or counts["south"]:
        sides = _("From the Global North: %(north)d; from the Global South: %(south)d.") % counts
    return " ".join(filter(None, (met, sides, counts["note"])))


def _outcomes(content: Content) -> Iterator[Block]:
    """The questions that no takeaway carries; those of the top of the report are not told twice."""
    carried = {question for each in content["takeaways"] for question in each["questions"]}
    rest = [each for each in content["questions"] if not each["is_key"] and each["text"] not in carried]
    still_open = [_question(each) for each in rest if each["status"] == "open"]
    answered = [_question(each) for each in rest if each["status"] != "open"]
    if answered:
        yield Block("paragraph", _("Questions that found an answer:"))
        yield bullets(answered)
    if still_open:
        yield Block("paragraph", _("Questions that are still open:"))
        yield bullets(still_open)


def _takeaways(content: Content) -> Iterator[Block]:
    if content["takeaways"]:
        yield Block("paragraph", _("In short, these are the main takeaways of the event."))
    for each in content["takeaways"]:
        yield heading(f"{each['number']}. {each['title']}", 3)
        first, *rest = paragraphs(each["text"]) or [Block("paragraph")]
        yield Block(first.kind, first.text, lead=f"{each['stance_label']}.", items=first.items)
        yield from rest
        if each["questions"]:
            yield Block("paragraph", _("Questions asked:"))
            yield bullets(each["questions"])
        if each["sectors"]:
            yield Block("note", _("Sectors: %(sectors)s") % {"sectors": ", ".join(each["sectors"])})
        for partnership in each["partnerships"]:
            yield Block("note", _("Partnership: %(title)s") % {"title": partnership["title"]})
            yield Block("link", partnership["url"])


MATTERS = {
    "topics": _topics,
    "outcomes": _outcomes,
    "takeaways": _takeaways,
}


def _annexes(content: Content) -> Iterator[Block]:
    yield heading(_("Annexes"), 2)
    yield heading(_("List of participants"), 3)
    yield from paragraphs(content["participants_note"])
    if content["participants"]:
        head, rows = participants_table(content["participants"])
        yield Block("table", head=head, rows=rows)
    yield heading(_("Agenda"), 3)
    if content["agenda"]:
        head, rows = agenda_table(content["agenda"])
        yield Block("table", head=head, rows=rows)
    else:
        yield Block("paragraph", _("No agenda is kept of this event."))


def _citation(content: Content) -> Iterator[Block]:
    if content["citation"]:
        yield heading(_("How to cite this report"), 2)
        yield Block("paragraph", content["citation"])
    yield Block("link", content["address"])


def _question(question: dict[str, Any]) -> str:
    return f"{question['text']} {question['said']}".strip() if question["said"] else question["text"]


def paragraphs(text: str) -> list[Block]:
    """A blank line ends a paragraph; lines that begin with a hyphen are a list."""
    found = []
    for part in normalize_newlines(text).split("\n\n"):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        plain = [line for line in lines if not line.startswith("- ")]
        listed = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
        if plain:
            found.append(Block("paragraph", "\n".join(plain)))
        if listed:
            found.append(bullets(listed))
    return found
