"""The columns of the register's spreadsheet: what the template names, imports read and exports write.

A name here is a contract with files that people keep. Add columns freely; rename none.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

SEPARATOR = ";"
ARABIC_SEPARATOR = "؛"


@dataclass(frozen=True)
class Column:
    """One column. `is_read` is False for those that only an export fills: an import passes them by."""

    name: str
    label: Any
    help: Any
    headers: tuple[str, ...] = ()
    is_required: bool = False
    is_read: bool = True


_NAMES = _("Names, several with a semicolon.")
_CODES = _("ISO codes (KE) or names, several with a semicolon, in the order of the institutions.")

# What the template and the register's own list have, in their order.
BASIC = (
    Column(
        "title",
        _("Title"),
        _("What the partnership is called. With the source it tells one row from another."),
        ("name", "partnership", "titre", "intitulé", "título", "titulo", "nombre"),
        is_required=True,
    ),
    Column(
        "supply_institution",
        _("Institutions that offer"),
        _NAMES,
        ("supply", "supplier", "provider", "offers", "institution offrante", "offre", "institución oferente", "oferta"),
    ),
    Column(
        "supply_country",
        _("Countries that offer"),
        _CODES,
        ("supplier country", "provider country", "pays de l'offre", "pays offrant", "país oferente"),
    ),
    Column(
        "demand_institution",
        _("Institutions that ask"),
        _NAMES,
        ("demand", "recipient", "asks", "institution demandeuse", "demande", "institución solicitante", "demanda"),
    ),
    Column(
        "demand_country",
        _("Countries that ask"),
        _CODES,
        ("recipient country", "pays de la demande", "pays demandeur", "país solicitante"),
    ),
    Column(
        "broker_or_funder",
        _("Brokers or funders"),
        _(
            "Whoever pays, introduces or accompanies. A body that the register does not know counts as a funder; "
            "write “(broker)” or “(facilitator)” behind its name if it is one."
        ),
        (
            "broker or funder",
            "donor",
            "bailleur",
            "intermédiaire ou bailleur",
            "donante",
            "intermediario o financiador",
        ),
    ),
    Column(
        "sector",
        _("Sectors"),
        _("DAC purpose codes (16062) or words; words without a place in the list are kept as they are."),
        ("sectors", "secteur", "secteurs", "sectores"),
    ),
    Column(
        "start_year",
        _("Start"),
        _("A year (2024), a month (2024-03) or a day (2024-03-09)."),
        ("start", "from", "begin", "début", "année de début", "inicio", "año de inicio"),
    ),
    Column(
        "end_year",
        _("End"),
        _("As the start; not before it."),
        ("end", "to", "until", "fin", "année de fin", "año de fin", "final"),
    ),
    Column(
        "modality",
        _("Form, in the source’s words"),
        _("Free words, such as “EU Twinning”. In a learning alliance everyone shares and learns."),
        ("form", "modalité", "forme", "modalidad", "forma"),
    ),
    Column(
        "source",
        _("Address of the source"),
        _("The web page on which this is published."),
        ("source url", "source address", "adresse de la source", "fuente"),
    ),
    Column(
        "problem",
        _("Problem"),
        _("What the demand side is trying to change."),
        ("challenge", "problème", "défi", "problema", "desafío"),
    ),
    Column(
        "what_changed",
        _("What changed"),
        _("As told by the source."),
        ("what changed", "results", "changement", "résultats", "qué cambió", "cambio", "resultados"),
    ),
    Column(
        "languages",
        _("Languages"),
        _("Codes (fr) or names, several with a semicolon."),
        ("language", "langues", "langue", "idiomas", "idioma"),
    ),
    Column(
        "scale",
        _("Scale"),
        _("subnational, national (also “in-country”), regional or international."),
        ("scale stage", "échelle", "escala"),
    ),
)

# What a file may have besides.
FURTHER = (
    Column(
        "slug", _("Slug"), _("The last part of the record’s address here; leads to that record, whatever its title.")
    ),
    Column(
        "peer_institution",
        _("Institutions that share and learn"),
        _("Members of a learning alliance. Names, several with a semicolon."),
        ("peers", "pairs", "pares"),
    ),
    Column("peer_country", _("Countries that share and learn"), _CODES, ("pays pairs", "países pares")),
    Column("broker", _("Brokers"), _NAMES, ("brokers", "intermédiaire", "intermediario")),
    Column("funder", _("Funders"), _NAMES, ("funders", "financeur", "financiador")),
    Column("facilitator", _("Facilitators"), _NAMES, ("facilitators", "facilitateur", "facilitador")),
    Column(
        "kind", _("Kind"), _("One of the kinds that the directory filters by; goes before the form."), ("type", "tipo")
    ),
    Column("stage", _("Stage"), _("One of the stages that the directory filters by."), ("étape", "etapa")),
    Column("sector_words", _("Sector, in the source’s words"), _("Free words beside the codes."), ("sector words",)),
    Column("summary", _("Summary"), _("A few sentences."), ("description", "résumé", "resumen")),
    Column("reform", _("Reform sought"), _("Free words."), ("reform sought", "réforme", "reforma")),
    Column("expertise_wanted", _("Experience wanted"), _("Free words."), ("expertise", "expertise recherchée")),
    Column("working_mode", _("Working mode"), _("doing, advising, mentoring or co-learning."), ("mode",)),
    Column(
        "sdg_targets", _("SDG targets"), _("Such as 16.6, several with a semicolon."), ("sdg", "sdgs", "odd", "ods")
    ),
    Column("themes", _("Themes"), _("Free words, several with a semicolon."), ("theme", "tags", "thèmes", "temas")),
    Column("iati_identifier", _("IATI identifier"), _("As published."), ("iati", "iati id")),
)

# What an export tells and an import passes by, because the portal computes or decides it.
TOLD = (
    Column("url", _("Address here"), "", is_read=False),
    Column("direction", _("Direction"), "", ("sens", "dirección"), is_read=False),
    Column("standing", _("Standing"), "", is_read=False),
    Column("is_demo", _("Demonstration record"), "", is_read=False),
    Column("changed_at", _("Changed at"), "", is_read=False),
)

READ = BASIC + FURTHER
COLUMNS = READ + TOLD
BY_NAME = {column.name: column for column in COLUMNS}

# The order of an export. Whoever takes part stands in the cells of its side, named members first, the
# country of each in the same place of the country cell (empty where it has none), then countries
# for which no institution is named. `start_year` and `end_year` are as precise as they are known.
EXPORTED = (
    "title",
    "slug",
    "url",
    "kind",
    "direction",
    "stage",
    "supply_institution",
    "supply_country",
    "demand_institution",
    "demand_country",
    "peer_institution",
    "peer_country",
    "broker",
    "funder",
    "facilitator",
    "sector",
    "sector_words",
    "start_year",
    "end_year",
    "modality",
    "source",
    "problem",
    "what_changed",
    "languages",
    "scale",
    "summary",
    "reform",
    "expertise_wanted",
    "working_mode",
    "sdg_targets",
    "themes",
    "iati_identifier",
    "standing",
    "is_demo",
    "changed_at",
)


def split(cell: str) -> list[str]:
    """The values of a cell, without empty ones."""
    return [part.strip() for part in cell.replace(ARABIC_SEPARATOR, SEPARATOR).split(SEPARATOR) if part.strip()]


def split_places(cell: str) -> list[str]:
    """The values of a country cell with their places kept; an empty one stands for no country."""
    parts = [part.strip() for part in cell.replace(ARABIC_SEPARATOR, SEPARATOR).split(SEPARATOR)]
    while parts and not parts[-1]:
        parts.pop()
    return parts


def joined(values: Iterable[Any]) -> str:
    """A cell of several values. A semicolon within a value would split it, so it becomes a comma."""
    parts = [str(value).replace(SEPARATOR, ",") for value in values]
    while parts and not parts[-1]:
        parts.pop()
    return "; ".join(parts)


def folded_header(text: str) -> str:
    """Headers are compared without case, accents, underscores and outer marks."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[_\-’'*:.()]+", " ", bare).split())


def guess(headers: Sequence[str]) -> list[str]:
    """For each header of a file the name of our column, or nothing; no column is given twice by a guess.

    A header equal to one of our names goes before one that only resembles it.
    """
    guessed = ["" for _header in headers]
    for meanings in ({folded_header(c.name): c.name for c in COLUMNS}, _resembling()):
        for place, header in enumerate(headers):
            name = meanings.get(folded_header(header), "")
            if name and not guessed[place] and name not in guessed:
                guessed[place] = name
    return guessed


def _resembling() -> dict[str, str]:
    meanings: dict[str, str] = {}
    for column in COLUMNS:
        for header in (str(column.label), *column.headers):
            meanings.setdefault(folded_header(header), column.name)
    return meanings
