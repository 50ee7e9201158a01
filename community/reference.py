"""The countries, sectors and goals that ship with the product, brought into the database.

The files in `community/data` hold facts; what the secretariat sets by hand (the override of a side,
DAC facts with their source) is not in them and is left alone.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from community.models import Country, SDGGoal, SDGTarget, Sector, Subregion

DATA = Path(__file__).parent / "data"
NAMES = ("name_en", "name_fr", "name_es", "name_ar")
INCOME_GROUPS = {
    "": "",
    "low": "Low income",
    "lower_middle": "Lower middle income",
    "upper_middle": "Upper middle income",
    "high": "High income",
}
LEGAL_SOURCE = "JuriGlobe, University of Ottawa: classification of legal systems"
Row = dict[str, str]


@dataclass(frozen=True)
class Counts:
    """What loading one file did."""

    table: str
    rows: int
    added: int
    changed: int


@transaction.atomic
def load_reference(folder: Path = DATA) -> list[Counts]:
    """Bring every table in step with its file; a second run finds nothing to write.

    Rows that are no longer in a file stay, because partnerships may point to them.
    """
    sectors = sorted(_rows(folder / "sectors.csv"), key=lambda row: len(row["code"]))
    return [
        _load(Subregion, _rows(folder / "subregions.csv"), _subregion),
        _load(Country, _countries(folder), _country),
        _load(Sector, sectors, _sector),
        _load(SDGGoal, _rows(folder / "sdg_goals.csv"), _goal),
        _load(SDGTarget, _rows(folder / "sdg_targets.csv"), _target),
    ]


def _load(model: type[models.Model], rows: Iterable[Row], facts_of: Callable[[Row], dict[str, Any]]) -> Counts:
    """Write the rows that are new or differ; each fact is compared, so an untouched table costs one query."""
    known = {row.pk: row for row in model._default_manager.all()}
    key = model._meta.pk.name
    added, changed, columns = [], [], set()
    total = 0
    for facts in map(facts_of, rows):
        total += 1
        row = known.get(facts[key])
        if row is None:
            added.append(model(**facts))
            continue
        different = {name for name, value in facts.items() if getattr(row, name) != value}
        for name in different:
            setattr(row, name, facts[name])
        if different:
            changed.append(row)
            columns |= different
    model._default_manager.bulk_create(added)
    if changed:
        model._default_manager.bulk_update(changed, sorted(columns), batch_size=500)
    return Counts(str(model._meta.verbose_name_plural), total, len(added), len(changed))


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _countries(folder: Path) -> Iterator[Row]:
    """Countries come from one source and legal traditions from another, so from two files."""
    traditions = {row["iso2"]: row["tradition"] for row in _rows(folder / "legal_traditions.csv")}
    for row in _rows(folder / "countries.csv"):
        yield row | {"legal_tradition": traditions.get(row["iso2"], "")}


def _names(row: Row) -> dict[str, str]:
    return {name: row.get(name, "") for name in NAMES}


def _subregion(row: Row) -> dict[str, Any]:
    return _names(row) | {"code": row["code"], "region": row["region"]}


def _country(row: Row) -> dict[str, Any]:
    facts = _names(row) | {
        "iso2": row["iso2"],
        "iso3": row["iso3"],
        "m49": row["m49"],
        "subregion_id": row["subregion_code"] or None,
        "income": INCOME_GROUPS[row["income"]],
        "income_year": int(row["income_year"]) if row["income_year"] else None,
        "official_languages": row["official_languages"].replace(";", " ").split(),
        "dac_code": row["dac_code"],
        "is_ldc": row["ldc"] == "true",
        "is_landlocked": row["lldc"] == "true",
        "is_small_island_state": row["sids"] == "true",
        "is_un_member": row["un_member"] == "true",
    }
    if row["legal_tradition"]:
        facts |= {"legal_tradition": row["legal_tradition"], "legal_tradition_source": LEGAL_SOURCE}
    if row["side_override"]:
        facts |= {"side_override": row["side_override"], "side_override_source": row["side_override_source"]}
    return facts


def _sector(row: Row) -> dict[str, Any]:
    return _names(row) | {
        "code": row["code"],
        "category_id": row["parent"] or None,
        "is_withdrawn": row["status"] == "withdrawn",
    }


def _goal(row: Row) -> dict[str, Any]:
    return _names(row) | {"number": int(row["code"])}


def _target(row: Row) -> dict[str, Any]:
    return _names(row) | {"code": row["code"], "goal_id": int(row["goal"])}
