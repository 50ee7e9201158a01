"""The words that a comment is about, marked in the printed text."""

import re
from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from knowledge.printing import printed

_TAG = re.compile(r"(<[^>]*>)")


def marked(text: str, quotes: Iterable[str]) -> SafeString:
    """A stored text as it is printed, with the first place of each quote marked.

    Only what stands between two tags is looked at, so a quote that runs over a tag stays unmarked; its comment
    is there all the same.
    """
    parts = _TAG.split(printed(text))
    for quote in quotes:
        wanted = escape(quote, quote=False)
        for number in range(0, len(parts), 2):
            if wanted and wanted in parts[number]:
                parts[number] = parts[number].replace(wanted, _mark(quote), 1)
                break
    return mark_safe("".join(parts))  # noqa: S308 - clean on its way in, and the marks are ours


def is_marked(quote: str, body: str) -> bool:
    return bool(quote) and _mark(quote) in body


def _mark(quote: str) -> str:
    return f"<mark>{escape(quote, quote=False)}</mark>"
