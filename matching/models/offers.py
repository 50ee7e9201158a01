"""What an institution has done itself and can share with a peer, and how much of that at once."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.validators import validate_has_letters
from matching.models.choices import CapacityUnit, IntroductionStatus, OfferStatus
from matching.models.statements import Statement, StatementQuerySet, found_by, in_order
from partnerships.models import Partnership
from partnerships.models.choices import Stage

# An introduction counts against the capacity from the moment that both sides are written to.
LIVE = (IntroductionStatus.SENT, IntroductionStatus.ACCEPTED_DEMAND, IntroductionStatus.ACCEPTED_SUPPLY)
ENDED_STAGES = (Stage.CLOSED, Stage.CANCELLED)


class OfferQuerySet(StatementQuerySet):
    open_states = (OfferStatus.OPEN,)

    def with_capacity(self) -> Self:
        """Each with `in_use`: its live introductions, and the partnerships that came of it and still run."""
        live = Count("introductions", filter=Q(introductions__status__in=LIVE), distinct=True)
        introduced = Q(introductions__status=IntroductionStatus.INTRODUCED)
        running = Count(
            "introductions__partnership",
            filter=introduced & ~Q(introductions__partnership__stage__in=ENDED_STAGES),
            distinct=True,
        )
        both: Combinable = live + running
        return self.annotate(in_use=both)


class Offer(Statement):
    """`capacity` counts placements or days a year, `at_once` how many peers at the same time."""

    Status = OfferStatus
    CapacityUnit = CapacityUnit

    expertise = models.TextField(
        _("what have you changed that you could tell of?"), max_length=5000, validators=[validate_has_letters]
    )
    method = models.TextField(_("how you would work with a peer"), max_length=5000, blank=True)
    hopes_to_learn = models.TextField(_("what you hope to learn yourselves"), max_length=3000, blank=True)
    capacity = models.PositiveIntegerField(
        _("how much a year"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    capacity_unit = models.CharField(
        _("counted in"), max_length=10, choices=CapacityUnit, default=CapacityUnit.PLACEMENTS
    )
    at_once = models.PositiveSmallIntegerField(
        _("how many peers at once"), default=1, validators=[MinValueValidator(1)]
    )
    evidence = models.ManyToManyField(
        Partnership, related_name="shown_by_offers", blank=True, verbose_name=_("past partnerships that show it")
    )
    status = models.CharField(_("state"), max_length=16, choices=OfferStatus, default=OfferStatus.DRAFT)
    search = found_by("expertise", "method")

    objects: ClassVar[Any] = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            in_order("offer_dates_in_order"),
            models.CheckConstraint(
                condition=Q(at_once__gte=1) & (Q(capacity=None) | Q(capacity__gte=1)),
                name="offer_has_capacity",
                violation_error_message=_("An offer is for one peer at least. Pause it while nobody is free."),
            ),
        ]
        indexes = [
            models.Index(F("changed_at").desc(), F("id").desc(), condition=Q(status="open"), name="offer_open_latest"),
            models.Index(fields=["institution", "status"], name="offer_of_institution"),
            GinIndex(fields=["search"], name="offer_search"),
        ]

    def __str__(self) -> str:
        return str(Truncator(" ".join(self.expertise.split())).chars(80))

    def get_absolute_url(self) -> str:
        return reverse("matching:offer", args=[self.pk])
