"""A piece of what is known: the row that stories, methods, challenges and resources share."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from community.models import Country, Institution, SDGTarget, Sector, User
from core.functions import Fold
from core.models import FormerSlug, TimestampedModel
from core.validators import validate_has_letters
from events.models import BreakoutNote, LearningEvent, Presentation
from knowledge.markup import plain_text
from knowledge.models.choices import UNDER_REVIEW, ArchiveReason, Audience, Kind, State
from partnerships.models import CriticalJuncture, Partnership
from partnerships.models.choices import Evidence


def reads_members_texts(user: Any) -> bool:
    """Whether this person reads what is published for the community too."""
    return bool(user.is_authenticated and user.is_verified_member)


class PieceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """What this person may know of: the one rule that lists, search, feeds, exports and mails share.

        A draft is for its author and the people named; from its submission on for the parties and the
        secretariat too; once published for its audience.
        """
        published = Q(state=State.PUBLISHED)
        public = published & Q(audience=Audience.PUBLIC)
        if not user.is_authenticated or not user.is_active:
            return self.filter(public)
        own = Q(author=user) | Q(pk__in=Piece.co_authors.through.objects.filter(user=user).values("piece"))
        if user.role in User.SECRETARIAT_ROLES:
            return self.filter(~Q(state=State.DRAFT) | own)
        if not user.is_verified_member:
            return self.filter(public)
        of_party = Q(pk__in=PieceParty.objects.filter(institution__in=user.institution_ids).values("piece"))
        shared = Q(state__in=(*UNDER_REVIEW, State.ARCHIVED)) & of_party
        return self.filter(published | own | shared)

    def on_record(self) -> Self:
        """Pieces themselves, without the new wordings of published ones that are being worked on."""
        return self.filter(revises=None)

    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED, revises=None)

    def listed_for(self, user: Any) -> Self:
        """What lists, counts, feeds, search and exports hold for this person: what is published, latest first.

        Of what is published `visible_to` asks only for the audience; said shortly, that is much less to search for.
        """
        published = self.published().order_by("-published_at", "-pk")
        return published if reads_members_texts(user) else published.filter(audience=Audience.PUBLIC)

    def taken_down_from(self, user: Any) -> Self:
        """What this person read once, or could have read, and is told no more of than that it is gone."""
        once = self.filter(state=State.ARCHIVED, first_published_at__isnull=False, revises=None)
        return once if reads_members_texts(user) else once.filter(audience=Audience.PUBLIC)

    def written_by(self, user: Any) -> Self:
        named = Piece.co_authors.through.objects.filter(user=user).values("piece")
        return self.filter(Q(author=user) | Q(pk__in=named))

    def under_review(self) -> Self:
        return self.filter(state__in=UNDER_REVIEW)

    def real(self) -> Self:
        """Without the demonstration records."""
        return self.filter(is_demo=False)


class Piece(TimestampedModel):
    """Title, state, people and places of a story, method, challenge or resource.

    Its own columns are the text that readers have once it is published. An edit of a published piece is a
    copy that `revises` it and takes its place when it is published itself.
    """

    Kind = Kind
    State = State
    Audience = Audience
    KIND: ClassVar[str] = ""
    SECTIONS: ClassVar[tuple[str, ...]] = ()  # names of the rich-text fields, in the order in which they are read
    FIGURE: ClassVar[tuple[str, ...]] = ()  # names of the fields of its figure, for kinds that may carry one

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    title = models.CharField(_("title"), max_length=250, validators=[validate_has_letters])
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    summary = models.TextField(_("in two sentences"), max_length=600, blank=True)
    language = models.CharField(_("language of the text"), max_length=8, default="en")
    audience = models.CharField(_("visible to"), max_length=10, choices=Audience, default=Audience.PUBLIC)
    evidence = models.CharField(
        _("evidence"), max_length=24, choices=Evidence, default=Evidence.SELF_REPORTED, editable=False
    )

    author = models.ForeignKey(
        User, models.SET_NULL, related_name="pieces", null=True, blank=True, verbose_name=_("author")
    )
    institution = models.ForeignKey(
        Institution, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("author's institution")
    )
    co_authors = models.ManyToManyField(User, related_name="shared_pieces", blank=True, verbose_name=_("co-authors"))

    sectors = models.ManyToManyField(Sector, related_name="pieces", blank=True, verbose_name=_("sectors"))
    sdg_targets = models.ManyToManyField(SDGTarget, related_name="pieces", blank=True, verbose_name=_("SDG targets"))
    countries = models.ManyToManyField(Country, related_name="pieces", blank=True, verbose_name=_("countries"))
    themes = TaggableManager(_("themes"), blank=True)
    partnerships = models.ManyToManyField(
        Partnership, related_name="pieces", blank=True, verbose_name=_("partnerships")
    )
    events = models.ManyToManyField(LearningEvent, related_name="pieces", blank=True, verbose_name=_("events"))
    junctures = models.ManyToManyField(
        CriticalJuncture, related_name="pieces", blank=True, verbose_name=_("critical junctures")
    )
    rests_on = models.ManyToManyField(
        "knowledge.Resource", related_name="supports", blank=True, verbose_name=_("evidence it rests on")
    )
    source_presentation = models.ForeignKey(
        Presentation, models.SET_NULL, related_name="pieces", null=True, blank=True, verbose_name=_("told at an event")
    )
    source_note = models.ForeignKey(
        BreakoutNote, models.SET_NULL, related_name="pieces", null=True, blank=True, verbose_name=_("noted in a group")
    )

    state = models.CharField(_("state"), max_length=18, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField(_("in this state since"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    owner = models.ForeignKey(
        User, models.SET_NULL, related_name="curated_pieces", null=True, blank=True, verbose_name=_("curated by")
    )
    revises = models.ForeignKey(
        "self", models.CASCADE, related_name="new_wordings", null=True, blank=True, verbose_name=_("new wording of")
    )
    published_revision = models.ForeignKey(
        "knowledge.Revision",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("published wording"),
    )
    publish_at = models.DateTimeField(_("to be published at"), null=True, blank=True)
    scheduled_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("scheduled by")
    )
    first_published_at = models.DateTimeField(_("first published at"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("published by")
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    archive_reason = models.CharField(_("why it was archived"), max_length=18, choices=ArchiveReason, blank=True)

    body_text = models.TextField(_("text without markup"), blank=True, editable=False)
    words = models.PositiveIntegerField(_("words"), default=0, editable=False)
    search = SearchVectorField(null=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    creation_key = models.UUIDField(_("key of the form it was entered with"), unique=True, null=True, editable=False)
    is_demo = models.BooleanField(_("demonstration record"), default=False)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("piece of knowledge")
        verbose_name_plural = _("pieces of knowledge")
        constraints = [
            models.CheckConstraint(condition=~Q(revises=F("pk")), name="piece_does_not_revise_itself"),
            models.UniqueConstraint(fields=["revises"], name="piece_one_new_wording"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, revises=None),
                name="piece_published_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="archived") | ~Q(archive_reason=""), name="piece_archived_with_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "-published_at", "-id"],
                condition=Q(state="published", revises=None),
                name="piece_published",
            ),
            models.Index(  # the latest of all kinds, on the start page
                fields=["-published_at", "-id"],
                condition=Q(state="published", revises=None),
                name="piece_latest",
            ),
            models.Index(fields=["state", "state_since"], name="piece_queue"),
            models.Index(fields=["publish_at"], condition=Q(publish_at__isnull=False), name="piece_scheduled"),
            GinIndex(fields=["search"], name="piece_search"),
            GinIndex(OpClass(Fold("title"), name="gin_trgm_ops"), name="piece_title_alike"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(f"knowledge:{self.kind}", args=[self.slug])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the text without markup, from which search and the reading time are made, beside the text."""
        if self.KIND:
            self.kind = self.KIND
        if self.SECTIONS:
            text = plain_text(" ".join(getattr(self, name) for name in self.SECTIONS))
            self.words = len(text.split())
            self.body_text = " ".join(part for part in (text, self.found_by) if part)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "body_text", "words"}
        super().save(*args, **kwargs)

    @property
    def found_by(self) -> str:
        """Words that it is found by and that do not stand in its text."""
        return ""

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def minutes(self) -> int:
        """To read it, at 200 words a minute; at least one."""
        return max(1, round(self.words / 200))


class PieceFormerSlug(FormerSlug):
    piece = models.ForeignKey(Piece, models.CASCADE, related_name="former_slugs", verbose_name=_("piece"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")


class PieceParty(models.Model):
    """An institution that a piece tells of, whose consent it needs."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="parties", verbose_name=_("piece"))
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="told_of", verbose_name=_("institution"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("party of a piece")
        verbose_name_plural = _("parties of pieces")
        constraints = [models.UniqueConstraint(fields=["piece", "institution"], name="piece_party_once")]

    def __str__(self) -> str:
        return str(self.institution)
