"""How a piece comes to be published: wordings, consents, comments, states. What was said is never rewritten."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import TimestampedModel
from knowledge.models.choices import Decision, State
from knowledge.models.pieces import Piece

LIVES_FOR = timedelta(days=60)
NOBODY = "@erased.invalid"  # where the address of a person stood who was erased


def in_sixty_days() -> object:
    return timezone.now() + LIVES_FOR


class Revision(models.Model):
    """A wording of a piece as it stood when somebody was asked about it; `sha256` is that of its canonical JSON."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="revisions", verbose_name=_("piece"))
    number = models.PositiveIntegerField(_("number"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    content = models.JSONField(_("content"))
    language = models.CharField(_("language"), max_length=8)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("created by")
    )
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        constraints = [models.UniqueConstraint(fields=["piece", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.piece} · {self.number}"


class ConsentLinkQuerySet(models.QuerySet["ConsentLink"]):
    def open(self) -> Self:
        """Those by which an answer can still be given."""
        return self.filter(answered_at=None, replaced_at=None, expires_at__gt=timezone.now())


class ConsentLink(TimestampedModel):
    """One link for one address, to speak for one institution about one wording. Its token stands for this row.

    After an answer it still opens the page on which the consent can be taken back.
    """

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="consent_links", verbose_name=_("piece"))
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="consent_links", verbose_name=_("wording"))
    address = models.EmailField(_("sent to"), max_length=254)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    sent_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("asked by")
    )
    expires_at = models.DateTimeField(_("ends at"), default=in_sixty_days)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("replaced by a newer one at"), null=True, blank=True)

    objects = ConsentLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("consent link")
        verbose_name_plural = _("consent links")
        indexes = [models.Index(fields=["piece", "institution", "-created_at"], name="consent_link_latest")]

    def __str__(self) -> str:
        return f"{self.institution} · {self.piece}"


class Consent(models.Model):
    """What one party said to one wording, by a focal point or by a signed link; never rewritten."""

    Decision = Decision

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="consents", verbose_name=_("piece"))
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    revision_sha256 = models.CharField(_("wording"), max_length=64)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    by = models.ForeignKey(User, models.DO_NOTHING, related_name="+", null=True, blank=True, verbose_name=_("said by"))
    link = models.ForeignKey(
        ConsentLink, models.DO_NOTHING, related_name="consents", null=True, blank=True, verbose_name=_("by the link")
    )
    by_name = models.CharField(_("name"), max_length=150)
    by_title = models.CharField(_("office"), max_length=150, blank=True)
    note = models.TextField(_("note"), max_length=5000, blank=True)
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now)

    class Meta:
        ordering = ["-decided_at", "-pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(condition=~Q(by=None, link=None) | ~Q(by_name=""), name="consent_names_who_said_it")
        ]
        indexes = [models.Index(fields=["piece", "institution", "-decided_at"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{self.institution} · {self.get_decision_display()}"


class ReviewCommentQuerySet(models.QuerySet["ReviewComment"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)


class ReviewComment(TimestampedModel):
    """A word on the text between author, parties and secretariat; `quote` are the words it is about."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="comments", verbose_name=_("piece"))
    section = models.CharField(_("section"), max_length=30, blank=True)
    quote = models.CharField(_("about the words"), max_length=500, blank=True)
    text = models.TextField(_("comment"), max_length=5000)
    suggestion = models.TextField(_("better words"), max_length=2000, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("said by"))
    by_name = models.CharField(_("name"), max_length=150, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("settled by")
    )
    answer = models.TextField(_("answer"), max_length=2000, blank=True)

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("comment on a text")
        verbose_name_plural = _("comments on texts")

    def __str__(self) -> str:
        return self.text[:80]


class StateEntry(models.Model):
    """A piece entered a state; never rewritten."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="state_entries", verbose_name=_("piece"))
    state = models.CharField(_("state"), max_length=18, choices=State)
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now)
    by = models.ForeignKey(User, models.DO_NOTHING, related_name="+", null=True, blank=True, verbose_name=_("by"))
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    class Meta:
        ordering = ["entered_at", "pk"]
        verbose_name = _("state entered")
        verbose_name_plural = _("states entered")
        indexes = [models.Index(fields=["piece", "entered_at"], name="state_entry_of_piece")]

    def __str__(self) -> str:
        return f"{self.piece} · {self.get_state_display()}"


class UnsavedText(models.Model):
    """What somebody has typed and not saved yet: one sheet a piece and writer, so that two lose nothing.

    `base_version` is the version of the piece that the writer had read.
    """

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="unsaved", verbose_name=_("piece"))
    writer = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("writer"))
    content = models.JSONField(_("content"))
    base_version = models.PositiveIntegerField(_("version read"))
    saved_at = models.DateTimeField(_("kept at"), auto_now=True)

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [models.UniqueConstraint(fields=["piece", "writer"], name="unsaved_text_once")]

    def __str__(self) -> str:
        return f"{self.piece} · {self.writer}"
