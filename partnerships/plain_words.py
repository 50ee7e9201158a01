"""Each answer of a record as lines of plain words, for reading it over and for comparing two wordings."""

import zlib
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community import languages
from community.models import SDGTarget, Sector
from core.partial_dates import display
from partnerships.answers import CODES, ORIGIN, SIDES, Party, PlannedExchange, Side
from partnerships.models import Activity, Partnership

LABELS = {
    "title": gettext_lazy("Title"),
    "problem": gettext_lazy("The problem"),
    "expertise_wanted": gettext_lazy("Experience looked for"),
    Side.DEMAND.value: gettext_lazy("Who asked"),
    Side.PEER.value: gettext_lazy("Who shares and learns"),
    Side.SUPPLY.value: gettext_lazy("Who offered"),
    Side.BROKER.value: gettext_lazy("Broker"),
    Side.FUNDER.value: gettext_lazy("Funder"),
    Side.FACILITATOR.value: gettext_lazy("Facilitator"),
    "why_this_peer": gettext_lazy("Why this peer"),
    "planned_start": gettext_lazy("Planned start"),
    "planned_end": gettext_lazy("Planned end"),
    "actual_start": gettext_lazy("Start"),
    "actual_end": gettext_lazy("End"),
    "stage": gettext_lazy("Where it stands"),
    "kind": gettext_lazy("Kind"),
    "working_mode": gettext_lazy("How the visiting side works"),
    "sectors": gettext_lazy("Sectors"),
    "sdg_targets": gettext_lazy("SDG targets"),
    "themes": gettext_lazy("Themes"),
    "languages": gettext_lazy("Languages"),
    "activities": gettext_lazy("Exchanges"),
    "reform": gettext_lazy("What should be different at the end"),
    "what_changed": gettext_lazy("What has changed so far"),
    "scale_stage": gettext_lazy("How far it reaches"),
    ORIGIN: gettext_lazy("Grown out of"),
    "scale_adaptation": gettext_lazy("What was adapted on the way"),
    "summary": gettext_lazy("In a few sentences"),
    "source_url": gettext_lazy("Page about it"),
    "iati_identifier": gettext_lazy("IATI identifier"),
}
STEP_ANSWERS = {
    "problem": ("title", "problem", "expertise_wanted"),
    "asked": (Side.DEMAND.value, Side.PEER.value),
    "offered": (
        Side.SUPPLY.value,
        Side.BROKER.value,
        Side.FUNDER.value,
        Side.FACILITATOR.value,
        "why_this_peer",
    ),
    "plan": (
        "planned_start",
        "planned_end",
        "actual_start",
        "actual_end",
        "stage",
        "kind",
        "working_mode",
        "languages",
        "sectors",
        "sdg_targets",
        "themes",
        "activities",
    ),
    "results": (
        "reform",
        "what_changed",
        "scale_stage",
        ORIGIN,
        "scale_adaptation",
        "summary",
        "source_url",
        "iati_identifier",
    ),
}


def lines(name: str, value: Any) -> list[str]:
    """An answer as lines of text; none for an answer that was not given."""
    if not value or value == "unknown":
        return []
    if name in SIDES:
        return [_party(party) for party in value]
    if name == "activities":
        return [_exchange(exchange) for exchange in value]
    if name in CODES:
        model = Sector if name == "sectors" else SDGTarget
        return [str(each) for each in model.objects.filter(pk__in=value)]
    if name == ORIGIN:
        return [str(value)] if str(value) else []
    if name == "languages":
        return [languages.names(value)]
    if name == "themes":
        return [", ".join(value)]
    if name in ("planned_start", "planned_end", "actual_start", "actual_end"):
        return [display(value)]
    choices = dict(Partnership._meta.get_field(name).choices or ())  # type: ignore[union-attr]
    return [str(choices[value])] if value in choices else str(value).splitlines()


def fingerprint(name: str, value: Any) -> str:
    """A short mark of an answer as it reads, by which a page tells what its reader has changed."""
    return f"{zlib.crc32(chr(10).join(lines(name, value)).encode()):08x}"


def _party(party: Party) -> str:
    told = [str(party)]
    if party.brings:
        told.append(_("Brings: %(what)s") % {"what": party.brings})
    if party.learns:
        told.append(_("Learns: %(what)s") % {"what": party.learns})
    return " · ".join(told)


def _exchange(exchange: PlannedExchange) -> str:
    words = {
        "title": exchange.title,
        "kind": Activity.Kind(exchange.kind).label,
        "date": display(exchange.starts_on.isoformat()),
    }
    return _("%(title)s (%(kind)s, %(date)s)") % words
