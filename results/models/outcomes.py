"""Changes that were harvested: what is different now, for whom, and how well that is known."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Country, Institution
from core.models import Visibility
from core.partial_dates import PartialDateField, display, well_formed
from core.validators import validate_has_letters
from partnerships.models.partnership import codes
from partnerships.models.visible_parts import PartOfPartnership, PartQuerySet
from results.models.choices import Benefits, Evidence, Family, Level
from results.models.frameworks import Result
from results.models.indicators import Indicator


class OutcomeQuerySet(PartQuerySet):
    def listed_for(self, user: Any) -> Self:
        """What lists, counts, feeds and exports hold: nothing of a new wording of a record.

        What is public is read from its own column, which has the indexes; what a member sees beyond it is little.
        """
        if not user.is_authenticated or not user.is_verified_member:
            return self.public()
        beyond = HarvestedOutcome.objects.beyond_public(user).values("pk")
        return self.filter(Q(is_public=True) | Q(pk__in=beyond))

    def public(self) -> Self:
        return self.filter(is_public=True)

    def beyond_public(self, user: Any) -> Self:
        """The listed ones that this person sees and the public does not."""
        return self.visible_to(user).filter(is_public=False, partnership__revises=None)

    def corroborated(self) -> Self:
        """Whose evidence is `corroborated` or better."""
        return self.filter(evidence__in=[Evidence.CORROBORATED, Evidence.VERIFIED])

    def real(self) -> Self:
        """Without the demonstration records."""
        return self.filter(is_demo=False)


class HarvestedOutcome(PartOfPartnership):
    """One change that somebody noticed, told in a sentence, worked back to what the partnership did for it.

    Source: outcome harvesting (Wilson-Grau and Britt, 2012). `number` is its place in the address, given once.
    `reported_by` is the institution for which it was recorded; what another of the parties says of it is its
    partner's word. `revision` is the SHA-256 of its words, to which every word of others is bound.

    The columns at the end are derived by the database (`results/sql/outcomes.sql`); setting them has no effect.
    """

    Evidence = Evidence
    Level = Level
    # What is agreed to when it is shown to more people leaves these out (`partnerships.openings`).
    NOT_AGREED = frozenset(
        {
            *("number", "result", "indicator", "language", "reported_by", "revision", "changed_at", "creation_key"),
            *("version", "evidence", "is_disputed", "is_public", "is_demo", "year", "tokens"),
        }
    )

    number = models.PositiveIntegerField(_("number"), editable=False)
    what_changed = models.CharField(_("what changed"), max_length=400, validators=[validate_has_letters])
    who_changed = models.CharField(_("who changed"), max_length=250)
    changed_on = PartialDateField(_("when"))
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("country")
    )
    place = models.CharField(_("where"), max_length=200, blank=True)
    significance = models.TextField(_("why it matters"), max_length=3000, blank=True)
    contribution = models.TextField(_("our contribution"), max_length=3000)
    level = models.CharField(_("level"), max_length=12, choices=Level)
    family = models.CharField(_("family"), max_length=12, choices=Family, default=Family.DEVELOPMENT)
    benefits = models.CharField(_("which side gained"), max_length=8, choices=Benefits, default=Benefits.DEMAND)
    is_negative = models.BooleanField(_("a change for the worse"), default=False)
    is_unintended = models.BooleanField(_("nobody had intended it"), default=False)
    result = models.ForeignKey(
        Result, models.SET_NULL, related_name="outcomes", null=True, blank=True, verbose_name=_("result")
    )
    indicator = models.ForeignKey(
        Indicator, models.SET_NULL, related_name="outcomes", null=True, blank=True, verbose_name=_("indicator")
    )
    language = models.CharField(_("language"), max_length=8, default="en")
    reported_by = models.ForeignKey(
        Institution, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("reported for")
    )
    revision = models.CharField(_("wording"), max_length=64, editable=False, default="")
    changed_at = models.DateTimeField(_("content changed at"), default=timezone.now, editable=False)
    creation_key = models.UUIDField(_("key of the form it was entered with"), unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    # Derived by the database; never written by hand.
    evidence = models.CharField(
        _("evidence"), max_length=24, choices=Evidence, default=Evidence.SELF_REPORTED, editable=False
    )
    is_disputed = models.BooleanField(_("somebody disagrees"), default=False, editable=False)
    is_public = models.BooleanField(_("everybody sees it"), default=False, editable=False)
    is_demo = models.BooleanField(_("demonstration record"), default=False, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), null=True, editable=False)
    tokens = codes(_("what it is counted under"))

    objects: ClassVar[Any] = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="outcome_number_once"),
            models.CheckConstraint(
                condition=well_formed("changed_on"),
                name="outcome_date_well_formed",
                violation_error_message=_("Write dates as 2024, 2024-03 or 2024-03-09."),
            ),
        ]
        indexes = [
            models.Index(F("changed_at").desc(), F("id").desc(), condition=Q(is_public=True), name="outcome_latest"),
            models.Index(fields=["partnership", "-changed_at"], name="outcome_of_partnership"),
            models.Index(fields=["partnership"], condition=Q(is_public=False), name="outcome_not_public"),
            GinIndex(fields=["tokens"], name="outcome_tokens", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.what_changed

    def get_absolute_url(self) -> str:
        return reverse("results:outcome", args=[self.partnership.slug, self.number])

    def agreed_details(self) -> list[Any]:
        """The contribution claim, as plain data: it is agreed to with the outcome that it explains."""
        claim = getattr(self, "claim", None)
        if claim is None:
            return []
        steps = [[step.text, step.assumption] for step in claim.steps.all()]
        rivals = [[each.text, each.speaks_for, each.speaks_against, each.weight] for each in claim.rivals.all()]
        return [claim.part, claim.summary, steps, rivals]

    def agreed_facts(self) -> list[tuple[str, str]]:
        """The same for reading over."""
        claim = getattr(self, "claim", None)
        if claim is None:
            return []
        told = [
            (_("How much the partnership was"), claim.get_part_display()),
            (_("How it came about"), claim.summary),
            *((_("Step"), "; ".join(filter(None, (step.text, step.assumption)))) for step in claim.steps.all()),
            *((_("What else may explain it"), rival.text) for rival in claim.rivals.all()),
        ]
        return [(str(term), fact) for term, fact in told if fact]

    @property
    def when(self) -> str:
        """`2025`, `May 2025` or `9 May 2025`, in the reader's language."""
        return display(self.changed_on)

    @property
    def is_corroborated(self) -> bool:
        return self.evidence in (Evidence.CORROBORATED, Evidence.VERIFIED)

    @property
    def is_shown(self) -> bool:
        """To more than the parties."""
        return self.visibility in (Visibility.PUBLIC, Visibility.COMMUNITY)
