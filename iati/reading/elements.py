"""One iati-activity element as an `Activity`, whatever its version; what has no place there is kept as it is."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from iati.reading import parts, words
from iati.reading.activity import Activity, Contact, Description, Marker, OtherIdentifier, Related
from iati.reading.parts import LANG, own_text, plain, texts
from iati.reading.results import result
from iati.reading.values import Values

IDENTIFIER_LIMIT = 500
REST_LIMIT = 50_000  # characters that are kept of what has no place, of one activity


def activity_of(element: Any, *, version: str, position: int, language: str = "") -> Activity:
    """`language` is what the file as a whole names, where the activity names none."""
    read = _Reader(element, version, position, language)
    return read.whole()


class _Reader:
    def __init__(self, element: Any, version: str, position: int, language: str) -> None:
        self.element = element
        self.values = Values()
        self.language = plain(element.get(LANG)) or language
        self.currency = plain(element.get("default-currency")).upper()[:3]
        self.found = Activity(
            identifier="",
            line=element.sourceline or 0,
            position=position,
            version=version,
            hierarchy=plain(element.get("hierarchy")),
            language=self.language,
            currency=self.currency,
            humanitarian=self.values.truth(element.get("humanitarian") or ""),
            updated=plain(element.get("last-updated-datetime")),
        )
        self._rest = 0

    def whole(self) -> Activity:
        for child in self.element:
            if not isinstance(child.tag, str):
                continue  # a comment or an instruction
            take = TAKEN.get(child.tag)
            if take:
                take(self, child)
            else:
                self.keep(child)
        self._gather_from_transactions()
        if not self.found.identifier:
            self.values.remark("blank identifier", _("The activity has no identifier."), self.found.line)
        self.found.warnings = self.values.remarks
        return self.found

    def keep(self, child: Any) -> None:
        """As its own text, if there is not too much of it already."""
        text = etree.tostring(child, encoding="unicode", with_tail=False)
        self._rest += len(text)
        if self._rest <= REST_LIMIT:
            self.found.rest.append(text)
        else:
            self.values.remark(
                "too much besides", _("What has no place here is too long to be kept."), child.sourceline
            )

    # --- One method an element -------------------------------------------------------------------------

    def identifier(self, child: Any) -> None:
        self.found.identifier = self.found.identifier or own_text(child)[:IDENTIFIER_LIMIT]

    def reporting_org(self, child: Any) -> None:
        self.found.reporting = parts.organisation(child, self.language)
        secondary = child.get("secondary-reporter") or child.get("secondary-publisher") or ""
        self.found.is_secondary = bool(self.values.truth(secondary))

    def other_identifier(self, child: Any) -> None:
        owner = child.find("owner-org")
        names = texts(owner, self.language)
        self.found.other_identifiers.append(
            OtherIdentifier(
                identifier=plain(child.get("ref")) or own_text(child),
                type=plain(child.get("type")),
                owner=names[0].text if names else plain(child.get("owner-name")),
                owner_ref=plain(owner.get("ref") if owner is not None else child.get("owner-ref")),
            )
        )

    def title(self, child: Any) -> None:
        self.found.titles += texts(child, self.language)

    def description(self, child: Any) -> None:
        kind = words.code_of(words.DESCRIPTION_TYPES, plain(child.get("type"))) or "1"
        found = texts(child, self.language)
        same = next((each for each in self.found.descriptions if each.type == kind and self._is_first_version), None)
        if same:
            same.texts += found
        elif found:
            self.found.descriptions.append(Description(kind, found))

    @property
    def _is_first_version(self) -> bool:
        return self.found.version.startswith("1")

    def participating_org(self, child: Any) -> None:
        self.found.organisations.append(parts.organisation(child, self.language))

    def status(self, child: Any) -> None:
        self.found.status = plain(child.get("code"))

    def scope(self, child: Any) -> None:
        self.found.scope = plain(child.get("code"))

    def date(self, child: Any) -> None:
        kind = words.code_of(words.DATE_TYPES, plain(child.get("type")))
        day = self.values.day(child.get("iso-date") or own_text(child), child.sourceline)
        if day and kind:
            self.found.dates.setdefault(kind, day)

    def contact(self, child: Any) -> None:
        def said(name: str) -> str:
            part = child.find(name)
            if part is None:
                return ""
            found = texts(part, self.language)
            return found[0].text if found else own_text(part)

        self.found.contacts.append(
            Contact(
                type=plain(child.get("type")),
                organisation=said("organisation"),
                department=said("department"),
                person=said("person-name"),
                job_title=said("job-title"),
                telephone=said("telephone"),
                email=said("email"),
                website=said("website"),
                address=said("mailing-address"),
            )
        )

    def country(self, child: Any) -> None:
        self.found.countries.append(parts.coded(child, self.language, self.values))

    def region(self, child: Any) -> None:
        self.found.regions.append(parts.coded(child, self.language, self.values, words.DEFAULT_REGION))

    def sector(self, child: Any) -> None:
        found = parts.sector(child, self.language, self.values)
        if found.code or found.texts:
            self.found.sectors.append(found)

    def tag(self, child: Any) -> None:
        self.found.tags.append(parts.coded(child, self.language, self.values))

    def marker(self, child: Any) -> None:
        vocabulary = plain(child.get("vocabulary")) or words.DEFAULT_MARKER
        self.found.markers.append(
            Marker(
                code=plain(child.get("code")),
                vocabulary=words.code_of(words.MARKER_VOCABULARIES, vocabulary),
                significance=plain(child.get("significance")),
                texts=texts(child, self.language),
            )
        )

    def collaboration_type(self, child: Any) -> None:
        self.found.collaboration_type = plain(child.get("code"))

    def flow_type(self, child: Any) -> None:
        self.found.flow_type = plain(child.get("code"))

    def finance_type(self, child: Any) -> None:
        self.found.finance_type = plain(child.get("code"))

    def aid_type(self, child: Any) -> None:
        found = parts.coded(child, self.language, self.values, words.DEFAULT_AID)
        if found.code:
            self.found.aid_types.append(found)

    def tied_status(self, child: Any) -> None:
        self.found.tied_status = plain(child.get("code"))

    def budget(self, child: Any) -> None:
        money = parts.budget(child, self.currency, self.values)
        self._took(money, self.found.budgets, child)

    def transaction(self, child: Any) -> None:
        money = parts.transaction(child, self.currency, self.language, self.values)
        self._took(money, self.found.transactions, child)

    def _took(self, money: Any, sums: list[Any], child: Any) -> None:
        if money is None:
            self.keep(child)
            return
        sums.append(money)
        if not money.currency:
            self.values.remark(
                "no currency", _("An amount names no currency, and the activity none."), child.sourceline
            )

    def document(self, child: Any) -> None:
        self.found.documents.append(parts.link(child, self.language, self.values))

    def related(self, child: Any) -> None:
        self.found.related.append(Related(plain(child.get("ref")) or own_text(child), plain(child.get("type"))))

    def result(self, child: Any) -> None:
        self.found.results.append(result(child, self.language, self.values))

    # --- What only the transactions say ------------------------------------------------------------------

    def _gather_from_transactions(self) -> None:
        """Countries, regions, sectors and aid types that stand in transactions alone, each once."""
        found = self.found
        needs_places = not found.countries and not found.regions
        needs_sectors, needs_aid = not found.sectors, not found.aid_types
        if not (needs_places or needs_sectors or needs_aid):
            return
        for child in self.element.iterchildren("transaction"):
            for part in child:
                if needs_places and part.tag == "recipient-country":
                    _once(found.countries, parts.coded(part, self.language, self.values))
                elif needs_places and part.tag == "recipient-region":
                    _once(found.regions, parts.coded(part, self.language, self.values, words.DEFAULT_REGION))
                elif needs_sectors and part.tag == "sector":
                    _once(found.sectors, parts.sector(part, self.language, self.values))
                elif needs_aid and part.tag == "aid-type":
                    _once(found.aid_types, parts.coded(part, self.language, self.values, words.DEFAULT_AID))
        found.places_from_transactions = needs_places and bool(found.countries or found.regions)
        found.sectors_from_transactions = needs_sectors and bool(found.sectors)


def _once(codes: list[Any], found: Any) -> None:
    if found.code and not any((c.code, c.vocabulary) == (found.code, found.vocabulary) for c in codes):
        codes.append(found)


TAKEN: dict[str, Callable[[_Reader, Any], None]] = {
    "iati-identifier": _Reader.identifier,
    "reporting-org": _Reader.reporting_org,
    "other-identifier": _Reader.other_identifier,
    "title": _Reader.title,
    "description": _Reader.description,
    "participating-org": _Reader.participating_org,
    "activity-status": _Reader.status,
    "activity-scope": _Reader.scope,
    "activity-date": _Reader.date,
    "contact-info": _Reader.contact,
    "recipient-country": _Reader.country,
    "recipient-region": _Reader.region,
    "sector": _Reader.sector,
    "tag": _Reader.tag,
    "policy-marker": _Reader.marker,
    "collaboration-type": _Reader.collaboration_type,
    "default-flow-type": _Reader.flow_type,
    "default-finance-type": _Reader.finance_type,
    "default-aid-type": _Reader.aid_type,
    "default-tied-status": _Reader.tied_status,
    "budget": _Reader.budget,
    "transaction": _Reader.transaction,
    "document-link": _Reader.document,
    "related-activity": _Reader.related,
    "result": _Reader.result,
}
