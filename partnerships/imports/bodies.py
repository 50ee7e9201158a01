"""The institutions that an import may mean: those on the portal, those it ships facts of, those it adds."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from community.models import Institution, InstitutionName
from partnerships.imports import facts as shipped
from partnerships.imports.folding import Folds
from partnerships.imports.vocabulary import Vocabulary

WITH_BRACKETS = re.compile(r"^(?P<name>.+?)\s*\((?P<inner>[^()]+)\)$")
ACRONYM = re.compile(r"^[A-Z][A-Za-z0-9&./-]{1,19}$")


@dataclass(eq=False)
class Body:
    """An institution; without `pk` it is not on the portal yet.

    `country` is empty for international ones; `column` is where a new one was first named.
    """

    name: str
    country: str
    acronym: str = ""
    pk: int | None = None
    column: str = ""
    facts: shipped.InstitutionFacts | None = None

    @property
    def key(self) -> int:
        """Its key on the portal, where it must be by now."""
        if self.pk is None:
            raise LookupError(f"{self.name} has not been added")
        return self.pk

    @property
    def third_party_side(self) -> str:
        return self.facts.third_party_side if self.facts else ""


class Bodies:
    """Finds institutions by any of their names; a name and its country lead to one body, whoever spells it."""

    def __init__(self, folds: Folds, vocabulary: Vocabulary) -> None:
        self.folds = folds
        self.vocabulary = vocabulary
        self._by_name: dict[str, list[Body]] = defaultdict(list)
        self._by_acronym: dict[str, list[Body]] = defaultdict(list)
        self.by_key: dict[str, Body] = {}
        self.by_pk: dict[int, Body] = {}
        self.spellings: list[tuple[Body, str]] = []
        self._aliases: dict[tuple[str, str], Body] = {}
        self._load_portal()
        self._load_facts()

    def find(self, text: str, countries: Iterable[str] | None = None) -> Body | None:
        """The one body of this name in one of the countries; failing that, an international one.

        Without countries the name alone has to be clear. `Name (ACRONYM)` and `Name (Country)` are
        understood; names go before acronyms.
        """
        wanted = None if countries is None else set(countries)
        found = self._pick(self._by_name.get(self.folds[text], []), wanted)
        if found:
            return found
        bracket = WITH_BRACKETS.match(text)
        if bracket:
            place = self.vocabulary.country(bracket["inner"])
            near = {place} if place else wanted
            found = self._pick(self._by_name.get(self.folds[bracket["name"]], []), near)
            if found and (place or self._bears(found, bracket["inner"])):
                return found
        return self._pick(self._by_acronym.get(self.folds[text], []), wanted)

    def add(self, text: str, country: str, column: str) -> Body:
        """A body that was not known, named as the cell has it, its acronym told apart."""
        bracket = WITH_BRACKETS.match(text)
        if bracket and ACRONYM.match(bracket["inner"]):
            body = Body(bracket["name"], country, bracket["inner"][:40], column=column)
        elif bracket and country and self.vocabulary.country(bracket["inner"]) == country:
            body = Body(bracket["name"], country, column=column)
        else:
            body = Body(text, country, column=column)
        alias = self._aliases.get((self.folds[body.name], country))
        if alias:
            return alias
        known = self._pick(self._by_name.get(self.folds[body.name], []), {country}, exactly=True)
        if known:
            return known
        self._learn(body, (body.name,))
        return body

    def alias(self, body: Body, name: str, country: str) -> None:
        """Take a name, in a country, for another spelling of a body: it goes before what was known of the name."""
        self._aliases[self.folds[name], country] = body
        self.spellings.append((body, name))

    def is_ambiguous(self, text: str) -> bool:
        """Several bodies bear this name, so that it does not say which is meant."""
        return len(self._by_name.get(self.folds[text], [])) > 1

    def _pick(self, found: list[Body], countries: set[str] | None, *, exactly: bool = False) -> Body | None:
        if countries is None:
            return found[0] if len(found) == 1 else None
        near = [body for body in found if body.country in countries]
        if not near and not exactly:
            near = [body for body in found if not body.country]
        return near[0] if len(near) == 1 else None

    def _bears(self, body: Body, inner: str) -> bool:
        """Whether what stands in brackets is its acronym, as far as one is known."""
        return not body.acronym or self.folds[body.acronym] == self.folds[inner]

    def _load_portal(self) -> None:
        columns = ("pk", "name", "acronym", "country_id")
        rows = list(Institution.objects.order_by("pk").values_list(*columns))
        others = list(InstitutionName.objects.order_by("pk").values_list("institution_id", "name"))
        self.folds.learn([name for _pk, name, _acronym, _country in rows] + [name for _pk, name in others])
        self.folds.learn(acronym for _pk, _name, acronym, _country in rows)
        for pk, name, acronym, country in rows:
            self._learn(Body(name, country or "", acronym, pk), (name,))
        for pk, name in others:
            self._spell(self.by_pk[pk], name)

    def _load_facts(self) -> None:
        known = shipped.institutions().values()
        self.folds.learn(name for row in known for name in (*row.spellings, row.acronym))
        for row in known:
            on_portal = [
                body
                for name in row.spellings
                for body in self._by_name.get(self.folds[name], [])
                if body.country == row.country
            ]
            body = on_portal[0] if on_portal else Body(row.name, row.country, row.acronym)
            body.facts = row
            self.by_key[row.key] = body
            self._learn(body, row.spellings)

    def _learn(self, body: Body, names: Iterable[str]) -> None:
        if body.pk is not None:
            self.by_pk[body.pk] = body
        for name in names:
            self._spell(body, name)
        if body.acronym and body not in self._by_acronym[self.folds[body.acronym]]:
            self._by_acronym[self.folds[body.acronym]].append(body)

    def _spell(self, body: Body, name: str) -> None:
        bearers = self._by_name[self.folds[name]]
        if not any(bearer is body for bearer in bearers):
            bearers.append(body)
