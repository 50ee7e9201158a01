"""An activity in the words of the register: the values, codes and texts of its record, and what finds no place there.

Works on the content as it is kept (`Activity.as_json`). Code lists: https://iatistandard.org/en/iati-standard/203/codelists/.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core import partial_dates
from core.validators import clean_text, validate_has_letters
from iati.importing.own import own_record
from partnerships.imports import facts
from partnerships.imports.rows import LONGEST, Record
from partnerships.imports.vocabulary import Vocabulary
from partnerships.models.choices import Kind, ScaleStage, Stage

# ActivityStatus to stage, ActivityScope to scale.
STAGES = {
    "1": Stage.SCOPING,
    "2": Stage.EXCHANGING,
    "3": Stage.CONSOLIDATING,
    "4": Stage.CLOSED,
    "5": Stage.CANCELLED,
    "6": Stage.SUSPENDED,
}
SCALES = {
    "1": ScaleStage.INTERNATIONAL,
    "2": ScaleStage.REGIONAL,
    "3": ScaleStage.INTERNATIONAL,
    "4": ScaleStage.NATIONAL,
    "5": ScaleStage.SUBNATIONAL,
    "6": ScaleStage.SUBNATIONAL,
    "7": ScaleStage.SUBNATIONAL,
    "8": ScaleStage.SUBNATIONAL,
}
# Codes of CollaborationType and AidType (2.03) that are in use; files still hold others that were withdrawn.
COLLABORATION_TYPES = frozenset("1234678")
AID_TYPES = frozenset(
    (
        *("A01", "A02", "B01", "B02", "B021", "B022", "B03", "B031", "B032", "B033", "B04", "C01", "D01", "D02"),
        *("E01", "E02", "F01", "G01", "H01", "H02", "H03", "H04", "H05", "H06"),
    )
)
DATES = {"1": "planned_start", "2": "actual_start", "3": "planned_end", "4": "actual_end"}
# DescriptionType to the field that holds it; the rest is kept.
TEXTS = {"1": "summary", "2": "reform"}
DAC_5, DAC_3, GOALS, TARGETS, INDICATORS = "1", "2", "7", "8", "9"
TAG_GOALS, TAG_TARGETS = "2", "3"
PREFERRED = ("en", "fr", "es", "ar")


@dataclass
class Mapped:
    """`notes` say in plain words what was kept without a place in the record, and what could not be taken."""

    record: Record
    notes: list[str] = field(default_factory=list)


def mapped(content: dict[str, Any], *, number: int, vocabulary: Vocabulary) -> Mapped:
    """`number` stands for the activity in what is said about it."""
    found = Mapped(Record(number, {}))
    found.record.values["iati_identifier"] = content["identifier"][: LONGEST["iati_identifier"]]
    _texts(content, found)
    _words(content, found)
    _dates(content, found)
    _sectors(content, found, vocabulary)
    _targets(content, found, vocabulary)
    _own(content, found)
    _say_what_is_kept(content, found)
    return found


def text_in(texts: list[dict[str, str]]) -> str:
    """One of several narratives: English before the portal's other languages, else the first."""
    for language in PREFERRED:
        for text in texts:
            if text["language"][:2].casefold() == language:
                return text["text"]
    return texts[0]["text"] if texts else ""


def _texts(content: dict[str, Any], found: Mapped) -> None:
    title = clean_text(text_in(content["titles"]))
    try:
        validate_has_letters(title)
    except ValidationError:
        title = ""
    if not title:
        title = _("Activity %(identifier)s") % {"identifier": content["identifier"]}
        found.notes.append(_("It has no title; its identifier stands in for one."))
    found.record.values["title"] = _fitting(title, "title", found)
    by_type: dict[str, list[dict[str, str]]] = {}
    for description in content["descriptions"]:
        by_type.setdefault(description["type"], []).extend(description["texts"])
    for kind, name in TEXTS.items():
        if by_type.get(kind):
            found.record.values[name] = _fitting(clean_text(text_in(by_type[kind])), name, found)


def _fitting(text: str, name: str, found: Mapped) -> str:
    most = LONGEST[name]
    if len(text) <= most:
        return text
    found.notes.append(_("A text is longer than %(most)d characters; the record has its beginning.") % {"most": most})
    return text[: most - 1].rstrip() + "…"


def _words(content: dict[str, Any], found: Mapped) -> None:
    values = found.record.values
    if content["status"] in STAGES:
        values["stage"] = STAGES[content["status"]].value
    if content["scope"] in SCALES:
        values["scale_stage"] = SCALES[content["scope"]].value
    if content["collaboration_type"]:
        values["collaboration_type"] = content["collaboration_type"][:2]
    aid = next((each["code"] for each in content["aid_types"] if each["vocabulary"] in ("", "1")), "")
    if aid:
        values["aid_type"] = aid[:4]
    withdrawn = [code for code in (aid,) if code and code not in AID_TYPES]
    withdrawn += [content["collaboration_type"]] * (content["collaboration_type"] not in (*COLLABORATION_TYPES, ""))
    if withdrawn:
        found.notes.append(
            _("Codes that are no longer on their list, kept as published: %(codes)s") % {"codes": ", ".join(withdrawn)}
        )
    kind = facts.kind_of(f"{values['title']} {values.get('summary', '')[:500]}")
    if kind and kind != Kind.UNKNOWN:
        values["kind"] = kind


