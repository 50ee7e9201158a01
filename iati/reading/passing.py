"""The activities of a file as they pass: one at a time, and nothing of what passed is kept."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from iati.reading.guard import Bounded, CannotRead

ACTIVITY = "iati-activity"
TAGS = (ACTIVITY, "{*}" + ACTIVITY)


class Passing:
    """Iterate once: each activity may be taken out of its tree before the next is asked for; `root` is the file's.

    An activity is handed out when the one after it has ended, or the file. Until then the parser may still be writing
    the text behind it, and would write into freed memory if that were changed.
    """

    def __init__(self, stream: Bounded) -> None:
        self._stream = stream
        self._parsed: Any = etree.iterparse(
            stream,
            events=("end",),
            tag=TAGS,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )

    @property
    def root(self) -> Any:
        """Known once the file was read to its end."""
        return self._parsed.root

    def __iter__(self) -> Iterator[Any]:
        held = None
        try:
            for _event, element in self._parsed:
                if _inside_another(element):
                    continue
                self._stream.activity_ended()
                if held is not None:
                    yield from _handed_out(held)
                held = element
        except etree.XMLSyntaxError as error:
            raise CannotRead(_broken(error, self._parsed.error_log)) from error
        if held is not None:
            yield from _handed_out(held)


def _inside_another(element: Any) -> bool:
    """An activity within an activity is no activity of the file: it stays a part of that one."""
    return next(element.iterancestors(*TAGS), None) is not None


def _handed_out(element: Any) -> Iterator[Any]:
    """The activity, once all that stood before it is forgotten, whatever that was; then its own content too."""
    for each in (element, *element.iterancestors()):
        parent = each.getparent()
        while parent is not None and (before := each.getprevious()) is not None:
            parent.remove(before)
    yield element
    element.clear(keep_tail=True)


def _broken(error: etree.XMLSyntaxError, said_before: Any) -> str:
    """What is wrong with the file as XML, and in which line."""
    line, _column = error.position if error.position else (0, 0)
    text = error.msg or ""
    if not line and said_before:  # an entity that nobody defined: the parser gives up without a place
        line, text = said_before[0].line, said_before[0].message
    if "Excessive depth" in text:
        return _("Elements lie inside each other without end in line %(line)d: this is no IATI file.") % {"line": line}
    if "too long" in text or "huge" in text.casefold():
        return _("A text in line %(line)d is too long to be meant.") % {"line": line}
    if "encod" in text.casefold() or "utf-8" in text.casefold():
        return _("Line %(line)d holds bytes that are no text in the encoding of the file. Save it as UTF-8.") % {
            "line": line
        }
    return _(
        "The file breaks off or goes wrong in line %(line)d (%(reason)s), so nothing of it was taken. "
        "Check it with any XML editor, or have it written anew."
    ) % {"line": line, "reason": text.split(", line")[0][:120]}
