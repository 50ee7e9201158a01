"""RIS, as EndNote, Mendeley and the pages of publishers write it. Each record is read for itself."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import rispy
from django.utils.translation import gettext as _

from knowledge.bibliography.kinds import WRITTEN, from_ris
from knowledge.bibliography.works import Entry, Work
from knowledge.models.choices import ResourceType

EXTENSION, MEDIA_TYPE, LABEL = "ris", "application/x-research-info-systems", "RIS"
FIELDS = {
    "title": ("primary_title", "title", "secondary_title"),
    "container": ("journal_name", "secondary_title", "alternate_title1", "alternate_title2", "alternate_title3"),
    "volume": ("volume",),
    "issue": ("number",),
    "edition": ("edition",),
    "place": ("place_published",),
    "doi": ("doi",),
    "isbn": ("issn",),
    "language": ("language",),
    "summary": ("abstract", "notes_abstract"),
    "year": ("year", "publication_year"),
    "published_on": ("date", "year", "publication_year"),
    "resource_type": ("type_of_work",),
    "key": ("id",),
}
PEOPLE = ("first_authors", "authors", "secondary_authors", "tertiary_authors")
_RECORD = re.compile(r"^TY {1,2}-", re.MULTILINE)


def read(text: str) -> Iterator[Entry]:
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    starts = [found.start() for found in _RECORD.finditer(text)]
    if not starts:
        yield Entry(_("line 1"), fault=_("There is no record in it: in RIS each begins with “TY  - ”."))
    for start, end in pairwise([*starts, len(text)]):
        place = _("line %(number)d") % {"number": text.count("\n", 0, start) + 1}
        yield _record(place, text[start:end].strip())


def write(works: Iterable[Work]) -> Iterator[str]:
    for work in works:
        yield "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in _tags(work) if value) + "ER  - \r\n\r\n"


def _record(place: str, text: str) -> Entry:
    """A record that does not say where it ends does so where the next begins."""
    body = re.split(r"^ER {1,2}-", text, maxsplit=1, flags=re.MULTILINE)[0]
    try:
        found = rispy.loads(f"{body.rstrip()}\nER  - \n", skip_unknown_tags=True)
    except (OSError, ValueError, KeyError, IndexError):
        found = []
    if len(found) != 1:
        began = text.split("\n", 1)[0][:80]
        return Entry(place, fault=_("The record that begins “%(began)s” cannot be read.") % {"began": began})
    return Entry(place, _raw(found[0]))


def _raw(told: dict[str, Any]) -> dict[str, Any]:
    raw: dict[str, Any] = {name: _first(told, names) for name, names in FIELDS.items()}
    raw["authors"] = [each for name in PEOPLE for each in told.get(name, [])]
    raw["publishers"] = [each for each in str(told.get("publisher", "")).split(";") if each.strip()]
    raw["url"] = next((each for name in ("urls", "url") for each in _many(told.get(name))), "")
    raw["pages"] = "–".join(str(told[name]) for name in ("start_page", "end_page") if told.get(name))
    raw["resource_type"] = raw["resource_type"] or from_ris(str(told.get("type_of_reference", "")))
    if raw["container"] == raw["title"]:
        raw["container"] = ""
    return raw


def _tags(work: Work) -> Iterator[tuple[str, str]]:
    is_article = work.resource_type == ResourceType.ARTICLE
    first, _dash, last = work.pages.partition("–")
    yield "TY", WRITTEN[work.resource_type][1]
    yield "ID", work.key
    yield from (("AU", name) for name in work.authors)
    yield "TI", work.title
    yield "JO" if is_article else "T2", work.container
    yield "PY", str(work.year or "")
    yield "DA", f"{work.published_on:%Y/%m/%d}" if work.published_on else ""
    yield "PB", "; ".join(work.publishers)
    yield "M3", work.resource_type
    yield from (("VL", work.volume), ("IS", work.issue), ("SP", first), ("EP", last), ("ET", work.edition))
    yield from (("CY", work.place), ("SN", work.isbn), ("DO", work.doi), ("UR", work.url), ("LA", work.language))
    yield "AB", work.summary


def _first(told: dict[str, Any], names: Iterable[str]) -> str:
    return next((str(value) for name in names for value in _many(told.get(name)) if str(value).strip()), "")


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _one_line(text: str) -> str:
    return " ".join(text.split())
