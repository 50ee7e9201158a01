"""A partnership as an iati-activity of 2.03, its elements in the order that the standard fixes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from lxml import etree

from iati import vocabulary
from iati.publishing.own import add_record
from iati.publishing.pieces import LANG, add, first_day, kept_shares, last_day
from iati.publishing.results import add_results
from partnerships.exports import address
from partnerships.models import Partnership
from partnerships.models.choices import Side, Stage

STATUS = {
    Stage.SCOPING: "1",
    Stage.FOUNDING: "1",
    Stage.EXCHANGING: "2",
    Stage.ADAPTING: "2",
    Stage.CONSOLIDATING: "3",
    Stage.CLOSED: "4",
    Stage.CANCELLED: "5",
    Stage.SUSPENDED: "6",
}
SCOPE = {"international": "1", "regional": "2", "national": "4", "subnational": "5"}
# OrganisationRole for each side; both sides carry the work out.
ROLE = {Side.FUNDER: "1", Side.BROKER: "3", Side.FACILITATOR: "3"}
TYPES = {"civil_society": "22", "multilateral": "40", "academia": "80", "subnational_government": "11"}
UNSPECIFIED_SECTOR, DEVELOPING_COUNTRIES = "99810", "998"
PUBLIC_BODY, GOVERNMENT = "15", "10"
TRIANGULAR, BILATERAL = "8", "1"
PROJECT = "C01"
TITLE_OF_PAGE = {"en": "The record of this partnership"}


def element_of(partnership: Partnership, extra: Any, now: datetime) -> Any:
    """`extra` holds what hangs on the record (`iati.publishing.rows.Extra`)."""
    published = extra.content
    activity = etree.Element("iati-activity", nsmap={vocabulary.PREFIX: vocabulary.NAMESPACE})
    activity.set("last-updated-datetime", min(partnership.changed_at, now).strftime("%Y-%m-%dT%H:%M:%SZ"))
    activity.set(LANG, "en")
    activity.set("default-currency", "USD")
    identifier = identifier_of(partnership)
    etree.SubElement(activity, "iati-identifier").text = identifier
    publisher = settings.IATI_PUBLISHER
    add(
        activity,
        "reporting-org",
        publisher["name"],
        ref=publisher["ref"],
        type=publisher["type"],
        secondary_reporter="1",
    )
    add(activity, "title", partnership.title)
    _descriptions(activity, partnership)
    _organisations(activity, partnership)
    _other_identifiers(activity, partnership, published)
    add(activity, "activity-status", code=STATUS.get(Stage(partnership.stage), "2"))
    _dates(activity, partnership, now.date())
    if partnership.scale_stage in SCOPE:
        add(activity, "activity-scope", code=SCOPE[partnership.scale_stage])
    _places(activity, partnership, published)
    _sectors(activity, partnership, published)
    _tags(activity, partnership)
    for marker in published.get("markers", ()):
        if marker["vocabulary"] in ("", "1") and marker["code"] and marker["significance"]:
            add(activity, "policy-marker", vocabulary="1", code=marker["code"], significance=marker["significance"])
    triangular = partnership.direction == "triangular"
    add(
        activity, "collaboration-type", code=partnership.collaboration_type or (TRIANGULAR if triangular else BILATERAL)
    )
    add(activity, "default-aid-type", code=partnership.aid_type or PROJECT, vocabulary="1")
    _links(activity, partnership, extra)
    _related(activity, partnership)
    add_results(activity, extra.framework)
    add_record(activity, partnership)
    return activity


def identifier_of(partnership: Partnership) -> str:
    """What its donor published it under; else ours, made from the publisher's identifier and the address."""
    return partnership.iati_identifier or f"{settings.IATI_PUBLISHER['ref']}-{partnership.slug}"


def _descriptions(activity: Any, partnership: Partnership) -> None:
    """General, then what the demand side wants to change; other texts with their names."""
    add(activity, "description", partnership.summary or partnership.problem or partnership.title, type="1")
    aims = "\n".join(text for text in (partnership.problem, partnership.reform) if text)
    if aims:
        add(activity, "description", aims, type="2")
    if partnership.what_changed:
        add(activity, "description", partnership.what_changed, type="4")


def _organisations(activity: Any, partnership: Partnership) -> None:
    for member in partnership.members.all():
        institution = member.institution
        name = institution.name if institution else member.stated_name or (member.place.name_en if member.place else "")
        kind = TYPES.get(institution.kind, PUBLIC_BODY) if institution else GOVERNMENT
        role = member.iati_role or ROLE.get(Side(member.side), "4")
        add(
            activity,
            "participating-org",
            name or "–",
            ref=institution.org_identifier if institution else "",
            type=kind,
            role=role,
        )
    if not partnership.members.all():
        add(
            activity, "participating-org", settings.IATI_PUBLISHER["name"], ref=settings.IATI_PUBLISHER["ref"], role="2"
        )


