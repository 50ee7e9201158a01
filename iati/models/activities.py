"""The activities of a source, as last read, and what became of each here."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import User
from iati.models.sources import Reading, Source
from partnerships.models import Partnership


class PublishedActivityQuerySet(models.QuerySet["PublishedActivity"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(source__in=Source.objects.visible_to(user))

    def for_listing(self) -> Self:
        """Without the long content, which only its own page and the panel of its partnership read."""
        return self.defer("content", "written").select_related("partnership")

    def possible(self) -> Self:
        """Those that read like a twinning."""
        return self.filter(is_possible=True)

    def gone(self) -> Self:
        return self.filter(gone_at__isnull=False)


class PublishedActivity(models.Model):
    """One activity of one source; `content` is what `iati.reading.activity.Activity.as_json` gives."""

    class Outcome(models.TextChoices):
        PREVIEW = "preview", _("New")
        CREATED = "created", _("Created")
        UPDATED = "updated", _("Updated")
        UNCHANGED = "unchanged", _("Unchanged")
        SKIPPED = "skipped", _("Left out")
        FAILED = "failed", _("Could not be read")

    source = models.ForeignKey(Source, models.CASCADE, related_name="activities", verbose_name=_("source"))
    reading = models.ForeignKey(Reading, models.CASCADE, related_name="activities", verbose_name=_("last read in"))
    # The identifier; for what has none, or one that stood further up already: a blank and its position in the file.
    key = models.CharField(max_length=600, editable=False)
    identifier = models.CharField(_("IATI identifier"), max_length=500, blank=True)
    position = models.PositiveIntegerField(_("position in the file"))
    line = models.PositiveIntegerField(_("line"))
    title = models.CharField(_("title"), max_length=500, blank=True)
    content = models.JSONField(_("content"), default=dict, editable=False)
    digest = models.CharField(_("SHA-256 of the content"), max_length=64, editable=False)
    is_possible = models.BooleanField(_("possible twinning"), default=False)
    reasons = models.JSONField(_("why it may be one"), default=list, editable=False)
    # Members with a proposed side each, see iati.importing.
    proposal = models.JSONField(_("proposed members"), default=list, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.PREVIEW)
    messages = models.JSONField(_("messages"), default=list, editable=False)
    is_chosen = models.BooleanField(_("chosen"), default=False)
    partnership = models.ForeignKey(
        Partnership, models.SET_NULL, related_name="published", null=True, blank=True, verbose_name=_("partnership")
    )
    # The content and its digest as it was last written into the partnership.
    written = models.JSONField(_("content as last written"), null=True, editable=False)
    written_digest = models.CharField(max_length=64, blank=True, editable=False)
    written_at = models.DateTimeField(_("written at"), null=True, editable=False)
    # What differs from what people wrote here since: [{"name", "here", "there"}], until somebody decides.
    differences = models.JSONField(_("differences to decide on"), default=list, editable=False)
    sides_confirmed_at = models.DateTimeField(_("sides confirmed at"), null=True, editable=False)
    sides_confirmed_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, editable=False, verbose_name=_("by")
    )
    gone_at = models.DateTimeField(_("no longer in the file since"), null=True, editable=False)

    objects = PublishedActivityQuerySet.as_manager()

    class Meta:
        ordering = ["source", "position"]
        verbose_name = _("published activity")
        verbose_name_plural = _("published activities")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="iati_activity_once")]
        indexes = [
            models.Index(fields=["reading", "position"], name="iati_activity_in_order"),
            models.Index(fields=["source", "position"], condition=Q(is_possible=True), name="iati_activity_possible"),
            models.Index(fields=["identifier"], name="iati_activity_by_identifier"),
        ]

    def __str__(self) -> str:
        return self.title or self.identifier
