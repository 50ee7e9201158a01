"""Who looked at or changed what is not public; nothing is ever taken out of it."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.people import User


class AuditEntry(models.Model):
    """One act. Append-only: a trigger in the database refuses every update and delete."""

    class Action(models.TextChoices):
        READ = "read", _("read")
        CHANGE = "change", _("changed")
        MERGE = "merge", _("merged")
        ROLE = "role", _("role granted or taken")
        VERIFY = "verify", _("verified")

    actor = models.ForeignKey(
        User, models.DO_NOTHING, related_name="audit_entries", db_constraint=False, verbose_name=_("who")
    )
    actor_name = models.CharField(_("name at the time"), max_length=254)
    action = models.CharField(_("act"), max_length=20, choices=Action)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("kind of record"))
    object_id = models.PositiveBigIntegerField(_("record number"))
    target = GenericForeignKey()
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="audit_by_record")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.get_action_display()} {self.content_type} {self.object_id}"
