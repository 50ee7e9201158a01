"""BibTeX, as LaTeX, JabRef and Zotero write it. One broken entry does not hide the others."""

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock
from bibtexparser.model import Entry as Block
from django.utils.translation import gettext as _
from pylatexenc.latex2text import LatexNodes2Text

from knowledge.bibliography.kinds import WRITTEN, from_bibtex
from knowledge.bibliography.works import Entry, Work
from knowledge.models.choices import ResourceType

EXTENSION, MEDIA_TYPE, LABEL = "bib", "application/x-bibtex", "BibTeX"
# Fields of BibTeX for ours, the usual one first.
FIELDS = {
    "title": ("title",),
    "container": ("journal", "journaltitle", "booktitle", "series"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages",),
    "edition": ("edition",),
    "place": ("address", "location"),
    "isbn": ("isbn",),
    "language": ("language", "langid"),
    "summary": ("abstract",),
    "year": ("year", "date"),
    "published_on": ("date",),
}
AS_IT_IS = {"doi": ("doi",), "url": ("url",), "resource_type": ("entrysubtype",)}
OFFICES = ("publisher", "institution", "organization", "school")
_SPECIAL = {each: f"\\{each}" for each in "&%$#_"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
}
_NOT_TEX = re.compile(r"(?<!\\)[%&#_$]")
_FROM_TEX = LatexNodes2Text(keep_comments=True, strict_latex_spaces=True)
logging.getLogger("bibtexparser").setLevel(logging.ERROR)  # what is broken is named to whoever has the file


def read(text: str) -> Iterator[Entry]:
    library = parse_string(text.lstrip("\ufeff"))
    for block in library.blocks:
        place = _("line %(number)d") % {"number": (block.start_line or 0) + 1}
        if isinstance(block, Block):
            yield _entry(place, block)
        elif isinstance(block, DuplicateBlockKeyBlock):
            yield _entry(place, block.ignore_error_block)
        elif isinstance(block, DuplicateFieldKeyBlock):
            names = ", ".join(sorted(block.duplicate_keys))
            yield Entry(place, fault=_("It says twice what its %(names)s is.") % {"names": names})
        elif block in library.failed_blocks:
            began = (block.raw or "").strip().split("\n", 1)[0][:80]
            fault = _("The entry that begins “%(began)s” does not end: a bracket or a comma is missing.")
            yield Entry(place, fault=fault % {"began": began})


def write(works: Iterable[Work]) -> Iterator[str]:
    for work in works:
        lines = [f"  {name} = {{{value}}}" for name, value in _fields(work) if value]
        yield f"@{WRITTEN[work.resource_type][0]}{{{work.key or 'work'},\n" + ",\n".join(lines) + "\n}\n\n"


def _entry(place: str, block: Any) -> Entry:
    told = {field.key.lower(): str(field.value) for field in block.fields}
    raw: dict[str, Any] = {name: _first(told, names) for name, names in AS_IT_IS.items()}
    raw |= {name: _plain(_first(told, names)) for name, names in FIELDS.items()}
    raw["authors"] = _people(_first(told, ("author", "editor")))
    raw["publishers"] = [_plain(each) for name in OFFICES for each in _split(told.get(name, ""))]
    raw["resource_type"] = raw["resource_type"] or from_bibtex(block.entry_type)
    raw["key"] = block.key
    return Entry(place, raw)


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    kind = WRITTEN[work.resource_type][0]
    article, chapter = work.resource_type == ResourceType.ARTICLE, work.resource_type == ResourceType.CHAPTER
    held = "journal" if article else "booktitle" if chapter else "series"
    office = "institution" if kind == "techreport" else "organization" if kind == "manual" else "publisher"
    yield "title", f"{{{_tex(work.title)}}}"
    yield "author", " and ".join(_person(name) for name in work.authors)
    yield office, " and ".join(_braced(name) for name in work.publishers)
    yield "year", str(work.year or "")
    yield "date", work.published_on.isoformat() if isinstance(work.published_on, date) else ""
    yield "entrysubtype", work.resource_type
    for name, value in (
        *((held, work.container), ("volume", work.volume), ("number", work.issue), ("edition", work.edition)),
        *(("pages", work.pages.replace("–", "--")), ("address", work.place), ("isbn", work.isbn)),
        *(("language", work.language), ("abstract", work.summary)),
    ):
        yield name, _tex(value)
    yield "doi", work.doi
    yield "url", work.url.replace("{", "%7B").replace("}", "%7D")


def _first(told: dict[str, str], names: Iterable[str]) -> str:
    return next((told[name] for name in names if told.get(name, "").strip()), "")


def _split(text: str) -> list[str]:
    """At each `and` that stands outside of braces."""
    return split_multiple_persons_names(text) if text.strip() else []


def _people(text: str) -> list[str]:
    """`Given Family` becomes `Family, Given`; what stands in braces is the name of an office."""
    names = []
    for each in _split(text):
        plain = _plain(each)
        words = plain.split()
        is_office = each.strip().startswith("{") and each.strip().endswith("}")
        if is_office or "," in plain or len(words) < 2:
            names.append(plain)
        elif plain.lower() != "others":
            small = next((place for place, word in enumerate(words[1:-1], 1) if word[0].islower()), len(words) - 1)
            names.append(f"{' '.join(words[small:])}, {' '.join(words[:small])}")
    return [name for name in names if name.lower() != "others"]


def _person(name: str) -> str:
    return _tex(name) if "," in name else _braced(name)


def _braced(name: str) -> str:
    return f"{{{_tex(name)}}}"


def _plain(text: str) -> str:
    """Words without LaTeX; a sign that LaTeX would read as its own stays where a person typed it bare."""
    if not re.search(r"[\\{}~$]|--|``|''", text):
        return text
    text = text.replace(_SPECIAL["{"], r"\{").replace(_SPECIAL["}"], r"\}")
    shown = _FROM_TEX.latex_to_text(_NOT_TEX.sub(lambda found: f"\\{found[0]}", text))
    return str(shown).replace("\u00a0", " ").replace("\u02c6", "^").strip()


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(each, each) for each in text)
