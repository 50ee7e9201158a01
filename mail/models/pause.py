"""The outbox stands still while there is an open pause."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxPauseQuerySet(models.QuerySet["OutboxPause"]):
    def open(self) -> Self:
        return self.filter(ended_at=None)


class OutboxPause(models.Model):
    """From when to when nothing was sent, who said so, and why. At most one is open."""

    reason = models.CharField(_("reason"), max_length=250)
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    started_by = models.CharField(_("started by"), max_length=200, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=200, blank=True)

    objects = OutboxPauseQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("pause of the outbox")
        verbose_name_plural = _("pauses of the outbox")
        constraints = [
            # One row with no end, whichever: NULLs are equal here.
            models.UniqueConstraint(fields=["ended_at"], nulls_distinct=False, name="outboxpause_one_open")
        ]

    def __str__(self) -> str:
        return self.reason
