"""How one sees that a result is coming: indicators, their baselines, and periods with targets."""

from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import SDGTarget
from core.models import TimestampedModel
from core.partial_dates import PartialDateField, well_formed
from core.validators import validate_has_letters
from partnerships.models import Partnership
from results.models.choices import Answering, Better, Measure
from results.models.frameworks import Result, ResultsFramework

FIGURES, PLACES = 20, 6  # of any number here; more is not a measurement


def figure(label: Any, **kwargs: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=FIGURES, decimal_places=PLACES, null=True, blank=True, **kwargs)


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the frameworks that this person may see."""
        return self.filter(result__framework__in=ResultsFramework.objects.visible_to(user).values("pk"))

    def seen_of(self, partnership: Partnership, user: Any) -> Self:
        """The same of one record that this person was found to see."""
        frameworks = ResultsFramework.objects.seen_of(partnership, user).values("pk")
        return self.filter(partnership=partnership, result__framework__in=frameworks)


class Indicator(TimestampedModel):
    """One thing that is counted, scored or described. `number` is its place in the address, given once.

    A baseline is a figure, words, or the reason why there is none. A percentage may name what is divided by
    what, and then keeps both; an ordinal score has its rubric (`RubricStep`).
    """

    Measure = Measure
    Better = Better

    result = models.ForeignKey(Result, models.CASCADE, related_name="indicators", verbose_name=_("result"))
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="indicators", editable=False, verbose_name=_("partnership")
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    title = models.CharField(_("what is observed"), max_length=300, validators=[validate_has_letters])
    description = models.TextField(_("definition"), max_length=5000, blank=True)
    measure = models.CharField(_("measured as"), max_length=1, choices=Measure)
    unit = models.CharField(_("unit"), max_length=100, blank=True)
    numerator = models.CharField(_("what is counted"), max_length=200, blank=True)
    denominator = models.CharField(_("of how many"), max_length=200, blank=True)
    kinds = models.JSONField(_("kinds"), default=list, blank=True)
    better = models.CharField(_("direction"), max_length=8, choices=Better, default=Better.HIGHER)
    baseline_on = PartialDateField(_("date of the baseline"))
    baseline_value = figure(_("baseline"))
    baseline_text = models.TextField(_("baseline in words"), max_length=2000, blank=True)
    baseline_missing = models.CharField(_("no baseline, because"), max_length=300, blank=True)
    baseline_source = models.CharField(_("where the baseline comes from"), max_length=300, blank=True)
    reported_by = models.CharField(_("reported by"), max_length=8, choices=Answering, blank=True)
    frequency = models.CharField(_("how often"), max_length=100, blank=True)
    method = models.CharField(_("how it is observed"), max_length=500, blank=True)
    sdg_target = models.ForeignKey(
        SDGTarget, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("SDG target")
    )
    references = models.JSONField(_("codes in other lists"), default=list, blank=True)
    may_be_summed = models.BooleanField(_("may be summed with others"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="indicator_number_once"),
            models.CheckConstraint(
                condition=~Q(measure=Measure.UNIT) | ~Q(unit=""),
                name="indicator_of_units_names_them",
                violation_error_message=_("Say what is counted: days, people, findings …"),
            ),
            models.CheckConstraint(
                condition=~Q(measure=Measure.PERCENTAGE)
                | Q(baseline_value=None)
                | Q(baseline_value__gte=0, baseline_value__lte=100),
                name="indicator_baseline_is_percentage",
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(baseline_missing="") | Q(baseline_value=None, baseline_text=""),
                name="indicator_baseline_or_reason",
                violation_error_message=_("Give a baseline, or the reason why there is none."),
            ),
            models.CheckConstraint(
                condition=well_formed("baseline_on"),
                name="indicator_baseline_date_well_formed",
                violation_error_message=_("Write dates as 2024, 2024-03 or 2024-03-09."),
            ),
        ]
        indexes = [models.Index(fields=["result", "position"], name="indicator_of_result")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("results:indicator", args=[self.partnership.slug, self.number])

    @property
    def is_numeric(self) -> bool:
        return self.measure in (Measure.UNIT, Measure.PERCENTAGE, Measure.ORDINAL)


class RubricStep(models.Model):
    """What a score stands for, in words that two people read alike."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="rubric", verbose_name=_("indicator"))
    score = models.SmallIntegerField(_("score"))
    words = models.CharField(_("what it looks like"), max_length=500)

    class Meta:
        ordering = ["score"]
        verbose_name = _("step of a rubric")
        verbose_name_plural = _("rubric")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "score"],
                name="rubric_score_once",
                violation_error_message=_("This score is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.score}: {self.words}"


class Period(models.Model):
    """A span of days with what was aimed for in it.

    Periods of one indicator do not overlap, except those that begin on the same day: milestones that count
    from the beginning, such as 2017 to 2019 and 2017 to 2021.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="periods", verbose_name=_("indicator"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    target_value = figure(_("target"))
    target_text = models.TextField(_("target in words"), max_length=2000, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="period_in_order",
                violation_error_message=_("The period cannot end before it starts."),
            ),
            ExclusionConstraint(
                name="period_without_overlap",
                expressions=[
                    ("indicator", RangeOperators.EQUAL),
                    ("starts_on", RangeOperators.NOT_EQUAL),
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("This overlaps with another period of the indicator."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "starts_on", "ends_on"],
                name="period_once",
                violation_error_message=_("This period is there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"
