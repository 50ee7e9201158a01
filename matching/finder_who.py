"""Who asks: an institution of the register by its name, or a country for whoever is not in it."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Value

from community.models import Country, Institution
from core.functions import Fold
from core.validators import clean_text
from matching.scoring.asked import Asker

MOST_CANDIDATES = 8
LONGEST_NAME = 250
COUNTRY_NAMES = ("name_en", "name_fr", "name_es", "name_ar")


@dataclass(frozen=True)
class Who:
    """The answer to the second question. `candidates` are institutions between which the reader chooses.

    `is_unlisted` means that the register does not know the institution, but its name says in which country it is.
    """

    typed: str = ""
    institution: Institution | None = None
    country: Country | None = None
    kind: str = ""
    candidates: list[Institution] = field(default_factory=list)
    is_unlisted: bool = False

    @property
    def asker(self) -> Asker:
        if self.institution is not None:
            return Asker.at(self.institution)
        if self.country is not None:
            return Asker.in_country(self.country, self.kind)
        return Asker(kind="" if self.kind == Institution.Kind.UNKNOWN else self.kind)

    @property
    def is_unknown(self) -> bool:
        """Something was typed that the register does not know, and no country says at least where."""
        return bool(self.typed) and not (self.institution or self.country or self.candidates)


def who_is(typed: str, slug: str, country_code: str, kind: str, user: Any) -> Who:
    """An institution chosen by its slug counts as long as the name in the field is still its own.

    What is typed goes before the country chosen below it: an institution's name, else a country's.
    """
    typed = clean_text(typed)[:LONGEST_NAME]
    kind = kind if kind in Institution.Kind.values else ""
    institutions = Institution.objects.visible_to(user).select_related("country")
    chosen = institutions.filter(slug=clean_text(slug)).first() if slug else None
    if chosen is not None and (not typed or typed == chosen.name):
        return Who(chosen.name, chosen, chosen.country, kind)
    country = Country.objects.filter(iso2=clean_text(country_code).upper()).first() if country_code else None
    if not typed:
        return Who("", None, country, kind)
    named = list(institutions.named(typed)[:MOST_CANDIDATES])
    if len(named) == 1:
        return Who(named[0].name, named[0], named[0].country, kind)
    place = country if named else Country.objects.named(typed).first() or country
    if place is not None:
        return Who(typed, None, place, kind)
    candidates = named or list(institutions.resembling(typed)[:MOST_CANDIDATES])
    if candidates:
        return Who(typed, None, None, kind, candidates)
    within = country_within(typed)
    return Who(typed, None, within, kind, is_unlisted=within is not None)


def country_within(typed: str) -> Country | None:
    """The country that a name holds, in any of the four languages: the longest, for Guinea-Bissau is not Guinea."""
    folded = {f"folded_{name}": Fold(name) for name in COUNTRY_NAMES}
    found = [
        (len(name), country.pk, country)
        for country in Country.objects.annotate(typed=Fold(Value(typed)), **folded)
        for name in (getattr(country, each) for each in folded)
        if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", country.typed)
    ]
    return max(found)[2] if found else None
