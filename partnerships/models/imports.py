"""Spreadsheets that were brought in, and what each record owes to one."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import TimestampedModel
from partnerships.models.partnership import Partnership


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def visible_to(self, user: Any) -> Self:
        """One's own imports and those of one's institutions; the secretariat's eyes are on all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role in User.SECRETARIAT_ROLES:
            return self.all()
        return self.filter(Q(owner=user) | Q(institution__in=user.institution_ids))

    def without_content(self) -> Self:
        """For lists: the file and its long report stay in the database."""
        return self.defer("content", "report", "preview")


class ImportJob(TimestampedModel):
    """A file on its way into the register: read, checked, looked at by its owner, then imported as a whole."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting to be checked")
        CHECKED = "checked", _("Checked")
        CONFIRMED = "confirmed", _("Being imported")
        DONE = "done", _("Imported")
        FAILED = "failed", _("Not imported")

    owner = models.ForeignKey(
        User, models.CASCADE, related_name="import_jobs", null=True, blank=True, verbose_name=_("brought by")
    )
    institution = models.ForeignKey(
        Institution, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("for")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    language = models.CharField(_("language of the report"), max_length=5, choices=settings.LANGUAGES, default="en")
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(_("content"), null=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    headers = models.JSONField(_("columns of the file"), default=list, editable=False)
    mapping = models.JSONField(_("columns of the register"), default=list, editable=False)
    choices = models.JSONField(_("decisions about duplicates"), default=dict, editable=False)
    report = models.JSONField(_("report"), default=dict, editable=False)
    preview = models.JSONField(_("what would be done"), default=dict, editable=False)
    message = models.TextField(_("why it was not imported"), blank=True, editable=False)
    done_at = models.DateTimeField(_("imported at"), null=True, editable=False)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["sha256"], name="import_job_by_file")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:import_job", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.CONFIRMED)

    @property
    def may_be_confirmed(self) -> bool:
        counts = self.report.get("created", 0) + self.report.get("updated", 0)
        return self.status == self.Status.CHECKED and not self.report.get("errors") and counts > 0


class ImportedRecord(models.Model):
    """What an import last wrote into a record: a later one changes only what still reads so."""

    partnership = models.OneToOneField(
        Partnership, models.CASCADE, related_name="imported", verbose_name=_("partnership")
    )
    values = models.JSONField(_("values as imported"), default=dict)
    imported_at = models.DateTimeField(_("imported at"), auto_now=True)

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")

    def __str__(self) -> str:
        return str(self.partnership)
