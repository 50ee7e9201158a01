"""The second look at sanitised markup: what is allowed by itself, and makes no sense where it stands."""

import re
from html.parser import HTMLParser

from core.validators import clean_text

DEEPEST = 8  # lists, quotes and tables in one another
_NESTING = {"ul", "ol", "blockquote", "table"}
_TOP = {"p", "h2", "h3", *_NESTING}
_MARKS = {"strong", "em", "sub", "sup"}
_STROKE = "\u0338"
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def tidied(markup: str) -> str:
    """Loose words in paragraphs, nothing nested without end, no link that leads nowhere, no footnote in another."""
    parser = _Tidy()
    parser.feed(markup)
    parser.close()
    return parser.text()


class _Tidy(HTMLParser):
    """Reads what the sanitiser wrote, which is well-formed; leaves tags out and adds paragraphs, changes no words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.open: list[tuple[str, bool]] = []  # every open element, and whether it is kept
        self.kept: list[str] = []
        self.in_loose = False

    def text(self) -> str:
        self._end_loose()
        return "".join(self.out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        keeps = self._keeps(tag, dict(attrs))
        if tag in _TOP and keeps and not self.kept:
            self._end_loose()
        elif keeps:
            self._begin_loose()
        if keeps:
            self.out.append(self.get_starttag_text() or "")
        if tag != "br":
            self.open.append((tag, keeps))
            if keeps:
                self.kept.append(tag)

    def handle_endtag(self, tag: str) -> None:
        name, keeps = self.open.pop()  # the sanitiser closes all that it opens, in order
        if keeps:
            self.kept.pop()
            self.out.append(f"</{name}>")

    def handle_data(self, data: str) -> None:
        words = data.strip()
        before, after = data[: len(data) - len(data.lstrip())], data[len(data.rstrip()) :] if words else ""
        # A stroke at the beginning would go through the sign before it, and break the tag.
        text = f"{before}{clean_text(words).lstrip(_STROKE)}{after}"
        if self.kept:
            self.out.append(text)
        else:
            self._loose(text)

    def handle_entityref(self, name: str) -> None:
        self._begin_loose()
        self.out.append(f"&{name};")

    def _keeps(self, tag: str, attributes: dict[str, str | None]) -> bool:
        if tag in _MARKS:
            return tag not in self.kept
        if tag == "a":
            return bool(attributes.get("href")) and tag not in self.kept
        if tag == "span":
            return attributes.get("class") == "footnote" and tag not in self.kept
        if tag in _NESTING:
            return sum(name in _NESTING for name in self.kept) < DEEPEST
        if tag == "li":
            return bool(self.kept) and self.kept[-1] in ("ul", "ol")
        return True

    def _begin_loose(self) -> None:
        """At the top, words and what marks them stand in a paragraph of their own."""
        if not self.kept and not self.in_loose:
            self.out.append("<p>")
            self.in_loose = True

    def _loose(self, text: str) -> None:
        for place, part in enumerate(_BLANK_LINE.split(text)):
            if place:
                self._end_loose()
            if part.strip():
                self._begin_loose()
            if self.in_loose:
                self.out.append(part)

    def _end_loose(self) -> None:
        if self.in_loose:
            self.out.append("</p>")
            self.in_loose = False
