"""What hangs on a piece: whom it tells of, pictures, files, translations, and what readers did with it."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from knowledge.admin.of_piece import OfPiece
from knowledge.admin.pieces import ReadHere
from knowledge.models import ImageSize, PieceFile, PieceImage, PieceParty, Translation, Uptake


@admin.register(PieceParty)
class PiecePartyAdmin(OfPiece):
    list_display = ["number", "institution", "of"]
    beside = ["institution"]


class Sizes(ReadHere):
    model = ImageSize
    fields = ["width", "height", "size", "sha256"]
    readonly_fields = ["size", "sha256"]


@admin.register(PieceImage)
class PieceImageAdmin(OfPiece):
    """The picture itself is handed out by the portal, to who may read the piece."""

    list_display = ["number", "of", "width", "height", "people_agreed", "is_decorative"]
    list_filter = ["people_agreed", "is_decorative"]
    fields = ["piece", "shown", "alt", "is_decorative", "caption", "credit", "people_agreed", "size", "sha256"]
    readonly_fields = ["shown"]
    inlines = [Sizes]

    @admin.display(description=_("picture"))
    def shown(self, image: Any) -> str:
        address = reverse("knowledge:image", args=[image.piece.slug, image.pk])
        return format_html('<a href="{}">{}</a>', address, f"{image.width} × {image.height}")


@admin.register(PieceFile)
class PieceFileAdmin(OfPiece):
    list_display = ["number", "of", "size", "language"]
    search_fields = ["sha256__exact"]
    fields = ["piece", "title", "download", "language", "size", "sha256", "created_at"]
    readonly_fields = ["download"]

    @admin.display(description=_("file"))
    def download(self, file: Any) -> str:
        address = reverse("knowledge:file", args=[file.piece.slug, file.pk])
        return format_html('<a href="{}">{}</a>', address, str(file.file.name).rpartition("/")[2])


@admin.register(Translation)
class TranslationAdmin(OfPiece):
    list_display = ["number", "of", "language", "state", "by"]
    list_filter = ["state", "language"]
    beside = ["by"]
    too_long = ["content"]


@admin.register(Uptake)
class UptakeAdmin(OfPiece):
    """What was hidden is read by those who hid it, and here."""

    list_display = ["number", "of", "kind", "institution", "created_at", "hidden_at"]
    list_filter = ["kind", ("hidden_at", admin.EmptyFieldListFilter)]
    beside = ["institution"]

    def is_public(self, obj: Any) -> bool:
        return obj.hidden_at is None and super().is_public(obj)
