"""The whole publication, piece by piece: its memory does not grow with the register."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone, translation
from lxml import etree

from core.models import Visibility
from iati import vocabulary
from iati.models import PublishedActivity
from iati.publishing.activities import element_of
from partnerships.models import Document, Partnership
from results.models import Observation, ResultsFramework

PART = 200
VERSION = "2.03"
TYPE = "application/xml; charset=utf-8"


@dataclass
class Extra:
    """What hangs on a record and is shown to everybody."""

    content: dict[str, Any] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    framework: ResultsFramework | None = None


def stream(partnerships: Iterable[Partnership]) -> Iterator[bytes]:
    """An iati-activities file of 2.03; the records come with members, sectors, targets and themes."""
    now = timezone.now()
    yield (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        + f'<iati-activities version="{VERSION}" generated-datetime="{now:%Y-%m-%dT%H:%M:%SZ}" '
        f'xmlns:{vocabulary.PREFIX}="{vocabulary.NAMESPACE}">\n'.encode()
    )
    iterator = iter(partnerships)
    while part := list(islice(iterator, PART)):
        yield _part(part, now)
    yield b"</iati-activities>\n"


def _part(part: list[Partnership], now: Any) -> bytes:
    extras = extras_of(part)
    out = io.BytesIO()
    with translation.override("en"):
        for partnership in part:
            element = element_of(partnership, extras.get(partnership.pk, Extra()), now)
            out.write(etree.tostring(element, encoding="utf-8", pretty_print=True))
    return out.getvalue()


def extras_of(part: list[Partnership]) -> dict[int, Extra]:
    """In a fixed number of queries, whatever hangs on how many."""
    public = [partnership.pk for partnership in part if partnership.visibility == Visibility.PUBLIC]
    extras: dict[int, Extra] = {pk: Extra() for pk in public}
    published = PublishedActivity.objects.filter(partnership__in=public).order_by("written_at", "pk")
    for pk, written, content in published.values_list("partnership_id", "written", "content"):
        extras[pk].content = written or content
    shown = {"partnership__in": public, "visibility": Visibility.PUBLIC}
    for document in Document.objects.filter(**shown).exclude(url="").order_by("pk"):
        extras[document.partnership_id].documents.append(document)
    approved = Observation.objects.approved().current().order_by("observed_on", "pk")
    frameworks = ResultsFramework.objects.filter(**shown).prefetch_related(
        "results__indicators__periods", Prefetch("results__indicators__periods__observations", queryset=approved)
    )
    for framework in frameworks:
        extras[framework.partnership_id].framework = framework
    return extras
