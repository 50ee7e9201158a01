"""Who takes part, and on which side, as far as an activity lets one guess. IATI has no sides: people confirm them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from iati.importing.own import own_record
from iati.importing.twinning import CARRIES_OUT, country_of
from iati.reading.activity import Activity, Organisation
from partnerships.models.choices import Side

FUNDS, ACCOUNTS, EXTENDS = "1", "2", "3"
PUBLIC = ("10", "11", "15", "80")
ORDER: dict[str, int] = {Side.DEMAND: 0, Side.SUPPLY: 0, Side.FUNDER: 1, Side.BROKER: 2}
LAST = 9
# Why a side is proposed, as kept; `said` puts it into words.
STATED, FUNDING, EXTENDING, OF_COUNTRY, FROM_ABROAD, PARTNER, UNCLEAR, OVERSEES, ADDED = (
    *("stated", "funding", "extending", "of_country", "from_abroad"),
    *("partner", "unclear", "oversees", "added"),
)


@dataclass
class Proposed:
    """One organisation with a proposed side; an empty side leaves it out. `why` is a code."""

    name: str
    ref: str = ""
    type: str = ""
    country: str = ""
    role: str = ""
    side: str = ""
    why: str = ""
    stated: str = ""
    brings: str = ""
    learns: str = ""


def propose(activity: Activity, country_names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The members of an activity, each organisation once, with the side that its role and country suggest.

    `country_names` are English names by ISO code. What a portal like this one wrote is taken as stated.
    """
    own = own_record(activity.rest)
    if own is not None:
        return [asdict(Proposed(**member, why=STATED)) for member in own.members]
    recipients = {code.code for code in activity.countries}
    found = [_proposed(org, recipients, country_names) for org in activity.organisations if org.name or org.ref]
    return [asdict(each) for each in _each_once(found)]


def added_member(name: str, side: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """A member that the file does not name; who asks is of the country that receives, if it is one."""
    countries = {code["code"] for code in content.get("countries", ())}
    country = countries.pop() if side == Side.DEMAND and len(countries) == 1 else ""
    return asdict(Proposed(name, country=country, role=CARRIES_OUT, side=side, why=ADDED))


def said(why: str) -> str:
    """Why a side is proposed, in plain words."""
    return {
        STATED: _("Stated by the portal that published it."),
        FUNDING: _("Its role is to pay."),
        EXTENDING: _("Its role is to manage the money for others, as brokers do."),
        OF_COUNTRY: _("It carries out the work and is of the country that receives it."),
        FROM_ABROAD: _("It carries out the work, is a public body, and is of another country."),
        PARTNER: _("It carries out the work and is a public body; its country is not known."),
        OVERSEES: _("Its role is to oversee; that alone makes it no member."),
        ADDED: _("Added here; the file does not name it."),
        UNCLEAR: _("What it does here is not clear from the file."),
    }.get(why, "")


def _proposed(org: Organisation, recipients: set[str], country_names: Mapping[str, str]) -> Proposed:
    name = org.name or org.ref
    country = country_of(org.ref) or _named_country(name, recipients, country_names)
    side, why = _side(org, country, recipients)
    return Proposed(name[:250], org.ref[:100], org.type[:3], country, org.role[:1], side, why)


def _side(org: Organisation, country: str, recipients: set[str]) -> tuple[str, str]:
    if org.role == FUNDS:
        return Side.FUNDER.value, FUNDING
    if org.role == EXTENDS:
        return Side.BROKER.value, EXTENDING
    if org.role != CARRIES_OUT:
        return "", OVERSEES if org.role == ACCOUNTS else UNCLEAR
    if country and country in recipients:
        return Side.DEMAND.value, OF_COUNTRY
    if country and org.type in PUBLIC:
        return Side.SUPPLY.value, FROM_ABROAD
    return (Side.SUPPLY.value, PARTNER) if org.type in PUBLIC else ("", UNCLEAR)


def _named_country(name: str, recipients: set[str], country_names: Mapping[str, str]) -> str:
    """The one recipient country whose name is part of the organisation's."""
    words = name.casefold()
    named = [code for code in recipients if (country := country_names.get(code, "").casefold()) and country in words]
    return named[0] if len(named) == 1 else ""


def _each_once(found: list[Proposed]) -> list[Proposed]:
    """An organisation with several roles is one member: who asks or offers goes before who pays or manages."""
    once: dict[str, Proposed] = {}
    for each in found:
        key = each.ref or each.name.casefold()
        before = once.get(key)
        if before is None or ORDER.get(each.side, LAST) < ORDER.get(before.side, LAST):
            once[key] = each
    return list(once.values())