def _dates(content: dict[str, Any], found: Mapped) -> None:
    """Actual dates do not lie ahead, and nothing ends before it starts; what does is kept as published only."""
    today = timezone.localdate().isoformat()
    dates = {DATES[kind]: day for kind, day in content["dates"].items() if kind in DATES}
    for name in ("actual_start", "actual_end"):
        if name in dates and partial_dates.is_before(today, dates[name]):
            found.notes.append(
                _("An actual date lies in the future (%(date)s): not taken.") % {"date": dates.pop(name)}
            )
    for when in ("planned", "actual"):
        start, end = dates.get(f"{when}_start", ""), dates.get(f"{when}_end", "")
        if start and end and partial_dates.is_before(end, start):
            found.notes.append(_("It ends (%(end)s) before it starts: the end was not taken.") % {"end": end})
            del dates[f"{when}_end"]
    found.record.values |= dates


def _sectors(content: dict[str, Any], found: Mapped, vocabulary: Vocabulary) -> None:
    codes, unknown, words = [], [], []
    for sector in content["sectors"]:
        if sector["vocabulary"] in (DAC_5, DAC_3):
            known, _words_only, wrong = vocabulary.sectors(sector["code"])
            codes += known
            unknown += wrong
        elif sector["vocabulary"] not in (GOALS, TARGETS, INDICATORS):
            words.append(text_in(sector["texts"]) or sector["code"])
    if codes:
        found.record.codes["sectors"] = list(dict.fromkeys(codes))
    if words:
        found.record.values["sector_words"] = "; ".join(dict.fromkeys(words))[: LONGEST["sector_words"]]
    if unknown:
        found.notes.append(
            _("Sector codes that are not on the list of the DAC, kept as published: %(codes)s")
            % {"codes": ", ".join(dict.fromkeys(unknown))}
        )


def _targets(content: dict[str, Any], found: Mapped, vocabulary: Vocabulary) -> None:
    """Targets of tags, and of the sector vocabularies that older files used; an indicator counts for its target."""
    said = [tag["code"] for tag in content["tags"] if tag["vocabulary"] == TAG_TARGETS]
    said += [sector["code"] for sector in content["sectors"] if sector["vocabulary"] == TARGETS]
    said += [
        ".".join(sector["code"].split(".")[:2]) for sector in content["sectors"] if sector["vocabulary"] == INDICATORS
    ]
    codes, wrong = vocabulary.targets(";".join(said)) if said else ([], [])
    if codes:
        found.record.codes["sdg_targets"] = codes
    goals = [tag["code"] for tag in content["tags"] if tag["vocabulary"] == TAG_GOALS]
    goals += [sector["code"] for sector in content["sectors"] if sector["vocabulary"] == GOALS]
    if goals:
        found.notes.append(
            _("Development goals without a target, kept as published: %(codes)s")
            % {"codes": ", ".join(dict.fromkeys(goals))}
        )
    if wrong:
        found.notes.append(
            _("Targets that are not among those of the development goals, kept as published: %(codes)s")
            % {"codes": ", ".join(wrong)}
        )


def _own(content: dict[str, Any], found: Mapped) -> None:
    """What another portal like this one says of the same record goes before what was guessed."""
    own = own_record(content["rest"])
    if own is None:
        return
    record = found.record
    for name, value in own.values.items():
        if name in OWN_VALUES:
            record.values[name] = clean_text(value)[: LONGEST.get(name, 5000)]
    for name in ("planned_start", "planned_end", "actual_start", "actual_end"):
        if name in own.values:
            record.values[name] = own.values[name]
    for name in ("sectors", "sdg_targets", "themes"):
        if name in own.codes:
            record.codes[name] = own.codes[name]
    if "languages" in own.codes:
        record.values["languages"] = sorted(own.codes["languages"])
    if not own.values.get("iati_identifier"):
        record.values.pop("iati_identifier", None)
    record.cells["slug"] = own.values.get("slug", "")


OWN_VALUES = frozenset(
    (
        *("title", "kind", "summary", "problem", "reform", "expertise_wanted", "why_this_peer", "what_changed"),
        *("stage", "scale_stage", "scale_adaptation", "working_mode", "sector_words", "modality_words"),
        *("iati_identifier", "collaboration_type", "aid_type", "source_url"),
    )
)
KEPT_NAMES = {
    "location": "locations",
    "humanitarian-scope": "humanitarian scope",
    "planned-disbursement": "planned disbursements",
    "capital-spend": "capital spend",
    "country-budget-items": "country budget items",
    "conditions": "conditions",
    "crs-add": "CRS data",
    "fss": "forward spending",
    "legacy-data": "legacy data",
}


def _say_what_is_kept(content: dict[str, Any], found: Mapped) -> None:
    """Name what has no place in the record; all of it stays with the activity as it was."""
    kept = [name for name, has in _without_place(content) if has]
    kept += dict.fromkeys(_element_name(text) for text in content["rest"] if "urn:p2p-portal" not in text)
    if kept:
        found.notes.append(
            _("Kept as published, without a place in the record: %(names)s") % {"names": ", ".join(kept)}
        )


def _without_place(content: dict[str, Any]) -> list[tuple[str, bool]]:
    many = len({text["language"] for text in content["titles"]}) > 1
    return [
        (_("titles in other languages"), many),
        (_("descriptions of target groups and others"), any(d["type"] in "34" for d in content["descriptions"])),
        (_("shares of countries and sectors"), any(c["percentage"] for c in content["countries"] + content["sectors"])),
        (_("policy markers"), bool(content["markers"])),
        (_("regions"), bool(content["regions"])),
        (_("contact persons (not shown)"), bool(content["contacts"])),
    ]


def _element_name(text: str) -> str:
    name = text[1:].split(None, 1)[0].split(">", 1)[0].split("/", 1)[0].strip("<")
    return KEPT_NAMES.get(name, name)[:60]
