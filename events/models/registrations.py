"""Who comes, who waits, and what happened to each place."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from community.models import Country, Institution, User
from core.models import TimestampedModel
from events.models.choices import ACTIVE, SEATED, RegistrationStatus, Represents
from events.models.event import LearningEvent


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> Self:
        return self.filter(status__in=ACTIVE)

    def seated(self) -> Self:
        """Those who have a place."""
        return self.filter(status__in=SEATED)

    def verified(self) -> Self:
        """Without those who have not shown yet that the address is theirs: of them nothing is seen."""
        return self.exclude(address_confirmed_at=None)

    def reachable(self) -> Self:
        """Without those whose account was deactivated: they keep their place, and nobody writes to them."""
        return self.exclude(user__is_active=False)

    def waiting(self) -> Self:
        """The waiting list in its order; `place` counts from 1 without a gap, within one event."""
        place = Window(RowNumber(), partition_by=F("event_id"), order_by=[F("queue_number").asc(), F("pk").asc()])
        return self.filter(status=RegistrationStatus.WAITLISTED).annotate(place=place).order_by("queue_number", "pk")

    def listed(self) -> Self:
        """Who agreed to stand in the list of participants, and has a place."""
        return self.seated().filter(in_list=True)

    def of(self, user: Any) -> Self:
        return self.filter(user=user) if user.is_authenticated else self.none()


class Registration(TimestampedModel):
    """One person's place at one event. `email_key` is the address as one person's: see `events/identity.py`."""

    Status = RegistrationStatus
    Represents = Represents

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="registrations", verbose_name=_("event"))
    user = models.ForeignKey(
        User, models.CASCADE, related_name="registrations", null=True, blank=True, verbose_name=_("account")
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254)
    email_key = models.CharField(_("address as one person's"), max_length=254, editable=False)
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    institution = models.ForeignKey(
        Institution, models.SET_NULL, related_name="registrations", null=True, blank=True, verbose_name=_("institution")
    )
    organisation = models.CharField(_("organisation"), max_length=250, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("country")
    )
    represents = models.CharField(_("comes for"), max_length=12, choices=Represents, default=Represents.OTHER)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC")
    access_needs = models.CharField(
        _("what you need to take part"), max_length=500, blank=True, help_text=_("Only the hosts read this.")
    )
    in_list = models.BooleanField(_("in the list of participants"), default=False)
    in_list_decided_at = models.DateTimeField(_("decided on the list at"), null=True, blank=True, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=RegistrationStatus, default=RegistrationStatus.PENDING
    )
    queue_number = models.PositiveBigIntegerField(_("number in the order of asking"), null=True, editable=False)
    address_confirmed_at = models.DateTimeField(_("address confirmed at"), null=True, blank=True, editable=False)
    seated_at = models.DateTimeField(_("has a place since"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(_("first opened the joining link at"), null=True, blank=True, editable=False)
    invited_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("invited by")
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["queue_number", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email_key"],
                condition=~Q(status="cancelled"),
                name="registration_once_an_address",
                violation_error_message=_("This address is registered for this event already."),
            ),
            models.UniqueConstraint(
                fields=["event", "user"],
                condition=~Q(status="cancelled"),
                name="registration_once_a_person",
                violation_error_message=_("This person is registered for this event already."),
            ),
            models.UniqueConstraint(
                fields=["event", "queue_number"],
                name="registration_queue_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["confirmed", "waitlisted", "attended"]) | Q(queue_number__isnull=False),
                name="registration_in_line_has_number",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "status", "queue_number"], name="registration_in_line"),
            models.Index(fields=["user", "status"], name="registration_of_person"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_active(self) -> bool:
        return self.status != RegistrationStatus.CANCELLED

    @property
    def is_seated(self) -> bool:
        return self.status in SEATED

    @property
    def organisation_name(self) -> str:
        return str(self.institution) if self.institution else self.organisation


class RegistrationChange(models.Model):
    """What happened to a place, in its order; added to and never rewritten."""

    class By(models.TextChoices):
        PERSON = "person", _("The person")
        HOST = "host", _("A host")
        PORTAL = "portal", _("The portal")

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="changes", verbose_name=_("registration")
    )
    before = models.CharField(_("before"), max_length=10, choices=RegistrationStatus, blank=True)
    after = models.CharField(_("after"), max_length=10, choices=RegistrationStatus)
    by = models.CharField(_("by"), max_length=8, choices=By)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    seats_taken = models.PositiveIntegerField(_("seats taken then"))
    capacity = models.PositiveIntegerField(_("seats there were then"), null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change of a registration")
        verbose_name_plural = _("changes of registrations")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
