"""The directory of institutions as a file: the same selection, row by row."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from community.models import Institution

COLUMNS = [
    "name", "slug", "url", "acronym", "other_names", "country", "kind", "level", "languages", "sectors", "website",
    "org_identifier", "ror_id", "is_resource_centre", "last_confirmed_on", "is_demo",
]  # fmt: skip
CHUNK = 500


def rows(institutions: Any) -> Iterator[dict[str, Any]]:
    """One plain object an institution; columns keep their names."""
    for institution in institutions.prefetch_related("other_names", "sectors").iterator(chunk_size=CHUNK):
        yield as_object(institution)


def cells(row: dict[str, Any]) -> list[Any]:
    """The row as a spreadsheet takes it: several values share a cell, split by `; `."""
    values = (row[column] for column in COLUMNS)
    return ["; ".join(value) if isinstance(value, list) else value for value in values]


def as_object(institution: Institution) -> dict[str, Any]:
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
