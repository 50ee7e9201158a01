"""What hangs on the record of an activity: costs, documents, the donor's own number, and results.

What an activity said when it was written last is known, so only what it says differently now is added or taken away;
what people added or changed here stays.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from core.models import Visibility
from iati.importing.mapping import text_in
from iati.importing.plan import Planned
from iati.importing.results import write_results
from partnerships.imports.importer import Importer
from partnerships.models import CostLine, Document, DonorReference
from partnerships.models.choices import Side

COMMITTED, PAID = ("2",), ("3", "4")
MOST_DOCUMENTS = 50
LARGEST = Decimal("999999999999")
WEB_ADDRESS = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Cost:
    amount: Decimal
    currency: str
    starts_on: str
    ends_on: str
    note: str


def write_extras(planned: list[Planned], importer: Importer) -> None:
    _costs(planned, importer)
    _documents(planned, importer)
    _donor_references(planned)
    write_results(planned, importer)


def costs_of(content: dict[str, Any]) -> list[Cost]:
    """One line a currency: what was paid out; where nothing is known of that what was committed, else budgeted."""
    paid = [each for each in content["transactions"] if each["type"] in PAID]
    committed = [each for each in content["transactions"] if each["type"] in COMMITTED]
    for sums, words in (
        (paid, _("Paid out, as published: %(count)d payments")),
        (committed, _("Committed, as published: %(count)d commitments")),
        (content["budgets"], _("Budgeted, as published: %(count)d budgets")),
    ):
        if sums:
            return _summed(sums, words)
    return []


def _summed(sums: list[dict[str, Any]], words: str) -> list[Cost]:
    by_currency: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in sums:
        if len(each["currency"]) == 3 and each["currency"].isalpha():
            by_currency[each["currency"]].append(each)
    found = []
    for currency, some in by_currency.items():
        total = sum((Decimal(each["value"]) for each in some), Decimal(0))
        days = sorted(day for each in some for day in (each["start"], each["end"]) if day)
        if 0 < total < LARGEST:
            first, last = (days[0], days[-1]) if days else ("", "")
            found.append(Cost(total.quantize(Decimal("0.01")), currency, first, last, words % {"count": len(some)}))
    return found


def visibility_of(planned: Planned) -> str:
    """Published with a public record, else for the parties: a part is never more visible than its record."""
    is_public = planned.record.visibility == Visibility.PUBLIC
    return Visibility.PUBLIC if is_public else Visibility.PARTIES


def _payer(planned: Planned) -> int | None:
    """The one institution that pays, if it is one."""
    parts = planned.item.parts if planned.item else []
    paying = {part.body.key for part in parts if part.side == Side.FUNDER and part.body}
    return paying.pop() if len(paying) == 1 else None


def _costs(planned: list[Planned], importer: Importer) -> None:
    added: list[CostLine] = []
    gone: list[int] = []
    for each in planned:
        before = costs_of(each.row.written) if each.row.written else []
        now = costs_of(each.row.content)
        for cost in before:
            if cost not in now:
                same = {"amount": cost.amount, "currency": cost.currency, "note": cost.note}
                gone += CostLine.objects.filter(partnership=each.record, **same).values_list("pk", flat=True)[:1]
        added += [
            CostLine(
                partnership=each.record,
                visibility=visibility_of(each),
                recorded_by=importer.user,
                payer_id=_payer(each),
                kind=CostLine.Kind.CASH,
                amount=cost.amount,
                currency=cost.currency,
                starts_on=cost.starts_on or None,
                ends_on=cost.ends_on or None,
                note=cost.note,
            )
            for cost in now
            if cost not in before
        ]
    CostLine.objects.filter(pk__in=gone).delete()
    CostLine.objects.bulk_create(added, batch_size=1_000)


def documents_of(content: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Address, title, category and language of each link that is one, each address once."""
    known = set(Document.Category.values)
    found: dict[str, tuple[str, str, str, str]] = {}
    for link in content["documents"]:
        url = link["url"].replace(" ", "%20")[:500]
        try:
            WEB_ADDRESS(url)
        except ValidationError:
            continue
        category = next((code for code in link["categories"] if code in known), Document.Category.PAGE.value)
        language = (link["languages"] or [""])[0][:2].casefold()
        found.setdefault(url, (url, text_in(link["texts"])[:250] or url[:250], category, language))
    return list(found.values())[:MOST_DOCUMENTS]


def _documents(planned: list[Planned], importer: Importer) -> None:
    records = [each.record for each in planned]
    there = set(Document.objects.filter(partnership__in=records).exclude(url="").values_list("partnership_id", "url"))
    added = []
    for each in planned:
        before = {url for url, *_rest in documents_of(each.row.written)} if each.row.written else set()
        for url, title, category, language in documents_of(each.row.content):
            if url not in before and (each.record.pk, url) not in there:
                added.append(
                    Document(
                        partnership=each.record,
                        visibility=visibility_of(each),
                        recorded_by=importer.user,
                        url=url,
                        title=title,
                        category=category,
                        language=language,
                    )
                )
    Document.objects.bulk_create(added, batch_size=1_000)


def _donor_references(planned: list[Planned]) -> None:
    """The publisher's own number (A1), where the publisher is an institution of the record."""
    rows = []
    for each in planned:
        own = next((o["identifier"] for o in each.row.content["other_identifiers"] if o["type"] == "A1"), "")
        reporting = (each.row.content["reporting"] or {}).get("ref", "")
        body = _body_of(each, reporting) if own and reporting else None
        if body:
            rows.append(DonorReference(partnership=each.record, institution_id=body, number=own[:100]))
    DonorReference.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)


def _body_of(planned: Planned, ref: str) -> int | None:
    names = {said["name"] for said in planned.proposal if said["ref"] == ref}
    for part in planned.item.parts if planned.item else ():
        if part.body and (part.body.name in names or part.stated in names):
            return part.body.key
    return None
