"""Stored rich text as a page prints it: below the page's own headings, wide tables in a frame, notes numbered."""

import hashlib
import re

from django.utils.translation import gettext as _

_HEADING = re.compile(r"<(/?)h([23])>")
_NOTE = re.compile(r'<span class="footnote">(.*?)</span>', re.DOTALL)


def printed(markup: str) -> str:
    """`markup` is what `clean_markup` returned: nothing else may be printed this way."""
    down = 1 if "<h2>" in markup else 0  # small headings alone need no step in between
    text = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + down}>", markup)
    if "<table>" in text:
        frame = f'<div class="text-table" role="region" tabindex="0" aria-label="{_("Table")}">'
        text = text.replace("<table>", f"{frame}<table>").replace("</table>", "</table></div>")
    return _with_notes(text) if 'class="footnote"' in text else text


def _with_notes(text: str) -> str:
    """Each note as a number where it stands, and in a list below; its address is made of the text it belongs to."""
    of_text = hashlib.sha256(text.encode()).hexdigest()[:6]
    notes: list[str] = []

    def mark(found: re.Match[str]) -> str:
        notes.append(found[1])
        number = len(notes)
        return (
            f'<sup class="note-mark"><a href="#note-{of_text}-{number}" id="note-{of_text}-{number}-from" '
            f'aria-label="{_("Note %(number)d") % {"number": number}}">{number}</a></sup>'
        )

    body = _NOTE.sub(mark, text)
    lines = "".join(
        f'<li id="note-{of_text}-{number}">{note} <a href="#note-{of_text}-{number}-from" '
        f'aria-label="{_("Back to the text")}">↩</a></li>'
        for number, note in enumerate(notes, 1)
    )
    return f'{body}<ol class="notes" aria-label="{_("Notes")}">{lines}</ol>'
