"""Kept counts of the public register, so that no page counts 100,000 rows."""

from django.db import models


class FacetCount(models.Model):
    """A change in how many public partnerships bear a value; the count is the sum of `n`.

    Written only by the trigger of `partnerships/sql/listing.sql`, as rows that are added and never
    updated, so that two writers never wait for each other; `listing.compact()` sums them up.
    """

    facet = models.CharField(max_length=12)
    value = models.CharField(max_length=120)
    is_demo = models.BooleanField()
    n = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["facet", "value"], name="facet_count_by_value")]

    def __str__(self) -> str:
        return f"{self.facet} {self.value}: {self.n:+}"
