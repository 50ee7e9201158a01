"""Published files that are known here, and each time one was read."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import TimestampedModel


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: Any) -> Self:
        """One's own and those of one's institutions; the secretariat's eyes are on all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role in User.SECRETARIAT_ROLES:
            return self.all()
        return self.filter(Q(owner=user) | Q(institution__in=user.institution_ids))

    def followed(self) -> Self:
        """Those that are fetched again by themselves."""
        return self.filter(is_followed=True).exclude(url="")


class Source(TimestampedModel):
    """A published file: an address that can be fetched again, or a file that somebody brought."""

    owner = models.ForeignKey(
        User, models.SET_NULL, related_name="iati_sources", null=True, blank=True, verbose_name=_("brought by")
    )
    institution = models.ForeignKey(
        Institution, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("for")
    )
    name = models.CharField(_("name"), max_length=250)
    url = models.URLField(_("address"), max_length=500, blank=True)
    is_followed = models.BooleanField(_("fetched again each week"), default=False)
    etag = models.CharField(max_length=250, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    sha256 = models.CharField(_("SHA-256 of what was read last"), max_length=64, blank=True, editable=False)
    fetched_at = models.DateTimeField(_("asked for at"), null=True, blank=True, editable=False)
    read_at = models.DateTimeField(_("last good file of"), null=True, blank=True, editable=False)
    failure = models.TextField(_("why it could not be fetched"), blank=True, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("IATI source")
        verbose_name_plural = _("IATI sources")
        constraints = [
            models.UniqueConstraint(
                fields=["url", "institution"],
                condition=~Q(url=""),
                nulls_distinct=False,
                name="iati_source_once",
                violation_error_message=_("Your institution has this address already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("iati:source", args=[self.pk])


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(source__in=Source.objects.visible_to(user))

    def without_content(self) -> Self:
        return self.defer("content")


class Reading(TimestampedModel):
    """One time that a source was read: fetched, read to the end, looked at, and what was chosen of it written."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READ = "read", _("Read")
        CONFIRMED = "confirmed", _("Being written")
        DONE = "done", _("Written")
        UNCHANGED = "unchanged", _("Nothing new")
        FAILED = "failed", _("Could not be read")

    source = models.ForeignKey(Source, models.CASCADE, related_name="readings", verbose_name=_("source"))
    owner = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("by"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    language = models.CharField(_("language of the report"), max_length=5, choices=settings.LANGUAGES, default="en")
    # Compressed with zlib; dropped once what was chosen is written, or after a day.
    content = models.BinaryField(_("content"), null=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    bytes_read = models.PositiveBigIntegerField(_("read so far, in bytes"), default=0, editable=False)
    # The head of the report: everything of `import_iati --report` but the items.
    report = models.JSONField(_("report"), default=dict, editable=False)
    message = models.TextField(_("why it could not be read"), blank=True, editable=False)
    read_at = models.DateTimeField(_("read at"), null=True, editable=False)
    done_at = models.DateTimeField(_("written at"), null=True, editable=False)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("reading of an IATI source")
        verbose_name_plural = _("readings of IATI sources")

    def __str__(self) -> str:
        return f"{self.source}, {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("iati:reading", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.CONFIRMED)
