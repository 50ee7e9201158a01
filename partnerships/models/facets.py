"""Kept counts of the public register, so that no page counts 100,000 rows."""

from typing import Self

from django.db import models
from django.db.models import Max, Sum


class FacetCountQuerySet(models.QuerySet["FacetCount"]):
    def real(self) -> Self:
        """Without the demonstration records."""
        return self.filter(is_demo=False)

    def latest_change(self) -> int:
        """A number that every change of a count makes higher."""
        return self.aggregate(latest=Max("id"))["latest"] or 0

    def tallied(self, *facets: str) -> dict[str, dict[str, int]]:
        """How many public partnerships bear each value: `{"kind": {"twinning": 12}}`, in one query."""
        rows = self.filter(facet__in=facets).values_list("facet", "value").annotate(count=Sum("n")).order_by()
        found: dict[str, dict[str, int]] = {facet: {} for facet in facets}
        for facet, value, count in rows:
            if count > 0:
                found[facet][value] = count
        return found


class FacetCount(models.Model):
    """A change in how many public partnerships bear a value; the count is the sum of `n`.

    Written only by the trigger of `partnerships/sql/listing.sql`, as rows that are added and never
    updated, so that two writers never wait for each other; `listing.compact()` sums them up.
    """

    facet = models.CharField(max_length=12)
    value = models.CharField(max_length=120)
    is_demo = models.BooleanField()
    n = models.IntegerField()

    objects = FacetCountQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["facet", "value"], name="facet_count_by_value")]

    def __str__(self) -> str:
        return f"{self.facet} {self.value}: {self.n:+}"
