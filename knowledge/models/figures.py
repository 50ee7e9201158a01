"""The one figure that a story may carry: a few numbers, as they were typed, and how they are drawn."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knowledge.models.choices import FigureKind

LONGEST_ROWS = 6_000


class WithFigure(models.Model):
    """`figure_rows` holds a line for each row, `label; value` or `label; value; compared`, as `knowledge.figures` writes it."""

    FigureKind = FigureKind
    FIGURE: ClassVar[tuple[str, ...]] = (
        "figure_title",
        "figure_unit",
        "figure_kind",
        "figure_rows",
        "figure_compared",
        "figure_source",
    )

    figure_title = models.CharField(_("Title of the figure"), max_length=200, blank=True)
    figure_unit = models.CharField(_("Unit"), max_length=60, blank=True)
    figure_kind = models.CharField(_("Drawn as"), max_length=8, choices=FigureKind, default=FigureKind.BARS)
    figure_rows = models.TextField(_("Numbers"), max_length=LONGEST_ROWS, blank=True)
    figure_compared = models.CharField(_("What the third number stands for"), max_length=120, blank=True)
    figure_source = models.CharField(_("Source of the numbers"), max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(figure_rows="") | (~Q(figure_title="") & ~Q(figure_source="")),
                name="%(class)s_figure_is_told",
                violation_error_message=_("A figure needs a title and the source of its numbers."),
            ),
        ]
