"""Collections: what belongs together, chosen and put in order by the secretariat."""

from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from community.models import User
from core.models import TimestampedModel
from core.validators import validate_has_letters
from knowledge.markup import plain_text
from knowledge.models.choices import CollectionAudience
from knowledge.models.evidence import Finding, OpenQuestion
from knowledge.models.kinds import rich
from knowledge.models.pieces import Piece, reads_members_texts


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, user: Any) -> Self:
        if user.is_authenticated and user.is_active and user.role in User.SECRETARIAT_ROLES:
            return self.all()
        return self.listed_for(user)

    def listed_for(self, user: Any) -> Self:
        """Those that are no longer being put together, as search and feeds hold them for this person."""
        done = self.exclude(audience=CollectionAudience.SECRETARIAT)
        return done if reads_members_texts(user) else done.filter(audience=CollectionAudience.PUBLIC)


class Collection(TimestampedModel):
    """Pieces, findings and open questions that are worth reading together, in an order, with an introduction."""

    Audience = CollectionAudience

    title = models.CharField(_("title"), max_length=200, validators=[validate_has_letters])
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    introduction = rich(_("introduction"), _("For whom it is, and why these texts belong together."))
    language = models.CharField(_("language of the text"), max_length=8, default="en")
    audience = models.CharField(
        _("visible to"), max_length=12, choices=CollectionAudience, default=CollectionAudience.SECRETARIAT
    )
    theme = models.ForeignKey(
        Tag, models.SET_NULL, related_name="collections", null=True, blank=True, verbose_name=_("theme")
    )
    maker = models.ForeignKey(
        User, models.SET_NULL, related_name="collections", null=True, blank=True, verbose_name=_("put together by")
    )
    opened_at = models.DateTimeField(_("first seen by others at"), null=True, blank=True, editable=False)
    body_text = models.TextField(_("text without markup"), blank=True, editable=False)
    search = SearchVectorField(null=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    creation_key = models.UUIDField(_("key of the form it was entered with"), unique=True, null=True, editable=False)
    is_demo = models.BooleanField(_("demonstration record"), default=False)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        indexes = [GinIndex(fields=["search"], name="collection_search")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledge:collection", args=[self.slug])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the text without markup, which search and feeds read, and since when others read it."""
        if self.audience != CollectionAudience.SECRETARIAT and self.opened_at is None:
            self.opened_at = timezone.now()
        self.body_text = plain_text(self.introduction)
        super().save(*args, **kwargs)


class CollectionItemQuerySet(models.QuerySet["CollectionItem"]):
    def with_subjects(self) -> Self:
        return self.select_related("finding__source", "piece", "question")

    def visible_to(self, user: Any) -> Self:
        """What stands in a collection is never more visible there than on its own page."""
        return self.filter(
            Q(piece__in=Piece.objects.listed_for(user).order_by())
            | Q(finding__in=Finding.objects.listed_for(user).order_by())
            | Q(question__in=OpenQuestion.objects.listed_for(user).order_by())
        )


class CollectionItem(TimestampedModel):
    """One thing in a collection: a piece, a finding or an open question, and why it stands there."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="items", verbose_name=_("collection"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    piece = models.ForeignKey(
        Piece, models.CASCADE, related_name="collected", null=True, blank=True, verbose_name=_("piece")
    )
    finding = models.ForeignKey(
        Finding, models.CASCADE, related_name="collected", null=True, blank=True, verbose_name=_("finding")
    )
    question = models.ForeignKey(
        OpenQuestion, models.CASCADE, related_name="collected", null=True, blank=True, verbose_name=_("open question")
    )
    note = models.CharField(_("why it stands here"), max_length=300, blank=True)

    objects = CollectionItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("entry of a collection")
        verbose_name_plural = _("entries of collections")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(piece__isnull=False, finding=None, question=None)
                    | Q(piece=None, finding__isnull=False, question=None)
                    | Q(piece=None, finding=None, question__isnull=False)
                ),
                name="collection_item_is_one_thing",
                violation_error_message=_("Choose one piece, one finding or one open question."),
            ),
            models.UniqueConstraint(fields=["collection", "piece"], name="collection_piece_once"),
            models.UniqueConstraint(fields=["collection", "finding"], name="collection_finding_once"),
            models.UniqueConstraint(fields=["collection", "question"], name="collection_question_once"),
        ]

    def __str__(self) -> str:
        return f"{self.collection} · {self.position}"

    @property
    def subject(self) -> Piece | Finding | OpenQuestion | None:
        """The one thing that stands here."""
        return self.piece or self.finding or self.question
