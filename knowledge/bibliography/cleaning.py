"""From what a file says to a Work: what can be understood is put right, what cannot be kept is named."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from community import languages
from core.validators import clean_text, with_western_digits
from knowledge.bibliography.works import LISTS, Work
from knowledge.models import Resource
from knowledge.models.choices import ResourceType

FIRST_YEAR, LAST_YEAR = 1400, 2200
MOST_NAMES = 200
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_is_address = URLValidator(schemes=["http", "https"])
LANGUAGE_NAMES = {"english": "en", "french": "fr", "spanish": "es", "arabic": "ar", "portuguese": "pt", "german": "de"}
THREE_LETTERS = {"eng": "en", "fre": "fr", "fra": "fr", "spa": "es", "ara": "ar", "por": "pt", "ger": "de", "deu": "de"}


class Faulty(Exception):
    """It cannot be kept; the message says why, in words for who has the file."""


def clean_work(raw: dict[str, Any]) -> tuple[Work, list[str]]:
    """The work, and remarks on what was left out of it. Raises Faulty."""
    remarks: list[str] = []
    told: dict[str, Any] = {
        name: _line(raw.get(name)) for name in ("container", "volume", "issue", "edition", "place", "key")
    }
    told["title"] = _title(raw.get("title"))
    told |= {name: _names(raw.get(name) or ()) for name in LISTS}
    told["year"], told["published_on"] = _dates(raw, remarks)
    told["doi"], told["url"] = _addresses(raw, remarks)
    told["isbn"] = _isbn(_line(raw.get("isbn")), remarks)
    told["pages"] = re.sub(r"\s*(?:--+|–|—)\s*", "–", _line(raw.get("pages")))
    told["language"] = _language(_line(raw.get("language")), remarks)
    told["resource_type"] = _type(_line(raw.get("resource_type")))
    told["summary"] = _cut(clean_text(" ".join(strip_tags(str(raw.get("summary") or "")).split())), "summary")
    _check_lengths(told)
    return Work(**told), remarks


def clean_doi(typed: str) -> str:
    """`10.…/…` in lower case, whether it was typed bare, with `doi:` before it or as an address; else empty."""
    text = with_western_digits(clean_text(typed))
    if "%" in text:
        text = unquote(text)
    found = _DOI.search(re.sub(r"\s+", "", text) if text.lower().startswith("doi") else text)
    if not found or not _leads_to_doi(text[: found.start()]):
        return ""
    return clean_text(found[0].split("?")[0] if "doi.org" in text.lower() else found[0]).rstrip(".,;").lower()


def _leads_to_doi(before: str) -> bool:
    """What may stand before a DOI: nothing, `doi:`, or the address that resolves it."""
    return (
        re.fullmatch(r"(?:https?://)?(?:(?:dx\.)?doi\.org/|www\.doi\.org/)?(?:doi:?)?\s*", before.lower()) is not None
    )


def _line(value: Any) -> str:
    return " ".join(clean_text(str(value if value is not None else "")).split())


def _title(value: Any) -> str:
    title = _line(strip_tags(str(value or "")))
    if not title:
        raise Faulty(_("It has no title."))
    if not any(character.isalnum() for character in title):
        raise Faulty(_("Its title has no letter or figure in it."))
    return title


def _names(values: Iterable[Any]) -> tuple[str, ...]:
    """Each once, in its order."""
    names = tuple(dict.fromkeys(name for name in map(_line, values) if name))
    if len(names) > MOST_NAMES:
        raise Faulty(_("It names more than %(most)d people or offices.") % {"most": MOST_NAMES})
    return names


def _dates(raw: dict[str, Any], remarks: list[str]) -> tuple[int | None, date | None]:
    """The year alone is enough, and so is none: many works do not say when they came out."""
    typed, day = with_western_digits(_line(raw.get("year"))), None
    found = _DATE.search(with_western_digits(_line(raw.get("published_on"))) or typed)
    if found:
        try:
            day = date(*map(int, found.groups()))
        except ValueError:
            remarks.append(_("“%(date)s” is no day of the calendar, so only its year is kept.") % {"date": found[0]})
    years = _YEAR.search(typed) or (found and _YEAR.search(found[0]))
    year = int(years[1]) if years else None
    if year is None and typed and any(character.isdigit() for character in typed):
        remarks.append(_("The year “%(year)s” has not four figures, so it is left out.") % {"year": typed[:40]})
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        remarks.append(_("The year “%(year)s” cannot be, so it is left out.") % {"year": year})
        return None, None
    return year, day if day and (year is None or day.year == year) else None


def _addresses(raw: dict[str, Any], remarks: list[str]) -> tuple[str, str]:
    typed_doi, typed_url = _line(raw.get("doi")), _line(raw.get("url"))
    doi = clean_doi(typed_doi)
    if typed_doi and not doi:
        remarks.append(_("“%(doi)s” is not a DOI, so it is left out.") % {"doi": typed_doi[:80]})
    if doi and len(doi) > _longest("doi"):
        remarks.append(_("The DOI is too long to be one, so it is left out."))
        doi = ""
    url = _address(typed_url) or ("" if doi else _address(typed_doi))
    if typed_url and not url:
        remarks.append(
            _("“%(address)s” is not an address of a page on the web, so it is left out.") % {"address": typed_url[:80]}
        )
    if url and clean_doi(url) and (not doi or clean_doi(url) == doi):
        doi, url = clean_doi(url), ""
    return doi, url


def _address(typed: str) -> str:
    text = f"https://{typed}" if typed.lower().startswith("www.") else typed
    try:
        _is_address(text)
    except ValidationError:
        return ""
    return text if len(text) <= _longest("url") else ""


def _isbn(typed: str, remarks: list[str]) -> str:
    """Thirteen or ten figures, as they were grouped; of several the first."""
    found = re.search(r"(?:97[89][ -]?)?(?:\d[ -]?){9}[\dXx]", with_western_digits(typed))
    if typed and not found:
        remarks.append(_("“%(isbn)s” is not an ISBN, so it is left out.") % {"isbn": typed[:40]})
    return found[0].strip() if found else ""


def _language(typed: str, remarks: list[str]) -> str:
    """A code that the portal has a name for; English where nothing is said."""
    first = typed.lower().split(";")[0].split(",")[0].strip()
    code = LANGUAGE_NAMES.get(first) or THREE_LETTERS.get(first) or re.split("[-_]", first)[0]
    if not typed:
        return "en"
    if languages.name(code) is None:
        remarks.append(_("The language “%(language)s” is not known here.") % {"language": typed[:40]})
        return "en"
    return code


def _type(typed: str) -> str:
    """A type of ours, by its key or its name; anything else is "other"."""
    folded = typed.lower().replace(" ", "_").replace("-", "_")
    names = {str(each.label).lower().replace(" ", "_"): each.value for each in ResourceType}
    return folded if folded in ResourceType.values else names.get(folded, ResourceType.OTHER.value)


def _cut(text: str, name: str) -> str:
    """Abstracts are longer than what stands here: whole sentences, as many as fit."""
    most = _longest(name)
    if len(text) <= most:
        return text
    end = max(text.rfind(mark, 0, most - 1) for mark in (". ", "? ", "! ", "؟ "))
    return text[: end + 1] if end > 0 else f"{text[: most - 1].rsplit(' ', 1)[0]}…"


def _check_lengths(told: dict[str, Any]) -> None:
    for name, value in told.items():
        most = _longest("import_key" if name == "key" else name)
        long = [each for each in (value if name in LISTS else [value]) if isinstance(each, str) and len(each) > most]
        if long and name == "key":
            told[name] = long[0][:most]
        elif long:
            label = label_of(name)
            raise Faulty(
                _("The %(field)s is longer than %(most)d characters: “%(text)s…”")
                % {"field": label, "most": most, "text": long[0][:60]}
            )


def label_of(name: str) -> Any:
    """What the field is called."""
    field: Any = Resource._meta.get_field(name)
    return field.verbose_name


def _longest(name: str) -> int:
    field: Any = Resource._meta.get_field(name)
    return int(getattr(field, "base_field", field).max_length or 10**6)
