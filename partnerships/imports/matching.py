"""Which record of the register a row is about."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from core.functions import Fold
from partnerships.imports.folding import Folds
from partnerships.imports.importer import Importer
from partnerships.imports.rows import Record
from partnerships.models import Partnership, PartnershipFormerSlug

CHUNK = 1_000
Item = TypeVar("Item")


class Matcher:
    """Finds the record of a row by its IATI identifier, its address here, or its title and source together."""

    def __init__(self, records: list[Record], importer: Importer, folds: Folds) -> None:
        self.folds = folds
        self._by_identity: dict[tuple[str, str], Partnership] = {}
        self._by_slug: dict[str, Partnership] = {}
        self._by_identifier: dict[str, Partnership] = {}
        folds.learn(record.title for record in records)
        for partnership in self._candidates(records, importer):
            self._by_slug[partnership.slug] = partnership
            if partnership.iati_identifier:
                self._by_identifier[partnership.iati_identifier] = partnership
            if not partnership.is_demo:
                self._by_identity.setdefault(self._identity(partnership), partnership)
        former = PartnershipFormerSlug.objects.filter(slug__in=[r.slug for r in records if r.slug])
        self._former_slugs = dict(former.values_list("slug", "partnership__slug"))

    def find(self, record: Record) -> Partnership | None:
        identifier = record.values.get("iati_identifier")
        if identifier in self._by_identifier:
            return self._by_identifier[identifier]
        return self._at_address(record) or self._by_identity.get(self._identity(record))

    def _at_address(self, record: Record) -> Partnership | None:
        """The record of that slug, if the title or the source is its own: slugs of another portal mean nothing here."""
        found = self._by_slug.get(self._former_slugs.get(record.slug, record.slug))
        if found is None:
            return None
        title, source = self._identity(record)
        own_title, own_source = self._identity(found)
        return found if title == own_title or source == own_source else None

    def _identity(self, either: Record | Partnership) -> tuple[str, str]:
        return self.folds[either.title], either.source_url

    def _candidates(self, records: list[Record], importer: Importer) -> Iterator[Partnership]:
        visible = complete(importer.records())
        seen: set[int] = set()
        for condition in self._conditions(records, importer):
            for partnership in visible.filter(condition).order_by("pk"):
                if partnership.pk not in seen:
                    seen.add(partnership.pk)
                    self.folds.learn([partnership.title])
                    yield partnership

    def _conditions(self, records: list[Record], importer: Importer) -> Iterator[Q]:
        for slugs in chunks({record.slug for record in records if record.slug}):
            former = PartnershipFormerSlug.objects.filter(slug__in=slugs).values("partnership")
            yield Q(slug__in=slugs) | Q(pk__in=former)
        for sources in chunks({record.source_url for record in records if record.source_url}):
            yield Q(source_url__in=sources)
        for identifiers in chunks({i for record in records if (i := record.values.get("iati_identifier"))}):
            yield Q(iati_identifier__in=identifiers)
        own = Q() if importer.is_trusted else Q(created_by=importer.user)
        titles = {self.folds[record.title] for record in records if record.title and not record.source_url}
        for some in chunks(titles):
            yield own & Q(source_url="") & Q(pk__in=_titled(some))


def _titled(titles: list[str]) -> QuerySet[Any, Any]:
    named = Partnership.objects.filter(source_url="").alias(folded=Fold("title"))
    return named.filter(folded__in=titles).values("pk")


def complete(records: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """With everything that a row is compared with."""
    related: tuple[Any, ...] = ("members", "sectors", "sdg_targets", "themes")
    return records.defer("search").select_related("imported").prefetch_related(*related)


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    listed = list(items)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]
