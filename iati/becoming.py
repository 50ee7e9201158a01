"""An activity for its page: what was published, what it becomes in the register, and what is kept beside that."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from iati.importing.extras import costs_of, documents_of
from iati.importing.mapping import mapped, text_in
from iati.models import PublishedActivity
from partnerships.imports.folding import Folds
from partnerships.imports.vocabulary import Vocabulary
from partnerships.models.choices import Side
from partnerships.plain_words import LABELS, lines

MOST = 20
# PolicyMarker and PolicySignificance of the standard.
MARKERS = {
    "1": "Gender equality",
    "2": "Aid to environment",
    "3": "Participatory development and good governance",
    "4": "Trade development",
    "5": "Biological diversity",
    "6": "Climate change: mitigation",
    "7": "Climate change: adaptation",
    "8": "Desertification",
    "9": "Reproductive, maternal, newborn and child health",
    "10": "Disaster risk reduction",
    "11": "Disability",
    "12": "Nutrition",
}


@dataclass(frozen=True)
class Both:
    """One matter with the two wordings between which somebody decides."""

    name: str
    label: str
    here: str
    there: str
    may_take: bool


def published(activity: PublishedActivity) -> list[tuple[str, str]]:
    """What the file says, in the order of the standard; nobody's name or address among it."""
    content = activity.content
    if not content:
        return []
    reporting = content["reporting"] or {}
    rows = [
        (_("IATI identifier"), content["identifier"]),
        (_("Published by"), " · ".join(filter(None, [text_in(reporting.get("texts", [])), reporting.get("ref", "")]))),
        *((_("Title (%(language)s)") % {"language": t["language"] or "?"}, t["text"]) for t in content["titles"]),
        *((_("Description"), text_in(each["texts"])) for each in content["descriptions"]),
        *(
            (_("Organisation"), f"{o['texts'][0]['text'] if o['texts'] else o['ref']} · {o['ref']}")
            for o in content["organisations"]
        ),
        (_("Countries"), _shares(content["countries"])),
        (_("Regions"), _shares(content["regions"])),
        (_("Sectors"), _shares(content["sectors"])),
        (_("Dates"), ", ".join(sorted(content["dates"].values()))),
        (_("Budgets"), str(len(content["budgets"]) or "")),
        (_("Transactions"), str(len(content["transactions"]) or "")),
        (_("Results"), str(len(content["results"]) or "")),
    ]
    return [(label, text[:1_000]) for label, text in rows if text]


def becomes(activity: PublishedActivity) -> list[tuple[str, str]]:
    """The record as it would be written now."""
    if not activity.content:
        return []
    found = mapped(activity.content, number=activity.pk, vocabulary=Vocabulary(Folds()))
    values: dict[str, Any] = found.record.values | found.record.codes
    rows = [(str(LABELS[name]), "\n".join(lines(name, values[name]))) for name in LABELS if values.get(name)]
    rows += [(_("Costs"), f"{cost.amount:,.2f} {cost.currency} · {cost.note}") for cost in costs_of(activity.content)]
    links = documents_of(activity.content)
    return rows + ([(_("Documents"), "\n".join(title for _url, title, *_rest in links[:MOST]))] if links else [])


def members(activity: PublishedActivity) -> list[tuple[str, str]]:
    """Each organisation with its side, in plain words."""
    return [
        (each["name"], str(Side(each["side"]).label) if each["side"] in Side.values else _("takes no part"))
        for each in activity.proposal
    ]


def kept(activity: PublishedActivity) -> list[tuple[str, str]]:
    """What has no place in the record, as it was published."""
    content = activity.written or activity.content
    if not content:
        return []
    rows = [
        (_("Title (%(language)s)") % {"language": text["language"] or "?"}, text["text"])
        for text in content["titles"]
        if text["text"] != text_in(content["titles"])
    ]
    shares = (("countries", _("Shares of countries")), ("regions", _("Regions")), ("sectors", _("Shares of sectors")))
    rows += [(label, _shares(content[name])) for name, label in shares if _has_more(content, name)]
    markers = [marker for marker in content["markers"] if marker["significance"] not in ("", "0")]
    rows += [(_("Policy markers"), ", ".join(_marker(marker) for marker in markers))]
    rows += [(_("Budgeted"), _total(content["budgets"]))]
    rows += [(_("Related activities"), ", ".join(each["identifier"] for each in content["related"][:MOST]))]
    return [(label, text) for label, text in rows if text]


def differences(activity: PublishedActivity) -> list[Both]:
    return [
        Both(
            each["name"],
            str(LABELS.get(each["name"], each["name"].removeprefix("members_"))),
            "\n".join(_said(each["name"], each["here"])),
            "\n".join(_said(each["name"], each["there"])),
            not each["name"].startswith("members_"),
        )
        for each in activity.differences
    ]


def _said(name: str, value: Any) -> list[str]:
    if name.startswith("members_"):
        return [_("%(count)d members") % {"count": len(value)}] if value else []
    return lines(name, value)


def _has_more(content: dict[str, Any], name: str) -> bool:
    return name == "regions" or any(code["percentage"] for code in content[name])


def _shares(codes: list[dict[str, Any]]) -> str:
    return ", ".join(_share(code) for code in codes[:MOST])


def _share(code: dict[str, Any]) -> str:
    name = text_in(code["texts"])
    share = f"{Decimal(code['percentage']):f} %" if code["percentage"] else ""
    return " ".join(part for part in (code["code"], name, share) if part)


def _marker(marker: dict[str, str]) -> str:
    name = MARKERS.get(marker["code"], "") if marker["vocabulary"] in ("", "1") else text_in(marker["texts"])  # type: ignore[arg-type]
    return f"{name or marker['code']} ({marker['significance']})"


def _total(sums: list[dict[str, Any]]) -> str:
    totals: dict[str, Decimal] = {}
    for each in sums:
        totals[each["currency"]] = totals.get(each["currency"], Decimal(0)) + Decimal(each["value"])
    return ", ".join(f"{value:,.0f} {currency}" for currency, value in totals.items())
