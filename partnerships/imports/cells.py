"""Who takes part, from the cells that name institutions and the cells that name their countries.

The rules are those of `docs/data/institutions.md`: a reading by hand goes first, then what the record
already says of a name, then the institutions known by it; what is left over is added or kept as stated.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.imports import facts
from partnerships.imports.bodies import Bodies, Body
from partnerships.imports.columns import split, split_places
from partnerships.imports.findings import Findings
from partnerships.imports.vocabulary import Vocabulary
from partnerships.models import PartnershipMember
from partnerships.models.choices import Side

# Each column of names: its column of countries, and the side of who stands in it.
COLUMNS = {
    "supply_institution": ("supply_country", Side.SUPPLY),
    "demand_institution": ("demand_country", Side.DEMAND),
    "peer_institution": ("peer_country", Side.PEER),
    "broker_or_funder": ("", Side.FUNDER),
    "broker": ("", Side.BROKER),
    "funder": ("", Side.FUNDER),
    "facilitator": ("", Side.FACILITATOR),
}
THIRD_SIDES = (Side.BROKER, Side.FUNDER, Side.FACILITATOR)
LONGEST_NAME = 250
LONGEST_STATED = 400
# "13 counties", "several ministries": a group, and no institution.
GROUP = re.compile(r"^(\d+|several|various|some|plusieurs|varios|varias)\s", re.IGNORECASE)
GOVERNMENT = re.compile(r"^governments?\s+of\s+", re.IGNORECASE)
SIDE_IN_BRACKETS = re.compile(r"\s*\((broker|funder|facilitator)\)$", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A member as a row has it: an institution, or a country and what was stated of it."""

    side: str
    stated: str = ""
    country: str = ""
    body: Body | None = None
    iati_role: str = ""
    brings: str = ""
    learns: str = ""

    @property
    def place(self) -> str:
        return self.country or (self.body.country if self.body else "")


