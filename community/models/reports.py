"""What somebody told us is wrong with a page."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models.institutions import Institution
from community.models.people import User
from core.models import TimestampedModel


class ProblemReportQuerySet(models.QuerySet["ProblemReport"]):
    def visible_to(self, user: Any) -> Self:
        """For focal points those about records of their institutions; for the secretariat all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role in User.SECRETARIAT_ROLES:
            return self.all()
        owned = ProblemReport.objects.filter(institutions__in=user.focal_institution_ids).values("pk")
        return self.filter(pk__in=owned)

    def open(self) -> Self:
        return self.filter(handled_at=None)

    def handled(self) -> Self:
        return self.exclude(handled_at=None)

    def forget(self, user: User) -> None:
        """Keep no trace of who told us, where that was a person who is erased."""
        self.filter(models.Q(reporter=user) | models.Q(reply_to=user.email)).update(reporter=None, reply_to="")

    def for_listing(self) -> Self:
        return self.select_related("reporter", "handled_by").order_by("-pk")


class ProblemReport(TimestampedModel):
    """A report by anyone, of any page; its owners are told, and the secretariat.

    `title` and `institutions` are those of the moment: who owned the record then answers for it.
    """

    path = models.CharField(_("page"), max_length=300, blank=True)
    title = models.CharField(_("record"), max_length=300, blank=True)
    content_type = models.ForeignKey(
        ContentType, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("kind of record")
    )
    object_id = models.CharField(_("record number"), max_length=64, blank=True)
    target = GenericForeignKey()
    institutions = models.ManyToManyField(
        Institution, related_name="problem_reports", blank=True, verbose_name=_("owners")
    )
    text = models.TextField(_("what is wrong"), max_length=5000)
    reply_to = models.EmailField(_("address for an answer"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    reporter = models.ForeignKey(
        User, models.SET_NULL, related_name="problem_reports", null=True, blank=True, verbose_name=_("reported by")
    )
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("handled by")
    )
    answer = models.TextField(_("answer"), max_length=2000, blank=True)

    objects = ProblemReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("report of a problem")
        verbose_name_plural = _("reports of problems")
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="report_by_record"),
            models.Index(fields=["-id"], condition=models.Q(handled_at=None), name="report_open"),
        ]

    def __str__(self) -> str:
        return self.title or self.path or str(self._meta.verbose_name)

    def get_absolute_url(self) -> str:
        return reverse("community:problem", args=[self.pk])
