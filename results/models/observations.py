"""What was observed, by whom, how, and who checked it. An approved observation is never rewritten, only followed."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import TimestampedModel, Visibility
from partnerships.models import PartnershipMember
from results.models.choices import Evidence, ObservationState
from results.models.frameworks import ResultsFramework
from results.models.indicators import Indicator, Period, figure


class ObservationQuerySet(models.QuerySet["Observation"]):
    def visible_to(self, user: Any) -> Self:
        """Approved ones with their framework; what is not approved yet, the parties alone."""
        frameworks = ResultsFramework.objects.visible_to(user).values("pk")
        visible = self.filter(indicator__result__framework__in=frameworks)
        if not user.is_authenticated or not user.is_verified_member:
            return visible.approved()
        own = PartnershipMember.objects.of_institutions(user.institution_ids).values("partnership")
        author = Q(indicator__partnership__created_by=user, indicator__partnership__visibility=Visibility.PRIVATE)
        return visible.filter(Q(state=ObservationState.APPROVED) | Q(indicator__partnership__in=own) | author)

    def seen_of(self, indicator: Indicator, user: Any) -> Self:
        """The same of one indicator that this person was found to see."""
        if not user.is_authenticated or not user.is_verified_member:
            return self.filter(indicator=indicator).approved()
        return self.visible_to(user).filter(indicator=indicator)

    def approved(self) -> Self:
        return self.filter(state=ObservationState.APPROVED)

    def current(self) -> Self:
        """Without those that a later version replaced."""
        return self.filter(replaced_at=None)


class Observation(TimestampedModel):
    """One look at an indicator on a day: a figure, a score, a kind, words, or why it does not apply.

    `replaces` is the approved observation that this one corrects; once this is approved the older one has
    `replaced_at`, and both stay. `numerator` over `denominator` times 100 is the value of a percentage that
    names both.
    """

    State = ObservationState

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="observations", verbose_name=_("indicator"))
    period = models.ForeignKey(
        Period, models.SET_NULL, related_name="observations", null=True, blank=True, verbose_name=_("period")
    )
    observed_on = models.DateField(_("observed on"))
    value = figure(_("value"))
    numerator = figure(_("counted"))
    denominator = figure(_("of how many"))
    kind = models.CharField(_("kind"), max_length=100, blank=True)
    narrative = models.TextField(_("in words"), max_length=10000, blank=True)
    not_applicable = models.CharField(_("not applicable, because"), max_length=500, blank=True)
    method = models.CharField(_("how it was found out"), max_length=500, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ObservationState, default=ObservationState.DRAFT)
    recorded_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("recorded by")
    )
    recorded_for = models.ForeignKey(
        Institution, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("recorded for")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    returned_reason = models.TextField(_("returned, because"), max_length=2000, blank=True)
    verified_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("verified by")
    )
    verified_for = models.ForeignKey(
        Institution, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("verified for")
    )
    verified_name = models.CharField(_("name of who verified it"), max_length=150, blank=True)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.SET_NULL, related_name="replaced_by", null=True, blank=True, verbose_name=_("corrects")
    )
    correction_reason = models.CharField(_("corrected, because"), max_length=500, blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    creation_key = models.UUIDField(_("key of the form it was entered with"), unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(_("times saved"), default=1, editable=False)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["-observed_on", "-pk"]
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(value__isnull=False)
                | ~Q(kind="")
                | ~Q(narrative="")
                | ~Q(not_applicable=""),
                name="observation_says_something",
                violation_error_message=_("Give a value, words, or the reason why it does not apply."),
            ),
            models.CheckConstraint(
                condition=Q(not_applicable="") | Q(value=None, kind=""),
                name="observation_value_or_reason",
                violation_error_message=_("Give a value, or the reason why it does not apply; not both."),
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gt=0),
                name="observation_denominator_above_zero",
                violation_error_message=_("Nothing can be divided by zero: say why it does not apply instead."),
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(verified_at__isnull=False, verified_name__gt=""),
                name="observation_approved_by_somebody",
                violation_error_message=_("An approved observation names who verified it."),
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(recorded_by=None) | ~Q(verified_by=F("recorded_by")),
                name="observation_verified_by_another",
                violation_error_message=_("Who recorded an observation does not verify it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(returned_reason=""),
                name="observation_returned_with_reason",
                violation_error_message=_("Say why it goes back."),
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(state="approved"),
                name="observation_one_correction_at_a_time",
                violation_error_message=_("A correction of this observation is under way already."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "-observed_on"],
                condition=Q(state="approved", replaced_at=None),
                name="observation_series",
            ),
            models.Index(fields=["recorded_by"], condition=Q(state__in=["draft", "returned"]), name="observation_owed"),
            models.Index(fields=["indicator", "state"], condition=~Q(state="approved"), name="observation_open"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.observed_on}"

    def get_absolute_url(self) -> str:
        return reverse("results:observation", args=[self.indicator.partnership.slug, self.indicator.number, self.pk])

    @property
    def is_approved(self) -> bool:
        return self.state == ObservationState.APPROVED

    def evidence_word(self, *, is_documented: bool) -> str:
        """How well it is known: `corroborated` where another party verified it, `documented` where papers back it."""
        if self.is_approved and self.recorded_for_id and self.verified_for_id not in (None, self.recorded_for_id):
            return Evidence.CORROBORATED
        return Evidence.DOCUMENTED if is_documented else Evidence.SELF_REPORTED


class Disaggregation(models.Model):
    """A figure for a part of the whole, such as sex: female; of a baseline, of a target, or of an observation."""

    baseline_of = models.ForeignKey(
        Indicator, models.CASCADE, related_name="baseline_parts", null=True, blank=True, verbose_name=_("baseline of")
    )
    target_of = models.ForeignKey(
        Period, models.CASCADE, related_name="target_parts", null=True, blank=True, verbose_name=_("target of")
    )
    observation = models.ForeignKey(
        Observation, models.CASCADE, related_name="parts", null=True, blank=True, verbose_name=_("observation")
    )
    dimension = models.CharField(_("by"), max_length=60)
    category = models.CharField(_("which"), max_length=100)
    value = figure(_("value"))
    words = models.CharField(_("in words"), max_length=500, blank=True)

    class Meta:
        ordering = ["dimension", "category"]
        verbose_name = _("disaggregated figure")
        verbose_name_plural = _("disaggregation")
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline_of__isnull=False, target_of=None, observation=None)
                | Q(baseline_of=None, target_of__isnull=False, observation=None)
                | Q(baseline_of=None, target_of=None, observation__isnull=False),
                name="disaggregation_of_one_figure",
            ),
            models.UniqueConstraint(
                fields=["observation", "dimension", "category"],
                name="disaggregation_once",
                violation_error_message=_("This part is there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension}: {self.category}"