class CellReader:
    """Reads the cells of one file; institutions that nobody knew are added to `bodies`."""

    def __init__(self, vocabulary: Vocabulary, bodies: Bodies, findings: Findings) -> None:
        self.vocabulary = vocabulary
        self.bodies = bodies
        self.findings = findings
        self.folds = bodies.folds

    def members(self, row: int, cells: dict[str, str], existing: Iterable[PartnershipMember] = ()) -> list[Part]:
        """All members of a row. `existing` are those of the record that the row is about, if there is one."""
        here = list(existing)
        parts: list[Part] = []
        for column, (country_column, side) in COLUMNS.items():
            cell, places = cells.get(column, ""), []
            if country_column:
                places = self._places(row, country_column, cells.get(country_column, ""))
            if cell or places:
                parts += self._read(row, column, side, cell, places, here)
        return parts

    def _places(self, row: int, column: str, cell: str) -> list[str]:
        codes = []
        for text in split_places(cell):
            code = self.vocabulary.country(text) if text else ""
            if text and not code:
                self.findings.error(row, column, text, _("This country is not known. Write its ISO code or its name."))
            codes.append(code)
        return codes

    def _read(
        self, row: int, column: str, side: str, cell: str, places: list[str], here: list[PartnershipMember]
    ) -> list[Part]:
        countries = [place for place in places if place]
        by_hand = facts.readings().get((column, ";".join(countries), " ".join(cell.split())))
        if by_hand:
            return [self._by_hand(side, reading) for reading in by_hand]
        names = split(cell)
        parts: list[Part] = []
        for position, name in enumerate(names):
            if len(name) > LONGEST_NAME:
                self.findings.error(
                    row, column, name, _("The name is longer than %(most)d characters.") % {"most": LONGEST_NAME}
                )
                continue
            aligned = places[position] if len(places) >= len(names) else ""
            parts += self._named(row, column, side, name, aligned, countries, len(names), here)
        return parts + self._left_over(row, column, side, parts, countries, here)

    def _by_hand(self, side: str, reading: facts.Reading) -> Part:
        body = self.bodies.by_key.get(reading.key)
        if side == Side.FUNDER and body:
            side = body.third_party_side or side
        country = "" if body and body.country else reading.country
        return Part(side, reading.stated[:LONGEST_STATED], country, body)

    def _named(
        self,
        row: int,
        column: str,
        side: str,
        name: str,
        aligned: str,
        countries: list[str],
        names: int,
        here: list[PartnershipMember],
    ) -> list[Part]:
        marked = SIDE_IN_BRACKETS.search(name) if column == "broker_or_funder" else None
        if marked:
            side, name = marked[1].lower(), name[: marked.start()]
        known = self._in_record(column, side, name, aligned, here)
        if known:
            return [known]
        body = self.bodies.find(name, None if column not in WITH_COUNTRIES else countries)
        if body:
            if column == "broker_or_funder" and not marked:
                side = body.third_party_side or side
            return [Part(side, name, "", body)]
        country = self.vocabulary.country(GOVERNMENT.sub("", name))
        if country and (not countries or country in countries):
            return [Part(side, name, country)]
        return self._unknown(row, column, side, name, aligned, countries, names)

    def _in_record(self, column: str, side: str, name: str, aligned: str, here: list[PartnershipMember]) -> Part | None:
        """The member of the record that is called so, which is then not found a second time."""
        folded = self.folds[name]
        sides = THIRD_SIDES if column == "broker_or_funder" else (side, Side.PEER)
        for member in here:
            spellings = {self.folds[text.replace(";", ",")] for text in (member.name, member.stated_name) if text}
            if member.side in sides and folded in spellings:
                if member.institution is None and aligned and member.country_id not in (aligned, None):
                    continue
                here.remove(member)
                return self._as_part(member)
        return None

    def _as_part(self, member: PartnershipMember) -> Part:
        body = self.bodies.by_pk.get(member.institution_id) if member.institution_id else None
        return Part(member.side, member.stated_name, member.country_id or "", body)

    def _unknown(
        self, row: int, column: str, side: str, name: str, aligned: str, countries: list[str], names: int
    ) -> list[Part]:
        """A name that leads nowhere: a group of countries or people, or an institution to be added."""
        if names == 1 and len(countries) > 1:
            self.findings.warn(row, column, name, _("One name for several countries: kept as stated for each of them."))
            return [Part(side, name, country) for country in countries]
        country = aligned or (countries[0] if len(countries) == 1 else "")
        is_unclear = not country and (bool(countries) or self.bodies.is_ambiguous(name))
        if GROUP.match(name) or is_unclear:
            self.findings.warn(
                row, column, name, _("It is not clear which institution this is: kept as stated, without one.")
            )
            return [Part(side, name, country)]
        if not any(character.isalnum() for character in name):
            self.findings.error(row, column, name, _("There is no letter or figure in this name."))
            return []
        if not country and column in WITH_COUNTRIES:
            self.findings.warn(row, column, name, _("No country is given for this institution."))
        return [Part(side, name, country if column in WITH_COUNTRIES else "", self.bodies.add(name, country, column))]

    def _left_over(
        self,
        row: int,
        column: str,
        side: str,
        parts: list[Part],
        countries: list[str],
        here: list[PartnershipMember],
    ) -> list[Part]:
        """Countries that nobody named is of, and those that the record names beside a named one."""
        covered = {part.place for part in parts}
        left = [country for country in dict.fromkeys(countries) if country not in covered]
        if left:
            self.findings.warn(row, COLUMNS[column][0], "; ".join(left), _("No institution is named for this country."))
        for member in [m for m in here if m.side in (side, Side.PEER) and not m.institution_id and not m.stated_name]:
            if member.country_id in countries:
                here.remove(member)
                if member.country_id not in left:
                    left.append(member.country_id)
        return [Part(side, "", country) for country in left]


WITH_COUNTRIES = {name for name, (country_column, _side) in COLUMNS.items() if country_column}
