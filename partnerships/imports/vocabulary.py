"""What words in a cell stand for: countries, sectors, targets, languages, kinds and stages."""

from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils import translation

from community import languages
from community.models import Country, SDGTarget, Sector
from partnerships.imports import facts
from partnerships.imports.columns import split
from partnerships.imports.folding import Folds

SCALES = {"in-country": "national", "in country": "national", "local": "subnational", "global": "international"}


class Vocabulary:
    """The reference data of one import, read once."""

    def __init__(self, folds: Folds) -> None:
        self.folds = folds
        countries = list(Country.objects.all())
        folds.learn(name for country in countries for name in _names(country))
        self._countries = {folds[name]: country.iso2 for country in countries for name in _names(country) if name}
        self._countries |= {code.casefold(): c.iso2 for c in countries for code in (c.iso3, c.iso2)}
        self.country_names = {country.iso2: country.name_en for country in countries}
        sectors = list(Sector.objects.filter(is_withdrawn=False).order_by("-code"))
        folds.learn(name for sector in sectors for name in (sector.name_en, sector.name_fr))
        self._sectors = set(Sector.objects.values_list("code", flat=True))
        self._sector_names = {folds[name]: s.code for s in sectors for name in (s.name_en, s.name_fr)}
        self._targets = set(SDGTarget.objects.values_list("code", flat=True))
        self._languages = _language_names(folds)

    def country(self, text: str) -> str:
        """The ISO code of a country by code or by name in any of the four languages; else nothing."""
        found = self._countries.get(self.folds[text], "")
        return found or self._countries.get(self.folds[text.removeprefix("the ").removeprefix("The ")], "")

    def sectors(self, cell: str) -> tuple[list[str], list[str], list[str]]:
        """Codes, words that have no place in the list, and codes that are not in it."""
        codes: list[str] = []
        words: list[str] = []
        wrong: list[str] = []
        for part in split(cell):
            code = part.split(" ")[0].rstrip(":")
            if code.isdigit():
                (codes if code in self._sectors else wrong).append(code)
                continue
            known = facts.sectors_by_words().get(part.casefold()) or (self._sector_names.get(self.folds[part], ""),)
            codes += [code for code in known if code in self._sectors]
            if not self._sectors.intersection(known):
                words.append(part)
        return list(dict.fromkeys(codes)), words, wrong

    def targets(self, cell: str) -> tuple[list[str], list[str]]:
        """SDG targets, and what is none."""
        parts = list(dict.fromkeys(part.split(" ")[0].casefold() for part in split(cell)))
        return [part for part in parts if part in self._targets], [part for part in parts if part not in self._targets]

    def languages(self, cell: str) -> tuple[list[str], list[str]]:
        """Codes of languages, and what is not known as one."""
        parts = {self.folds[part]: part for part in split(cell.replace(",", ";"))}
        found = [self._languages[folded] for folded in parts if folded in self._languages]
        return list(dict.fromkeys(found)), [part for folded, part in parts.items() if folded not in self._languages]

    def choice(self, choices: Any, text: str) -> str:
        """A value of the choices by value or by label, in English or the reader's language; else nothing."""
        folded = self.folds[text].replace("-", " ").replace("_", " ")
        for value, label in choices.choices:
            with translation.override("en"):
                english = str(label)
            if folded in {value.replace("_", " "), _bare(english, self.folds), _bare(str(label), self.folds)}:
                return str(value)
        return ""

    def scale(self, choices: Any, text: str) -> str:
        return SCALES.get(text.casefold(), "") or self.choice(choices, text)


def _bare(label: str, folds: Folds) -> str:
    return folds[label].replace("-", " ")


def _names(country: Country) -> tuple[str, ...]:
    return (country.name_en, country.name_fr, country.name_es, country.name_ar)


def _language_names(folds: Folds) -> dict[str, str]:
    """Codes by themselves, by the languages' own names, and by their names in each language of the portal."""
    codes = [code for code, info in LANG_INFO.items() if "name" in info and "-" not in code] + list(languages.FURTHER)
    named: dict[str, str] = {}
    for reader, _label in settings.LANGUAGES:
        with translation.override(reader):
            named |= {str(languages.name(code)): code for code in codes}
    named |= {LANG_INFO[code]["name_local"]: code for code in codes if code in LANG_INFO}
    folds.learn(named)
    return {folds[name]: code for name, code in named.items()} | {code: code for code in codes}
