"""Kept counts and figures of the portfolio, so that no page counts 200,000 outcomes."""

from django.db import models


class OutcomeTally(models.Model):
    """A change in how many public outcomes stand under a token; the count is the sum of `n`.

    `token` is "all", one facet such as `region=014`, or two in the order of their names, such as
    `kind=twinning&region=014`. Written only by the trigger of `results/sql/outcomes.sql`, as rows that are
    added and never updated, so that two writers never wait for each other; `rolling_up.compact()` sums them up.
    """

    token = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField(null=True)
    level = models.CharField(max_length=12)
    evidence = models.CharField(max_length=24)
    is_negative = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    n = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["token", "year"], name="outcome_tally_by_token")]

    def __str__(self) -> str:
        return f"{self.token} {self.year} {self.level} {self.evidence}: {self.n:+}"


class PortfolioFigures(models.Model):
    """What the portfolio page says of one selection beside its outcomes, worked out some minutes ago at most.

    `selection` is the canonical query of the page, or its SHA-256 where that is long; `data` what `results.portfolio` printed into it.
    """

    selection = models.CharField(max_length=500, unique=True)
    data = models.JSONField()
    worked_out_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["worked_out_at"], name="portfolio_figures_by_age")]

    def __str__(self) -> str:
        return self.selection or "all"
