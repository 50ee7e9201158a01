"""The directory of institutions as a file: the same selection, row by row."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings

from community.models import Institution

COLUMNS = [
    "name", "slug", "url", "acronym", "other_names", "country", "kind", "level", "languages", "sectors", "website",
    "org_identifier", "ror_id", "is_resource_centre", "last_confirmed_on", "is_demo",
]  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001 full-width signs start formulas too
CHUNK = 500


class Echo:
    """A file for the csv module that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def rows(institutions: Any) -> Iterator[dict[str, Any]]:
    """One plain object an institution; columns keep their names."""
    for institution in institutions.prefetch_related("other_names", "sectors").iterator(chunk_size=CHUNK):
        yield _row(institution)


def csv_lines(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in found:
        yield writer.writerow([_cell(row[column]) for column in COLUMNS])


def json_parts(found: Iterable[dict[str, Any]], count: int) -> Iterator[str]:
    yield f'{{"count": {count}, "results": ['
    for number, row in enumerate(found):
        yield ("," if number else "") + json.dumps(row, ensure_ascii=False)
    yield "]}"


def _row(institution: Institution) -> dict[str, Any]:
    confirmed = institution.last_confirmed_on
    return {
        "name": institution.name,
        "slug": institution.slug,
        "url": f"{settings.BASE_URL}{institution.get_absolute_url()}",
        "acronym": institution.acronym,
        "other_names": [name.name for name in institution.other_names.all()],
        "country": institution.country_id or "",
        "kind": institution.kind,
        "level": institution.level,
        "languages": list(institution.languages),
        "sectors": [sector.pk for sector in institution.sectors.all()],
        "website": institution.website,
        "org_identifier": institution.org_identifier,
        "ror_id": institution.ror_id,
        "is_resource_centre": institution.is_resource_centre,
        "last_confirmed_on": confirmed.isoformat() if confirmed else None,
        "is_demo": institution.is_demo,
    }


def _cell(value: Any) -> str:
    """Text for a spreadsheet; what would start a formula gets an apostrophe before it."""
    if isinstance(value, list):
        value = "; ".join(value)
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