def _other_identifiers(activity: Any, partnership: Partnership, published: dict[str, Any]) -> None:
    """Whose identifier the record bears, so that it may differ from ours; and the donors' own numbers."""
    reporting = published.get("reporting") or {}
    if partnership.iati_identifier and reporting.get("ref"):
        add(activity, "other-identifier", ref=reporting["ref"], type="B1")
    for number in published.get("other_identifiers", ()):
        if number["type"] == "A1" and number["identifier"]:
            other = add(activity, "other-identifier", ref=number["identifier"], type="A1")
            if number["owner"] or number["owner_ref"]:
                add(other, "owner-org", number["owner"], ref=number["owner_ref"])


def _dates(activity: Any, partnership: Partnership, today: date) -> None:
    """Whole days for what may be a year; an actual date never lies ahead."""
    days: dict[str, date] = {}
    for kind, text, whole in (
        ("1", partnership.planned_start, first_day),
        ("2", partnership.actual_start, first_day),
        ("3", partnership.planned_end, last_day),
        ("4", partnership.actual_end, last_day),
    ):
        if text:
            day = whole(text)
            days[kind] = min(day, today) if kind in "24" else day
    if not {"1", "2"} & days.keys():
        entered = add(
            activity, "activity-date", "The start is not known; this is when the record was entered.", type="1"
        )
        entered.set("iso-date", min(partnership.created_at.date(), *days.values(), today).isoformat())
    for kind in sorted(days):
        add(activity, "activity-date", type=kind, iso_date=days[kind].isoformat())


def _places(activity: Any, partnership: Partnership, published: dict[str, Any]) -> None:
    """The countries of those who ask, else of all; where none is known, developing countries unspecified."""
    countries = _places_of(partnership, Side.DEMAND) or _places_of(partnership, Side.PEER) or partnership.place_codes
    if not countries:
        add(activity, "recipient-region", vocabulary="1", code=DEVELOPING_COUNTRIES, percentage="100")
        return
    said = {c["code"]: Decimal(c["percentage"]) for c in published.get("countries", ()) if c["percentage"]}
    listed = sorted(set(countries))
    for code, share in zip(listed, kept_shares([said.get(code) for code in listed]), strict=True):
        add(activity, "recipient-country", code=code, percentage=share)


def _places_of(partnership: Partnership, side: str) -> list[str]:
    return [member.place.iso2 for member in partnership.members.all() if member.side == side and member.place]


def _sectors(activity: Any, partnership: Partnership, published: dict[str, Any]) -> None:
    """Purposes of the DAC under vocabulary 1, categories under 2; shares add up in each."""
    codes = sorted(sector.code for sector in partnership.sectors.all())
    purposes = [code for code in codes if len(code) == 5] or [UNSPECIFIED_SECTOR]
    categories = [code for code in codes if len(code) == 3]
    said = {s["code"]: Decimal(s["percentage"]) for s in published.get("sectors", ()) if s["percentage"]}
    for listed, name in ((purposes, "1"), (categories, "2")):
        for code, share in zip(listed, kept_shares([said.get(code) for code in listed]) if listed else (), strict=True):
            add(activity, "sector", vocabulary=name, code=code, percentage=share)


def _tags(activity: Any, partnership: Partnership) -> None:
    """The targets of the development goals, then our own words: who asks and who offers, form, direction, stage."""
    for target in sorted(target.code for target in partnership.sdg_targets.all()):
        add(activity, "tag", vocabulary="3", code=target)
    uri = vocabulary.uri()
    for member in partnership.members.all():
        code = vocabulary.code_of("side", member.side)
        add(activity, "tag", member.name or "–", vocabulary=vocabulary.VOCABULARY, vocabulary_uri=uri, code=code)
    for group, value in (
        ("kind", partnership.kind),
        ("direction", partnership.direction),
        ("stage", partnership.stage),
        ("mode", partnership.working_mode),
        ("scale", partnership.scale_stage),
        ("standing", partnership.standing),
    ):
        if value and value != "unknown":
            code = vocabulary.code_of(group, value)
            name = str(dict(vocabulary.GROUPS[group].choices)[value])
            add(activity, "tag", name, vocabulary=vocabulary.VOCABULARY, vocabulary_uri=uri, code=code)


def _links(activity: Any, partnership: Partnership, extra: Any) -> None:
    """The page of the record, its source, and what it shows to everybody."""
    _link(activity, address(partnership), TITLE_OF_PAGE["en"], "A12")
    if partnership.source_url:
        _link(activity, partnership.source_url, "The public source of the record", "A12")
    for document in extra.documents:
        _link(activity, document.url, document.title, document.category, document.language)


def _link(activity: Any, url: str, title: str, category: str, language: str = "") -> None:
    link = add(activity, "document-link", url=url, format="text/html")
    add(link, "title", title)
    add(link, "category", code=category)
    if len(language) == 2:
        add(link, "language", code=language)


def _related(activity: Any, partnership: Partnership) -> None:
    """What it grew out of, as the earlier one."""
    if partnership.scaled_from and partnership.scaled_from.visibility == "public":
        add(activity, "related-activity", ref=identifier_of(partnership.scaled_from), type="1")
