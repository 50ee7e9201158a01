"""An edition: what the secretariat adds to the digests of one week or month, and what each reader was told."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.models import TimestampedModel
from digests.models.choices import EditionState, Rhythm
from digests.models.readers import SavedSearch
from events.models import LearningEvent
from knowledge.models import Piece
from mail.models import Message


class EditionQuerySet(models.QuerySet["Edition"]):
    def to_be_made(self) -> Self:
        return self.filter(state=EditionState.APPROVED)


class Edition(TimestampedModel):
    """`draft → looked at → approved → sent`; a change leads back to draft.

    `period` is a week such as 2026-W47 or a month such as 2026-11; `ends_at` the midnight (UTC) that ends it.
    """

    Rhythm = Rhythm
    State = EditionState

    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm)
    period = models.CharField(_("week or month"), max_length=8, unique=True)
    ends_at = models.DateTimeField(_("tells of what was new before"))
    state = models.CharField(_("state"), max_length=10, choices=EditionState, default=EditionState.DRAFT)
    previewed_at = models.DateTimeField(_("looked at on"), null=True, blank=True)
    previewed_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("looked at by")
    )
    approved_at = models.DateTimeField(_("approved on"), null=True, blank=True)
    approved_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("approved by")
    )
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_at", "rhythm"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "sent"]) | Q(approved_at__isnull=False),
                name="edition_approved_is_dated",
            ),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="edition_sent_is_dated"),
        ]

    def __str__(self) -> str:
        return self.period

    def get_absolute_url(self) -> str:
        return reverse("digests:edition", args=[self.period])

    @property
    def is_writable(self) -> bool:
        return self.state in (EditionState.DRAFT, EditionState.PREVIEWED)

    def said(self) -> dict[str, str]:
        """The secretariat's note, by language; of one that is not stored yet none."""
        return dict(EditionNote.objects.filter(edition_id=self.pk).values_list("language", "text"))

    def chosen(self) -> "models.QuerySet[EditionItem]":
        return EditionItem.objects.filter(edition_id=self.pk).select_related("piece", "event")


class EditionNote(models.Model):
    """What the secretariat says at the top, in one language; English stands in for a missing one."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="notes", verbose_name=_("edition"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    text = models.TextField(_("note"), max_length=2000)

    class Meta:
        ordering = ["language"]
        verbose_name = _("note of the secretariat")
        verbose_name_plural = _("notes of the secretariat")
        constraints = [models.UniqueConstraint(fields=["edition", "language"], name="edition_note_once")]

    def __str__(self) -> str:
        return self.text[:80]


class EditionItem(models.Model):
    """A piece or an event that the secretariat chose for all readers; the first stands large on top."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="items", verbose_name=_("edition"))
    piece = models.ForeignKey(Piece, models.CASCADE, related_name="+", null=True, blank=True, verbose_name=_("piece"))
    event = models.ForeignKey(
        LearningEvent, models.CASCADE, related_name="+", null=True, blank=True, verbose_name=_("event")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("chosen item")
        verbose_name_plural = _("chosen items")
        constraints = [
            models.CheckConstraint(
                condition=Q(piece__isnull=False, event=None) | Q(piece=None, event__isnull=False),
                name="edition_item_is_one_thing",
            ),
            models.UniqueConstraint(fields=["edition", "piece"], name="edition_piece_once"),
            models.UniqueConstraint(fields=["edition", "event"], name="edition_event_once"),
        ]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def subject(self) -> Any:
        return self.piece or self.event


class DigestQuerySet(models.QuerySet["Digest"]):
    def told(self, users: Any) -> dict[int, set[str]]:
        """For each of these people, the keys of all that any digest told them; in one query."""
        found: dict[int, set[str]] = {}
        for user, items in self.filter(user__in=users).values_list("user_id", "items"):
            found.setdefault(user, set()).update(items)
        return found


class Digest(models.Model):
    """One letter to one reader, of an edition or at once of a saved search; what it told, such as `piece:12`.

    What a reader was told by one is told by no other.
    """

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="digests", null=True, blank=True, verbose_name=_("edition")
    )
    search = models.ForeignKey(
        SavedSearch, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("saved search")
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="digests", verbose_name=_("reader"))
    since = models.DateTimeField(_("what was new after"))
    items = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name=_("what it told"))
    message = models.OneToOneField(
        Message, models.SET_NULL, related_name="edition_digest", null=True, blank=True, verbose_name=_("message")
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [models.UniqueConstraint(fields=["user", "edition"], name="digest_once_an_edition")]

    def __str__(self) -> str:
        return f"{self.edition or self.search} → {self.user_id}"
