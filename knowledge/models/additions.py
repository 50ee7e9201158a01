"""What hangs on a piece: pictures, files, translations, and what readers did with it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import TimestampedModel
from knowledge.models.choices import TranslationState, UptakeKind
from knowledge.models.pieces import Piece


class PieceImage(TimestampedModel):
    """A picture: what it shows in words, whose it is, and that those in it agreed. Kept without its metadata."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="images", verbose_name=_("piece"))
    file = models.ImageField(
        _("picture"), upload_to="pieces/%Y/%m", max_length=300, width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(_("width in pixels"), default=0, editable=False)
    height = models.PositiveIntegerField(_("height in pixels"), default=0, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    alt = models.CharField(_("what it shows, for who cannot see it"), max_length=500, blank=True)
    is_decorative = models.BooleanField(_("only decoration"), default=False)
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=250)
    people_agreed = models.BooleanField(_("everyone who can be recognised agreed, or nobody can"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt="") | Q(is_decorative=True),
                name="piece_image_says_what_it_shows",
                violation_error_message=_("Say what the picture shows, or that it is only decoration."),
            )
        ]

    def __str__(self) -> str:
        return self.caption or self.alt or str(self.file)


class ImageSize(models.Model):
    """The same picture, smaller, for slow lines."""

    image = models.ForeignKey(PieceImage, models.CASCADE, related_name="sizes", verbose_name=_("picture"))
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    file = models.FileField(_("file"), upload_to="pieces/%Y/%m", max_length=300)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["width"]
        verbose_name = _("size of a picture")
        verbose_name_plural = _("sizes of pictures")
        constraints = [models.UniqueConstraint(fields=["image", "width"], name="image_size_once")]

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


class PieceFile(TimestampedModel):
    """A file that goes with a piece; served through a view that asks who may see the piece."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="files", verbose_name=_("piece"))
    title = models.CharField(_("title"), max_length=250)
    file = models.FileField(_("file"), upload_to="pieces/%Y/%m", max_length=300)
    language = models.CharField(_("language"), max_length=8, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of a piece")
        verbose_name_plural = _("files of pieces")

    def __str__(self) -> str:
        return self.title


class Translation(TimestampedModel):
    """A published piece in another language. Outdated once the original's wording is another than `of_sha256`.

    `content` has the shape of `Revision.content`.
    """

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="translations", verbose_name=_("piece"))
    language = models.CharField(_("language"), max_length=8)
    state = models.CharField(_("state"), max_length=8, choices=TranslationState, default=TranslationState.HUMAN)
    content = models.JSONField(_("content"))
    of_sha256 = models.CharField(_("wording it translates"), max_length=64)
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("by"))

    class Meta:
        ordering = ["language"]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [models.UniqueConstraint(fields=["piece", "language"], name="translation_once_a_language")]

    def __str__(self) -> str:
        return f"{self.piece} · {self.language}"


class UptakeQuerySet(models.QuerySet["Uptake"]):
    MOST = 30

    def shown(self) -> Self:
        return self.filter(hidden_at=None)

    def on_page_of(self, piece: Piece) -> Self:
        """The latest, with who tells them."""
        return self.shown().filter(piece=piece.pk).select_related("user", "institution")[: self.MOST]


class Uptake(TimestampedModel):
    """A reader's word back to the author: we tried or adapted this, and this came of it."""

    Kind = UptakeKind

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="uptakes", verbose_name=_("piece"))
    user = models.ForeignKey(
        User, models.SET_NULL, related_name="uptakes", null=True, blank=True, verbose_name=_("told by")
    )
    institution = models.ForeignKey(
        Institution, models.SET_NULL, related_name="uptakes", null=True, blank=True, verbose_name=_("institution")
    )
    kind = models.CharField(_("what you did"), max_length=8, choices=UptakeKind)
    text = models.TextField(_("what you changed, and what came of it"), max_length=3000)
    language = models.CharField(_("language"), max_length=8, default="en")
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("hidden by")
    )

    objects = UptakeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("uptake")
        verbose_name_plural = _("uptakes")
        constraints = [models.UniqueConstraint(fields=["piece", "user", "kind"], name="uptake_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.institution} · {self.get_kind_display()}"
