"""The outbox. It holds addresses, languages and zones, and knows nobody."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import TimestampedModel
from mail.models.pause import OutboxPause


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self) -> Self:
        """Those to be sent now, oldest first."""
        return self.filter(status__in=Message.WAITING, due_at__lte=timezone.now()).order_by("due_at", "pk")

    def held(self) -> Self:
        """Those that wait for the digest, oldest first."""
        return self.filter(status=Message.Status.HELD).order_by("created_at", "pk")

    def set_aside(self, status: str, reason: str) -> int:
        """End the waiting of these messages, and say in words why they were not sent."""
        return self.update(status=status, last_error=reason, claim=None, updated_at=timezone.now())

    def seconds_waiting(self) -> int:
        """For how long the oldest due message has waited; 0 when none does."""
        oldest = self.due().order_by().aggregate(oldest=Min("due_at"))["oldest"]
        return int((timezone.now() - oldest).total_seconds()) if oldest else 0

    def state(self) -> "OutboxState":
        """How the outbox stands, for those on duty; each figure from an index of its own."""
        day_ago = timezone.now() - timedelta(days=1)
        return OutboxState(
            queued=self.filter(status__in=Message.WAITING).count(),
            oldest_due_s=self.seconds_waiting(),
            held=self.filter(status=Message.Status.HELD).count(),
            failed_last_day=self.filter(status=Message.Status.FAILED, updated_at__gt=day_ago).count(),
            pause=OutboxPause.objects.open().first(),
        )


@dataclass(frozen=True)
class OutboxState:
    """What waits, for how many seconds the oldest due message has, what failed, and the pause if there is one."""

    queued: int
    oldest_due_s: int
    held: int
    failed_last_day: int
    pause: OutboxPause | None


class Message(TimestampedModel):
    """One mail to one address. The row is written in the transaction that causes it.

    There is one for each purpose, period and recipient, and it keeps one Message-ID for ever.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        RETRY = "retry", _("To be tried again")
        FAILED = "failed", _("Failed")
        SUPPRESSED = "suppressed", _("Suppressed")
        DROPPED = "dropped", _("No longer wanted")
        HELD = "held", _("Kept for the digest")
        DIGESTED = "digested", _("Told in a digest")

    WAITING = (Status.QUEUED, Status.RETRY)
    RESUMABLE = (*WAITING, Status.FAILED, Status.SUPPRESSED, Status.DROPPED)

    purpose = models.CharField(_("purpose"), max_length=60)
    period = models.CharField(_("period"), max_length=100)
    recipient = models.EmailField(_("recipient"), max_length=254)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC")
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    due_at = models.DateTimeField(_("due at"), default=timezone.now)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_after = models.DateTimeField(_("of no use after"), null=True, blank=True)
    tried_since = models.DateTimeField(_("tried since"), null=True, blank=True, editable=False)
    claim = models.BigIntegerField(null=True, blank=True, editable=False)  # whose it is; see mail/claiming.py
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True, editable=False)
    last_error = models.TextField(_("last error"), blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sender = models.CharField(_("caused by"), max_length=100, blank=True, default="", db_default="")
    digest = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name=_("told in")
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["purpose", "period", "recipient"], name="message_once"),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False), name="message_sent_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(status__in=["queued", "retry"]), name="message_due"),
            models.Index(fields=["claimed_at"], condition=Q(status="sending"), name="message_claimed"),
            models.Index(fields=["recipient", "-created_at"], name="message_recipient"),
            models.Index(fields=["recipient"], condition=Q(status="held"), name="message_held"),
            models.Index(fields=["updated_at"], condition=Q(status="failed"), name="message_failed"),
            models.Index(fields=["sender", "-created_at"], condition=~Q(sender=""), name="message_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} → {self.recipient}"
