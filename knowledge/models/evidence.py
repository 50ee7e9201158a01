"""Findings, and the map they make: conditions by outcomes. And the questions that are still open."""

from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from community.models.named import NamedInFourLanguages
from core.models import FormerSlug, TimestampedModel
from core.validators import validate_has_letters
from events.models import DiscussionQuestion, LearningEvent
from knowledge.models.choices import Bearing, Confidence, Effect, Kind, Level, QuestionState
from knowledge.models.pieces import Piece


class EvidenceTerm(NamedInFourLanguages):
    slug = models.SlugField(_("slug"), max_length=60, primary_key=True)
    description = models.CharField(_("what it means"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True


class Condition(EvidenceTerm):
    """A row of the evidence map: what was so, or was done."""

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")


class Outcome(EvidenceTerm):
    """A column of the evidence map: what may come of it, at one level."""

    level = models.CharField(_("level"), max_length=12, choices=Level)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: Any) -> Self:
        """Findings of the pieces that this person may know of: a finding is never more visible than its source."""
        return self.filter(source__in=Piece.objects.visible_to(user))

    def listed_for(self, user: Any) -> Self:
        """What the map, lists and search hold: findings of published pieces."""
        return self.filter(source__in=Piece.objects.listed_for(user).order_by())

    def real(self) -> Self:
        return self.filter(source__is_demo=False)


class Finding(TimestampedModel):
    """One thing that a source found: under this condition, that outcome moved this way.

    `place` is where it stands in the source (page, section); `confidence_reason` says why so much and no more.
    """

    source = models.ForeignKey(Piece, models.CASCADE, related_name="findings", verbose_name=_("source"))
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="findings", verbose_name=_("condition"))
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="findings", verbose_name=_("outcome"))
    title = models.CharField(_("in one line"), max_length=200, validators=[validate_has_letters])
    text = models.TextField(_("finding"), max_length=3000)
    level = models.CharField(_("level"), max_length=12, choices=Level)
    effect = models.CharField(_("direction"), max_length=14, choices=Effect)
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence)
    confidence_reason = models.CharField(_("why this confidence"), max_length=500)
    place = models.CharField(_("place in the source"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    language = models.CharField(_("language"), max_length=8, default="en")
    created_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("entered by")
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    search = SearchVectorField(null=True, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["source", "position", "pk"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.CheckConstraint(
                condition=~Q(confidence_reason=""),
                name="finding_confidence_has_reason",
                violation_error_message=_("Say why you are this sure."),
            )
        ]
        indexes = [
            models.Index(fields=["condition", "outcome", "source"], name="finding_cell"),
            GinIndex(fields=["search"], name="finding_search"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Among the other findings on the page of a resource; other pieces do not print theirs."""
        if self.source.kind == Kind.RESOURCE:
            return f"{self.source.get_absolute_url()}#finding-{self.pk}"
        return reverse("knowledge:finding", args=[self.pk])


class FindingNote(TimestampedModel):
    """What a member of the community adds to a finding."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="notes", verbose_name=_("finding"))
    by = models.ForeignKey(
        User, models.SET_NULL, related_name="finding_notes", null=True, blank=True, verbose_name=_("said by")
    )
    institution = models.ForeignKey(
        Institution, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("institution")
    )
    text = models.TextField(_("note"), max_length=1000)
    language = models.CharField(_("language"), max_length=8, default="en")
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("note on a finding")
        verbose_name_plural = _("notes on findings")

    def __str__(self) -> str:
        return self.text[:80]


class OpenQuestionQuerySet(models.QuerySet["OpenQuestion"]):
    def visible_to(self, user: Any) -> Self:
        """The board is public; what is not on it yet is for the secretariat."""
        if user.is_authenticated and user.is_active and user.role in User.SECRETARIAT_ROLES:
            return self.all()
        return self.filter(is_on_board=True)

    def listed_for(self, user: Any) -> Self:
        return self.visible_to(user).filter(is_on_board=True)


class OpenQuestion(TimestampedModel):
    """A question of the community, the evidence for and against, and when somebody last looked."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    text = models.CharField(_("question"), max_length=400, validators=[validate_has_letters])
    why = models.TextField(_("why it matters"), max_length=3000, blank=True)
    answer = models.TextField(_("what is known so far"), max_length=5000, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=QuestionState, default=QuestionState.OPEN)
    language = models.CharField(_("language"), max_length=8, default="en")
    raised_at = models.ForeignKey(
        LearningEvent,
        models.SET_NULL,
        related_name="open_questions",
        null=True,
        blank=True,
        verbose_name=_("raised at"),
    )
    discussed_as = models.ManyToManyField(
        DiscussionQuestion, related_name="open_questions", blank=True, verbose_name=_("discussed at events as")
    )
    last_reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    last_reviewed_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("last reviewed by")
    )
    review_note = models.CharField(_("what the review found"), max_length=500, blank=True)
    is_on_board = models.BooleanField(_("on the board"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    search = SearchVectorField(null=True, editable=False)
    is_demo = models.BooleanField(_("demonstration record"), default=False)

    objects = OpenQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("open question")
        verbose_name_plural = _("open questions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="question_answered_in_words",
                violation_error_message=_("Write the answer before you mark the question as answered."),
            )
        ]
        indexes = [GinIndex(fields=["search"], name="question_search")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("knowledge:question", args=[self.slug])


class OpenQuestionFormerSlug(FormerSlug):
    question = models.ForeignKey(
        OpenQuestion, models.CASCADE, related_name="former_slugs", verbose_name=_("open question")
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")


class QuestionEvidenceQuerySet(models.QuerySet["QuestionEvidence"]):
    def visible_to(self, user: Any) -> Self:
        """Evidence is never more visible than the finding, piece or event that it points to."""
        return self.filter(
            Q(finding__in=Finding.objects.listed_for(user))
            | Q(piece__in=Piece.objects.visible_to(user).published().order_by())
            | Q(event__in=LearningEvent.objects.visible_to(user))
        )

    def with_subjects(self) -> Self:
        return self.select_related("finding__source", "piece", "event")


class QuestionEvidence(TimestampedModel):
    """A finding, a piece or an event that says something to a question."""

    question = models.ForeignKey(OpenQuestion, models.CASCADE, related_name="evidence", verbose_name=_("open question"))
    bearing = models.CharField(_("what it says"), max_length=8, choices=Bearing, default=Bearing.CONTEXT)
    finding = models.ForeignKey(
        Finding, models.CASCADE, related_name="bears_on", null=True, blank=True, verbose_name=_("finding")
    )
    piece = models.ForeignKey(
        Piece, models.CASCADE, related_name="bears_on", null=True, blank=True, verbose_name=_("piece")
    )
    event = models.ForeignKey(
        LearningEvent, models.CASCADE, related_name="bears_on", null=True, blank=True, verbose_name=_("event")
    )
    note = models.CharField(_("what it says to this question"), max_length=500, blank=True)
    added_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("added by")
    )

    objects = QuestionEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("evidence on a question")
        verbose_name_plural = _("evidence on questions")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(finding__isnull=False, piece=None, event=None)
                    | Q(finding=None, piece__isnull=False, event=None)
                    | Q(finding=None, piece=None, event__isnull=False)
                ),
                name="question_evidence_is_one_thing",
                violation_error_message=_("Choose one finding, one piece or one event."),
            ),
            models.UniqueConstraint(fields=["question", "finding"], name="question_finding_once"),
            models.UniqueConstraint(fields=["question", "piece"], name="question_piece_once"),
            models.UniqueConstraint(fields=["question", "event"], name="question_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question} · {self.get_bearing_display()}"

    @property
    def subject(self) -> Finding | Piece | LearningEvent | None:
        """The one thing it points to."""
        return self.finding or self.piece or self.event
