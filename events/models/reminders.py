"""When an event reminds its participants, and the secret address of a person's calendar."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.models import TimestampedModel
from events.models.choices import ReminderKind, ReminderStatus
from events.models.event import LearningEvent


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def due(self) -> Self:
        return self.filter(status=ReminderStatus.SCHEDULED, due_at__lte=timezone.now()).order_by("due_at", "pk")


class Reminder(TimestampedModel):
    """A reminder of an event at an instant; `sequence` is that of the event's times it was made for.

    When the event moves, those of the old times are cancelled and new ones made.
    """

    Kind = ReminderKind
    Status = ReminderStatus

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="reminders", verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=8, choices=ReminderKind)
    sequence = models.PositiveIntegerField(_("sequence"))
    due_at = models.DateTimeField(_("due at"))
    status = models.CharField(_("status"), max_length=10, choices=ReminderStatus, default=ReminderStatus.SCHEDULED)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True, editable=False)
    mails = models.PositiveIntegerField(_("mails written"), default=0, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["event", "kind", "sequence"], name="reminder_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(status="scheduled"), name="reminder_due")]

    def __str__(self) -> str:
        return f"{self.event} · {self.get_kind_display()}"


def new_secret() -> str:
    return get_random_string(43)


class CalendarFeed(TimestampedModel):
    """The secret address by which a calendar program reads one person's events; a new one ends the old."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed", verbose_name=_("person"))
    secret = models.CharField(_("secret"), max_length=64, unique=True, default=new_secret, editable=False)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.user)
