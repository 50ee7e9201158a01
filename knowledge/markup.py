"""Rich text as it is stored: a small, closed set of HTML elements, whatever was pasted.

Headings (h2, h3), paragraphs, lists, quotes, tables, links, emphasis and footnotes. Nothing else, no styles,
no scripts, no addresses other than http(s) and mailto: see `clean_markup`.
"""

import re
from html import unescape

_TAG = re.compile(r"<[^>]*>")


def plain_text(markup: str) -> str:
    """The words of cleaned markup, single-spaced."""
    return " ".join(unescape(_TAG.sub(" ", markup)).split())
