"""The record that another portal like this one wrote into an activity: see `iati.vocabulary`."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from iati.vocabulary import NAMESPACE

RECORD = f"{{{NAMESPACE}}}record"
MEMBER = ("side", "name", "ref", "type", "country", "role", "stated")
LONG = ("brings", "learns")


@dataclass
class OwnRecord:
    """`values` by the names of the register's fields, `codes` lists of them, `members` as proposed members."""

    values: dict[str, str] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)
    members: list[dict[str, str]] = field(default_factory=list)


def own_record(rest: list[str]) -> OwnRecord | None:
    """The first such element among those that have no place in the standard, or nothing."""
    for text in rest:
        if NAMESPACE in text:
            element = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
            if element.tag == RECORD:
                return _read(element)
    return None


def _read(element: Any) -> OwnRecord:
    record = OwnRecord()
    for child in element:
        name, kind = child.get("name", ""), etree.QName(child).localname
        if kind == "value":
            record.values[name] = child.text or ""
        elif kind == "list":
            record.codes[name] = [item.text or "" for item in child]
        elif kind == "member":
            member = {each: child.get(each, "") for each in MEMBER}
            texts = {each: child.findtext(f"{{{NAMESPACE}}}{each}") or "" for each in LONG}
            record.members.append(member | texts)
    return record
