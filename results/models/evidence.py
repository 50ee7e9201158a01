"""What an observation, an outcome or a step of its chain rests on: papers, addresses, texts of the portal."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.models import TimestampedModel
from knowledge.models import Piece
from partnerships.models import Document, Partnership, PartnershipMember
from results.models.claims import ContributionStep
from results.models.observations import Observation
from results.models.outcomes import HarvestedOutcome


class EvidenceItemQuerySet(models.QuerySet["EvidenceItem"]):
    def visible_to(self, user: Any) -> Self:
        """With what it is evidence of; what is confidential, for the parties alone."""
        outcomes = HarvestedOutcome.objects.visible_to(user).values("pk")
        visible = self.filter(
            Q(observation__in=Observation.objects.visible_to(user).values("pk"))
            | Q(outcome__in=outcomes)
            | Q(step__claim__outcome__in=outcomes)
        )
        if not user.is_authenticated or not user.is_verified_member:
            return visible.filter(is_confidential=False)
        own = PartnershipMember.objects.of_institutions(user.institution_ids).values("partnership")
        return visible.filter(
            Q(is_confidential=False)
            | Q(outcome__partnership__in=own)
            | Q(step__claim__outcome__partnership__in=own)
            | Q(observation__indicator__partnership__in=own)
        )

    def of_outcome(self, outcome: HarvestedOutcome) -> Self:
        """Its own, and those of the steps of its chain."""
        return self.filter(Q(outcome=outcome) | Q(step__claim__outcome=outcome))

    def of_partnership(self, partnership: Partnership) -> Self:
        return self.filter(
            Q(outcome__partnership=partnership)
            | Q(step__claim__outcome__partnership=partnership)
            | Q(observation__indicator__partnership=partnership)
        )


class EvidenceItem(TimestampedModel):
    """One piece of evidence, for exactly one thing: a file, an address, a document of the record, or a text.

    `place` says where in it (page, table, minute). Adding one is the act that makes a claim `documented`.
    """

    observation = models.ForeignKey(
        Observation, models.CASCADE, related_name="evidence", null=True, blank=True, verbose_name=_("observation")
    )
    outcome = models.ForeignKey(
        HarvestedOutcome,
        models.CASCADE,
        related_name="evidence_items",
        null=True,
        blank=True,
        verbose_name=_("outcome"),
    )
    step = models.ForeignKey(
        ContributionStep, models.CASCADE, related_name="evidence", null=True, blank=True, verbose_name=_("step")
    )
    title = models.CharField(_("what it is"), max_length=250)
    file = models.FileField(_("file"), upload_to="evidence/%Y/%m", max_length=300, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    url = models.URLField(_("address"), max_length=500, blank=True)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="evidence",
        null=True,
        blank=True,
        verbose_name=_("document of the record"),
    )
    piece = models.ForeignKey(
        Piece, models.PROTECT, related_name="evidence_of", null=True, blank=True, verbose_name=_("text of the portal")
    )
    place = models.CharField(_("where in it"), max_length=200, blank=True)
    is_confidential = models.BooleanField(_("for the parties only"), default=False)
    added_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("added by")
    )

    objects = EvidenceItemQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=Q(observation__isnull=False, outcome=None, step=None)
                | Q(observation=None, outcome__isnull=False, step=None)
                | Q(observation=None, outcome=None, step__isnull=False),
                name="evidence_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(file__gt="", url="", document=None, piece=None)
                | Q(file="", url__gt="", document=None, piece=None)
                | Q(file="", url="", document__isnull=False, piece=None)
                | Q(file="", url="", document=None, piece__isnull=False),
                name="evidence_is_one_of_four",
                violation_error_message=_("Give one thing: a file, an address, a document of the record or a text."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
