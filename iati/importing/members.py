"""The organisations of an activity as members of a partnership, with the institutions that they are here."""

from collections.abc import Iterable
from typing import Any

from community.models import Institution
from partnerships.imports.bodies import Bodies, Body
from partnerships.imports.cells import GOVERNMENT, GROUP, LONGEST_STATED, Part
from partnerships.imports.facts import InstitutionFacts
from partnerships.models.choices import Side

# OrganisationType to kind of institution; what may be several stays unknown.
KINDS = {
    "11": "subnational_government",
    "21": "civil_society",
    "22": "civil_society",
    "23": "civil_society",
    "24": "civil_society",
    "40": "multilateral",
    "80": "academia",
}
SIDES = frozenset(Side.values)


class Members:
    """Finds institutions by their identifier, then by their names; adds those that nobody knew."""

    def __init__(self, bodies: Bodies) -> None:
        self.bodies = bodies
        with_ref = Institution.objects.exclude(org_identifier="").order_by("-pk")
        known = dict(with_ref.values_list("org_identifier", "pk"))
        self._by_ref: dict[str, Body] = {ref: bodies.by_pk[pk] for ref, pk in known.items() if pk in bodies.by_pk}
        for body in bodies.by_key.values():
            if body.facts and body.facts.org_identifier:
                self._by_ref.setdefault(body.facts.org_identifier, body)

    def learn(self, proposals: Iterable[list[dict[str, Any]]]) -> None:
        """Names are compared as the database compares them: ask it once for all of them."""
        self.bodies.folds.learn(
            name
            for proposal in proposals
            for each in proposal
            for name in (each["name"], GOVERNMENT.sub("", each["name"]))
        )

    def parts(self, proposal: list[dict[str, Any]]) -> list[Part]:
        """Those with a side; who has none takes no part."""
        return [self._part(each) for each in proposal if each["side"] in SIDES]

    def _part(self, said: dict[str, Any]) -> Part:
        rest = {
            "iati_role": said.get("role", ""),
            "brings": said.get("brings", ""),
            "learns": said.get("learns", ""),
        }
        name, country = said["name"], self._country(said)
        body = self._body(said)
        if body is None:
            return Part(said["side"], said.get("stated") or name[:LONGEST_STATED], country, None, **rest)
        stated = said.get("stated") or (name if name != body.name else "")
        return Part(said["side"], stated[:LONGEST_STATED], "" if body.country else country, body, **rest)

    def _country(self, said: dict[str, Any]) -> str:
        """The country of an organisation, if it is one that the portal knows."""
        country: str = said["country"]
        return country if country in self.bodies.vocabulary.country_names else ""

    def _body(self, said: dict[str, Any]) -> Body | None:
        name, country, ref = said["name"], self._country(said), said["ref"]
        if ref in self._by_ref:
            return self._by_ref[ref]
        if not name or not any(character.isalnum() for character in name):
            return None
        found = self.bodies.find(name, [country] if country else None)
        if found:
            return found
        if GROUP.match(name) or self.bodies.vocabulary.country(GOVERNMENT.sub("", name)):
            return None  # a country, or several of them: no institution
        body = self.bodies.add(name[:250], country, "participating-org")
        if body.pk is None and body.facts is None:
            body.facts = _facts(body, ref, said["type"])
        if ref:
            self._by_ref[ref] = body
        return body


def _facts(body: Body, ref: str, kind: str) -> InstitutionFacts:
    return InstitutionFacts(
        key="",
        name=body.name,
        acronym=body.acronym,
        country=body.country,
        kind=KINDS.get(kind, ""),
        level="",
        third_party_side="",
        org_identifier=ref[:100],
        ror_id="",
        website="",
        other_names=(),
    )
