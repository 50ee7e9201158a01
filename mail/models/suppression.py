"""Addresses that take no mail, and the refusals that told us so."""

from typing import Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import TimestampedModel

FAILURES_TO_SUPPRESS = 3


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def active(self) -> Self:
        return self.filter(since__isnull=False)


class Suppression(TimestampedModel):
    """An address whose mail server refused it for good; from the third time on nothing is sent to it."""

    address = models.EmailField(_("address"), max_length=254, unique=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    hard_failures = models.PositiveSmallIntegerField(_("hard failures"), default=0)
    since = models.DateTimeField(_("suppressed since"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.CharField(_("lifted by"), max_length=200, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")

    def __str__(self) -> str:
        return self.address


class BounceQuerySet(models.QuerySet["Bounce"]):
    @transaction.atomic
    def note(self, *, fingerprint: str, address: str, is_hard: bool, answer: str, message_id: int | None) -> bool:
        """Write down one refusal, once, and count a hard one; whether it is new."""
        bounce, is_new = self.get_or_create(
            fingerprint=fingerprint,
            defaults={"address": address, "is_hard": is_hard, "answer": answer[:500], "message_id": message_id},
        )
        if is_new and is_hard:
            self._count(bounce)
        return is_new

    def _count(self, bounce: "Bounce") -> None:
        Suppression.objects.get_or_create(address=bounce.address)
        row = Suppression.objects.select_for_update().get(address=bounce.address)
        row.hard_failures += 1
        row.reason = bounce.answer
        if row.since is None and row.hard_failures >= FAILURES_TO_SUPPRESS:
            row.since = timezone.now()
        row.save(update_fields=["hard_failures", "reason", "since", "updated_at"])


class Bounce(models.Model):
    """One refusal of one address: said at once by the mail server, or in a mail that came back.

    A hard one is for good and counts towards suppression; a soft one (a full mailbox) is only noted.
    """

    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    address = models.EmailField(_("address"), max_length=254)
    message = models.ForeignKey(
        "mail.Message", models.SET_NULL, null=True, blank=True, related_name="bounces", verbose_name=_("message")
    )
    is_hard = models.BooleanField(_("for good"))
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    noted_at = models.DateTimeField(_("noted at"), default=timezone.now)

    objects = BounceQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at", "-pk"]
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")
        indexes = [models.Index(fields=["address", "-noted_at"], name="bounce_address")]

    def __str__(self) -> str:
        return self.address
