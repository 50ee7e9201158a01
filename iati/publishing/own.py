"""The public fields of a record that IATI has no place for, in an element of our own: see `iati.vocabulary`."""

from typing import Any

from lxml import etree

from iati.publishing.pieces import clean
from iati.vocabulary import NAMESPACE
from partnerships.models import Partnership

VALUES = (
    *("slug", "title", "kind", "summary", "problem", "reform", "expertise_wanted", "why_this_peer", "what_changed"),
    *("stage", "scale_stage", "scale_adaptation", "working_mode", "sector_words", "modality_words"),
    *("planned_start", "planned_end", "actual_start", "actual_end"),
    *("iati_identifier", "collaboration_type", "aid_type", "source_url", "standing"),
)


def add_record(activity: Any, partnership: Partnership) -> None:
    record = etree.SubElement(activity, f"{{{NAMESPACE}}}record")
    for name in VALUES:
        _value(record, name, getattr(partnership, name))
    _value(record, "confirmed_on", partnership.confirmed_on.isoformat() if partnership.confirmed_on else "")
    _list(record, "sectors", [sector.code for sector in partnership.sectors.all()])
    _list(record, "sdg_targets", [target.code for target in partnership.sdg_targets.all()])
    _list(record, "themes", [theme.name for theme in partnership.themes.all()])
    _list(record, "languages", partnership.languages)
    for member in partnership.members.all():
        _member(record, member)


def _value(record: Any, name: str, value: str) -> None:
    etree.SubElement(record, f"{{{NAMESPACE}}}value", name=name).text = clean(value)


def _list(record: Any, name: str, values: list[str]) -> None:
    listed = etree.SubElement(record, f"{{{NAMESPACE}}}list", name=name)
    for value in sorted(values):
        etree.SubElement(listed, f"{{{NAMESPACE}}}item").text = clean(value)


def _member(record: Any, member: Any) -> None:
    institution = member.institution
    said = {
        "side": member.side,
        "name": institution.name if institution else "",
        "ref": institution.org_identifier if institution else "",
        "type": "",
        "country": member.country_id or (institution.country_id if institution else "") or "",
        "role": member.iati_role,
        "stated": member.stated_name,
    }
    element = etree.SubElement(record, f"{{{NAMESPACE}}}member", {key: clean(value) for key, value in said.items()})
    for name in ("brings", "learns"):
        if getattr(member, name):
            etree.SubElement(element, f"{{{NAMESPACE}}}{name}").text = clean(getattr(member, name))
