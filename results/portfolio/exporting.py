"""Outcomes as a table: a row each, as this person sees them on the pages."""

from collections.abc import Iterator
from typing import Any

from results.models.outcomes import OutcomeQuerySet

HEADER = (
    *("id", "url", "what_changed", "who_changed", "when", "country", "place", "significance", "contribution"),
    *("level", "family", "which_side_gained", "is_negative", "is_unintended", "evidence", "is_disputed"),
    *("partnership", "partnership_url", "kind", "direction", "sectors", "sdg", "donors", "language", "is_demo"),
)
# The columns that are read; the other fifty of a record would cost more than all of these.
READ = (
    *("number", "what_changed", "who_changed", "changed_on", "country", "place", "significance", "contribution"),
    *("level", "family", "benefits", "is_negative", "is_unintended", "evidence", "is_disputed", "language", "is_demo"),
    *("partnership__title", "partnership__slug", "partnership__kind", "partnership__direction"),
    *("partnership__sector_codes", "partnership__sdg_codes", "partnership__funder_slugs"),
)


def rows(outcomes: OutcomeQuerySet, base_url: str) -> Iterator[list[Any]]:
    """The latest first; one query."""
    found = outcomes.select_related("partnership").only(*READ).order_by("-changed_at", "-pk")
    for each in found.iterator(chunk_size=500):
        record = each.partnership
        yield [
            *(each.pk, base_url + each.get_absolute_url(), each.what_changed, each.who_changed, each.changed_on),
            *(each.country_id, each.place, each.significance, each.contribution, each.level, each.family),
            *(each.benefits, each.is_negative, each.is_unintended, each.evidence, each.is_disputed),
            *(record.title, base_url + record.get_absolute_url(), record.kind, record.direction),
            *("; ".join(record.sector_codes), "; ".join(record.sdg_codes), "; ".join(record.funder_slugs)),
            *(each.language, each.is_demo),
        ]
