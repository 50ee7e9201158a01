"""The summary report: from the data, through the participants' comments, to a version that never changes."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.models import TimestampedModel
from events.models.choices import ReportStatus
from events.models.event import LearningEvent
from events.models.registrations import Registration


class EventReportQuerySet(models.QuerySet["EventReport"]):
    def final(self) -> Self:
        return self.filter(status=ReportStatus.FINAL)


class EventReport(TimestampedModel):
    """One report an event. A final one is dated and locked: the database refuses to change it.

    `content` of a final report is all that its page and its files print, as JSON; `sha256` is that of its
    canonical text, so that a copy can be checked.
    """

    Status = ReportStatus

    event = models.OneToOneField(LearningEvent, models.CASCADE, related_name="report", verbose_name=_("event"))
    language = models.CharField(_("language"), max_length=5, default="en")
    status = models.CharField(_("status"), max_length=14, choices=ReportStatus, default=ReportStatus.DRAFT)
    comments_until = models.DateTimeField(_("comments until"), null=True, blank=True)
    comment_round_opened_at = models.DateTimeField(_("comment round opened at"), null=True, blank=True, editable=False)
    finalised_on = models.DateField(_("final version of"), null=True, blank=True)
    finalised_at = models.DateTimeField(_("made final at"), null=True, blank=True, editable=False)
    finalised_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("made final by")
    )
    content = models.JSONField(_("final content"), null=True, blank=True, editable=False)
    sha256 = models.CharField(_("SHA-256 of the final content"), max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = EventReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("summary report")
        verbose_name_plural = _("summary reports")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="final") | Q(finalised_on__isnull=False, content__isnull=False),
                name="report_final_is_dated_and_kept",
            ),
            models.CheckConstraint(
                condition=~Q(status="comment_round") | Q(comments_until__isnull=False),
                name="report_comment_round_has_end",
                violation_error_message=_("A comment round needs a last day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.get_status_display()}"

    @property
    def is_final(self) -> bool:
        return self.status == ReportStatus.FINAL

    @property
    def takes_comments(self) -> bool:
        """Whether the comment round is on, and its time not over."""
        if self.status != ReportStatus.COMMENT_ROUND or self.comments_until is None:
            return False
        return self.comments_until > timezone.now()


class ReportSection(TimestampedModel):
    """A part of a report that is text: made from the data until somebody edits it."""

    report = models.ForeignKey(EventReport, models.CASCADE, related_name="sections", verbose_name=_("report"))
    key = models.SlugField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("heading"), max_length=250)
    text = models.TextField(_("text"), max_length=50_000, blank=True)
    is_edited = models.BooleanField(_("edited by hand"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("section of a report")
        verbose_name_plural = _("sections of reports")
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="report_section_once")]

    def __str__(self) -> str:
        return self.title


class ReportCommentQuerySet(models.QuerySet["ReportComment"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)

    def by_person(self, user: Any) -> Self:
        return self.filter(registration__user=user) if user.is_authenticated else self.none()


class ReportComment(TimestampedModel):
    """What a participant says about a section while comments are asked for."""

    section = models.ForeignKey(ReportSection, models.CASCADE, related_name="comments", verbose_name=_("section"))
    registration = models.ForeignKey(
        Registration, models.SET_NULL, related_name="comments", null=True, blank=True, verbose_name=_("participant")
    )
    text = models.TextField(_("comment"), max_length=5000)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("settled by")
    )
    answer = models.TextField(_("answer"), max_length=2000, blank=True)

    objects = ReportCommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("comment on a report")
        verbose_name_plural = _("comments on reports")

    def __str__(self) -> str:
        return self.text[:80]


class ReportFile(TimestampedModel):
    """A final report as a document, made once."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"

    report = models.ForeignKey(EventReport, models.CASCADE, related_name="files", verbose_name=_("report"))
    format = models.CharField(_("format"), max_length=4, choices=Format)
    file = models.FileField(_("file"), upload_to="event_reports/%Y/%m", max_length=300)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["format"]
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        constraints = [models.UniqueConstraint(fields=["report", "format"], name="report_file_once_a_format")]

    def __str__(self) -> str:
        return f"{self.report} · {self.format}"
