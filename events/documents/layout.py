"""In which order a report is told, whatever file it becomes: a list of blocks, made of its content alone.

The order is that of the reports that this community wrote by hand: the questions, who met, the outcomes, the
takeaways one by one, and the annexes.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.documents.blocks import Block, Front, bullets, heading, paragraph
from events.documents.annexes import agenda_table, participants_table

Content = dict[str, Any]


def front(content: Content) -> Front:
    return Front(
        title=content["title"],
        kind_line=content["kind_line"],
        version_line=content["version_line"],
        date_line=content["date_line"],
        language=content["language"],
    )


def blocks(content: Content) -> list[Block]:
    """All below the lines of the front page, in the language that is active."""
    return [*_chapters(content), *_annexes(content), *_citation(content)]


def _chapters(content: Content) -> Iterator[Block]:
    """The sections as they were written, each with what the portal knows of its matter; empty ones are left out."""
    sections = list(content["sections"])
    if content["takeaways"] and "takeaways" not in {section["key"] for section in sections}:
        sections.append({"key": "takeaways", "title": _("Main takeaways"), "text": ""})
    for section in sections:
        add = MATTERS.get(section["key"])
        body = [*paragraphs(section["text"]), *(add(content) if add else ())]
        if body:
            yield heading(section["title"], 2)
            yield from body


def _who_met(content: Content) -> Iterator[Block]:
    """Who held it, how many came and from where, and what the figures rest on."""
    lines = (content["host_line"], _counted(content["counts"]))
    if any(lines):
        yield paragraph(" ".join(filter(None, lines)))
    if content["is_chatham_house"]:
        yield paragraph(
            _("The event was held under the Chatham House rule: what was said may be used, but not who said it.")
        )


def _counted(counts: dict[str, Any]) -> str:
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


def _topics(content: Content) -> Iterator[Block]:
    """The key questions, with what was said; then who held the event, and who came."""
    yield from _questions(_("Discussions were about these key questions:"), key_questions(content))
    yield from _who_met(content)


def _outcomes(content: Content) -> Iterator[Block]:
    """The questions that neither the top of the report nor a takeaway carries."""
    rest = further_questions(content)
    yield from _questions(_("Questions that were answered:"), [each for each in rest if each["status"] == "answered"])
    yield from _questions(_("Questions that stay open:"), [each for each in rest if each["status"] != "answered"])


def _questions(lead: str, questions: list[dict[str, Any]]) -> Iterator[Block]:
    if questions:
        yield paragraph(lead)
        yield bullets([f"{each['text']}\n{each['said']}".strip() for each in questions])


def key_questions(content: Content) -> list[dict[str, Any]]:
    return [each for each in content["questions"] if each["is_key"]]


def further_questions(content: Content) -> list[dict[str, Any]]:
    carried = {question for each in content["takeaways"] for question in each["questions"]}
    return [each for each in content["questions"] if not each["is_key"] and each["text"] not in carried]


def _takeaways(content: Content) -> Iterator[Block]:
    if content["takeaways"]:
        yield paragraph(_("In short, these are the main takeaways of the event."))
    said = {each["text"]: each["said"] for each in content["questions"]}
    for each in content["takeaways"]:
        yield heading(f"{each['number']}. {each['title']}", 3)
        yield Block("stance", each["stance_label"])
        yield from paragraphs(each["text"])
        if each["questions"]:
            yield paragraph(_("Questions that were asked:"))
            yield bullets([f"{text}\n{said.get(text, '')}".strip() for text in each["questions"]])
        if each["sectors"]:
            yield Block("note", _("Sectors: %(sectors)s") % {"sectors": ", ".join(each["sectors"])})
        for partnership in each["partnerships"]:
            yield Block("note", _("Partnership: %(title)s") % {"title": partnership["title"]})
            yield Block("link", partnership["url"])


# What the portal adds to the text of a section; the other sections are their text alone.
MATTERS: dict[str, Callable[[Content], Iterator[Block]]] = {
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
        yield paragraph(_("No agenda is kept of this event."))


def _citation(content: Content) -> Iterator[Block]:
    yield heading(_("How to cite this report"), 2)
    yield paragraph(content["citation"])
    if content["address"] not in content["citation"]:
        yield Block("link", content["address"])


def paragraphs(text: str) -> list[Block]:
    """The little markup of what people wrote: a blank line ends a paragraph, lines with a hyphen are a list."""
    found: list[Block] = []
    for part in normalize_newlines(text).split("\n\n"):
        for is_list, lines in groupby(filter(None, map(str.strip, part.split("\n"))), lambda line: line[:2] == "- "):
            if is_list:
                found.append(bullets([line.removeprefix("- ") for line in lines]))
            else:
                found.append(paragraph("\n".join(lines)))
    return found
