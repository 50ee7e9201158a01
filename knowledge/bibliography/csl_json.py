"""CSL-JSON, as Zotero, Crossref and DataCite give it."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from knowledge.bibliography.kinds import WRITTEN, from_csl
from knowledge.bibliography.works import Entry, Work

EXTENSION, MEDIA_TYPE, LABEL = "json", "application/vnd.citationstyles.csl+json", "CSL-JSON"
FIELDS = {
    "title": "title",
    "container": "container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "edition": "edition",
    "place": "publisher-place",
    "doi": "DOI",
    "isbn": "ISBN",
    "url": "URL",
    "language": "language",
    "summary": "abstract",
    "resource_type": "genre",
    "key": "id",
}


def read(text: str) -> Iterator[Entry]:
    try:
        told = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        place = _("line %(number)d") % {"number": getattr(error, "lineno", 1)}
        yield Entry(place, fault=_("This is no JSON from there on: a bracket, quote or comma is missing."))
        return
    items = told if isinstance(told, list) else told.get("items", [told]) if isinstance(told, dict) else [told]
    for number, item in enumerate(items if isinstance(items, list) else [items], start=1):
        place = _("entry %(number)d") % {"number": number}
        if isinstance(item, dict):
            yield Entry(place, _raw(item))
        else:
            yield Entry(place, fault=_("It is not an entry with fields, such as {“title”: …}."))


def write(works: Iterable[Work]) -> Iterator[str]:
    """One array, written piece by piece."""
    before = "[\n"
    for work in works:
        yield before + json.dumps(_item(work), ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _raw(item: dict[str, Any]) -> dict[str, Any]:
    raw: dict[str, Any] = {name: _text(item.get(key)) for name, key in FIELDS.items()}
    people = item.get("author") or item.get("editor") or []
    raw["authors"] = [_name(each) for each in (people if isinstance(people, list) else [people])]
    raw["publishers"] = [each for each in _text(item.get("publisher")).split(";") if each.strip()]
    raw["resource_type"] = raw["resource_type"] if _is_ours(raw["resource_type"]) else from_csl(_text(item.get("type")))
    raw["year"], raw["published_on"] = _dates(item.get("issued"))
    return raw


def _is_ours(word: str) -> bool:
    return word in WRITTEN


def _text(value: Any) -> str:
    """Crossref gives titles as lists; anything else that is no text says nothing."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value) if isinstance(value, str | int | float) else ""


def _name(value: Any) -> str:
    if not isinstance(value, dict):
        return _text(value)
    particle, family, given = (_text(value.get(key)) for key in ("non-dropping-particle", "family", "given"))
    whole = " ".join(part for part in (particle, family) if part)
    return ", ".join(part for part in (whole, given) if part) or _text(value.get("literal"))


def _dates(value: Any) -> tuple[str, str]:
    """The year, and the day where it is said."""
    if not isinstance(value, dict):
        return _text(value), ""
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else []
    said = [_text(each) for each in first] if isinstance(first, list) else []
    if said:
        return said[0], "-".join(said) if len(said) == 3 else ""
    return _text(value.get("raw") or value.get("literal")), ""


def _item(work: Work) -> dict[str, Any]:
    item: dict[str, Any] = {"id": work.key, "type": WRITTEN[work.resource_type][2]}
    item |= {key: getattr(work, name) for name, key in FIELDS.items() if name != "key" and getattr(work, name)}
    if work.authors:
        item["author"] = [_person(name) for name in work.authors]
    if work.publishers:
        item["publisher"] = "; ".join(work.publishers)
    if isinstance(work.published_on, date):
        day = work.published_on
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    elif work.year:
        item["issued"] = {"date-parts": [[work.year]]}
    return item


def _person(name: str) -> dict[str, str]:
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": name}
