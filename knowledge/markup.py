"""Rich text as it is stored: a small, closed set of HTML elements, whatever was pasted.

Headings (h2, h3), paragraphs, lists, quotes, tables, links, emphasis and footnotes. Nothing else, no styles,
no scripts, no addresses other than http(s) and mailto. `clean_markup` stands on every way in; what it returned
once it returns again unchanged, so that the hash of a wording does not move.

A footnote is a `<span class="footnote">` where its mark will stand; in plain text it is typed `^[like this]`.
"""

import re
from html import escape, unescape

import nh3

from knowledge.markup_tidy import tidied

_TAG = re.compile(r"<[^>]*>")
_WORDS_CONDITION = re.compile(r"<!\[(?:if|endif)[^<>]*>", re.IGNORECASE)
_OURS = re.compile(
    r"</?(?:p|h[1-6]|ul|ol|li|blockquote|table|thead|tbody|tr|t[hd]|strong|b|em|i|u|sub|sup|a|br|div|span)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_NOTE_STORED = re.compile(r'<span class="footnote">([^<\[\]]+)</span>')
_NOTE_TYPED = re.compile(r"\^\[([^\[\]]+)\]")
_EMPTY = re.compile(r"<(p|h2|h3|li|ul|ol|blockquote|strong|em|sub|sup|span)(?: [^>]*)?>(?:\s|&nbsp;|<br>)*</\1>")
# What pasted text says otherwise: Word and mail programs know six headings and no paragraphs in the small.
_SAME = {"b": "strong", "i": "em", "u": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "div": "p"}
# Elements that stay open until they are closed: thousands of them in one another keep a parser busy for long.
_STAYS_OPEN = re.compile(r"<(/?)(?!(?:p|li|tr|t[hd]|br|hr|img|col|input|meta|link)[\s/>])[a-z][^<>]*>", re.IGNORECASE)
_DEEPEST_TAKEN = 60
_RENAMED = re.compile(rf"<(/?)({'|'.join(_SAME)})(?=[\s/>])", re.IGNORECASE)

BLOCKS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td"}
_CLEANER = nh3.Cleaner(
    tags=BLOCKS | {"strong", "em", "sub", "sup", "a", "br", "span"},
    clean_content_tags={"script", "style", "title", "template", "iframe", "noscript", "object", "svg", "math"},
    attributes={"a": {"href"}, "ol": {"start"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}},
    tag_attribute_values={"th": {"scope": {"col", "row"}}},
    allowed_classes={"span": {"footnote"}},
    attribute_filter=lambda tag, name, value: _attribute(name, value),
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer",
    strip_comments=True,
)
_LARGEST_SPAN = 40


def clean_markup(value: str) -> str:
    """Text as it was typed or pasted, as it is stored. Plain text becomes paragraphs at its blank lines."""
    text = value.encode("utf-8", "ignore").decode().replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    if not _OURS.search(text):
        return _paragraphs(text)
    text = _WORDS_CONDITION.sub("", _without_comments(text)).replace("<!", "&lt;!")
    text = _RENAMED.sub(lambda found: f"<{found[1]}{_SAME[found[2].lower()]}", text)
    text = _CLEANER.clean(tidied(_CLEANER.clean(_shallow(text))))
    return _without_empty(text).strip()


def plain_text(markup: str) -> str:
    """The words of cleaned markup, single-spaced."""
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def as_typed(markup: str) -> str:
    """Cleaned markup for a plain box: paragraphs and footnotes are shown as they are typed, all else as it is."""
    if "^[" in markup:
        return markup
    text = _NOTE_STORED.sub(r"^[\1]", markup)
    bare = re.sub(r"</?p>|<br>", "", text)
    if "<" in bare or _OURS.search(unescape(bare)):
        return markup
    return unescape(text.replace("<br>", "\n").replace("</p>", "\n\n").replace("<p>", "")).strip()


def widest_table(markup: str) -> int:
    """The cells of the longest row."""
    rows = re.split(r"<tr\b", markup)[1:]
    return max((len(re.findall(r"<t[hd]\b", row)) for row in rows), default=0)


def _paragraphs(text: str) -> str:
    """Plain text: nothing in it is markup, whatever it looks like."""
    blocks = (block.strip() for block in re.split(r"\n[ \t]*\n", text))
    shown = (_NOTE_TYPED.sub(r'<span class="footnote">\1</span>', escape(block, quote=False)) for block in blocks)
    marked = "".join(f"<p>{block}</p>".replace("\n", "<br>") for block in shown if block)
    return _without_empty(_CLEANER.clean(tidied(marked)))


def _without_comments(text: str) -> str:
    """One that is not closed is no comment: it would take all that follows with it."""
    kept, start = [], 0
    while (begin := text.find("<!--", start)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept.append(text[start:begin])
        start = end + 3
    return "".join(kept) + text[start:]


def _shallow(text: str) -> str:
    """The same words, without the tags that are nested deeper than anybody writes."""
    depth = 0

    def kept(found: re.Match[str]) -> str:
        nonlocal depth
        if found[1]:
            depth = max(0, depth - 1)
            return found[0]
        if depth >= _DEEPEST_TAKEN:
            return ""
        depth += 1
        return found[0]

    return _STAYS_OPEN.sub(kept, text)


def _without_empty(text: str) -> str:
    """A removed element may leave the one around it empty."""
    before = None
    while before != text:
        before, text = text, _EMPTY.sub("", text)
    return text


def _attribute(name: str, value: str) -> str | None:
    if name in ("colspan", "rowspan", "start"):
        is_small = value.isascii() and value.isdigit() and 1 < int(value[:4]) <= _LARGEST_SPAN
        return value if is_small and len(value) <= 2 else None
    return value
