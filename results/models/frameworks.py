"""What a partnership wants to see change, if it says so beforehand: results on three levels, in two families."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimestampedModel, Visibility
from core.validators import validate_has_letters
from partnerships.models.visible_parts import PartOfPartnership, PartQuerySet
from results.models.choices import Family, Level, ResultType


class FrameworkQuerySet(PartQuerySet):
    def shown(self) -> Self:
        """Those that everybody sees."""
        return self.filter(visibility=Visibility.PUBLIC, partnership__visibility=Visibility.PUBLIC)


class ResultsFramework(PartOfPartnership):
    """The results and indicators of one partnership; offered, never demanded.

    `template` is the key of the template that it was copied from (`results.framework_templates`), `source` the
    method that the template follows, as people cite it.
    """

    # What is agreed to when it is shown to more people leaves these out (`partnerships.openings`).
    NOT_AGREED = frozenset({"version", "language"})

    title = models.CharField(_("title"), max_length=200, validators=[validate_has_letters])
    introduction = models.TextField(_("how we look at results"), max_length=3000, blank=True)
    template = models.SlugField(_("template"), max_length=60, blank=True)
    source = models.CharField(_("method, and where it comes from"), max_length=500, blank=True)
    source_url = models.URLField(_("address of the method"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects: ClassVar[Any] = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name = _("results framework")
        verbose_name_plural = _("results frameworks")
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"],
                name="framework_once_a_partnership",
                violation_error_message=_("This partnership has a framework already."),
            ),
            models.CheckConstraint(
                condition=Q(template="") | ~Q(source=""),
                name="framework_template_has_source",
                violation_error_message=_("Say which method the framework follows."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def agreed_details(self) -> list[Any]:
        """The results, indicators and targets, as plain data: they are agreed to with the framework."""
        hanging = ("indicators__rubric", "indicators__baseline_parts", "indicators__periods__target_parts")
        return [
            [
                *(result.title, result.description, result.level, result.family, result.type),
                [_told(indicator) for indicator in result.indicators.all()],
            ]
            for result in self.results.prefetch_related(*hanging)
        ]

    def agreed_facts(self) -> list[tuple[str, str]]:
        """The same for reading over: each result with its level, and how one sees that it comes."""
        results = self.results.prefetch_related("indicators")
        return [
            (str(result.get_level_display()), "; ".join([result.title, *map(str, result.indicators.all())]))
            for result in results
        ]


def _told(indicator: Any) -> list[Any]:
    names = ("title", "description", "measure", "unit", "numerator", "denominator", "kinds", "better")
    before = ("baseline_on", "baseline_value", "baseline_text", "baseline_missing")
    periods = [
        [str(period), str(period.target_value), period.target_text, _parts(period.target_parts)]
        for period in indicator.periods.all()
    ]
    scale = [str(step) for step in indicator.rubric.all()]
    said = [str(getattr(indicator, name)) for name in (*names, *before)]
    return [*said, scale, _parts(indicator.baseline_parts), periods]


def _parts(parts: Any) -> list[list[str]]:
    return [[part.dimension, part.category, str(part.value), part.words] for part in parts.all()]


class Result(TimestampedModel):
    """Something that is to change, or to be there, at one level and in one family."""

    framework = models.ForeignKey(ResultsFramework, models.CASCADE, related_name="results", verbose_name=_("framework"))
    title = models.CharField(_("what is to change"), max_length=300, validators=[validate_has_letters])
    description = models.TextField(_("description"), max_length=5000, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level)
    family = models.CharField(_("family"), max_length=12, choices=Family, default=Family.DEVELOPMENT)
    type = models.CharField(_("type"), max_length=1, choices=ResultType, default=ResultType.OUTCOME)
    may_be_summed = models.BooleanField(_("may be summed with others"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("result")
        verbose_name_plural = _("results")
        indexes = [models.Index(fields=["framework", "position"], name="result_of_framework")]

    def __str__(self) -> str:
        return self.title
