"""What rows around a piece share: found by the piece, read here, written in the portal.

Consents hang on every letter of a wording and the log of its way is never rewritten, so nothing here changes
what a text says. Opening what not everybody reads leaves a trace in the log of the piece.
"""

from functools import reduce
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.admin_audit import AuditedAdmin
from core.admin_lists import ReadOnly, TypedFilter
from knowledge.models import Piece, PieceParty
from knowledge.models.choices import Audience, State

DRAFT = _("(a draft)")


def is_public_piece(piece: Piece) -> bool:
    return piece.state == State.PUBLISHED and piece.audience == Audience.PUBLIC


def name_of(piece: Piece) -> str:
    """The title, but not that of a draft: it is its author's alone until somebody opens it."""
    return str(DRAFT) if piece.state == State.DRAFT else piece.title


class PieceFilter(TypedFilter):
    title = _("piece of knowledge")
    parameter_name = "piece"
    source = PieceParty._meta.get_field("piece")
    path = "piece"

    def narrow(self, queryset: QuerySet[Any], chosen: Piece) -> QuerySet[Any]:
        return queryset.filter(**{self.path: chosen})


def by_piece(path: str) -> type[PieceFilter]:
    """The filter for rows that reach their piece by this path."""
    return type("PieceFilter", (PieceFilter,), {"path": path})


class OfPiece(ReadOnly, AuditedAdmin):
    """Rows that belong to a piece. Lists say that they are there, not what is in them."""

    piece_path = "piece"
    beside: list[str] = []  # foreign keys that the list shows beside the piece
    too_long: list[str] = []  # columns that the list does not read
    is_private = False  # whether only some of those who read the piece may read a row
    ordering = ["-pk"]
    sortable_by = ()

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [by_piece(self.piece_path), *self.list_filter]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related(self.piece_path, *self.beside)
        heavy = [f"{self.piece_path}__{name}" for name in ("search", "body_text")]
        return rows.defer(*heavy, *self.too_long)

    @admin.display(description="#")
    def number(self, row: Any) -> int:
        return int(row.pk)

    def piece_of(self, row: Any) -> Piece:
        piece: Piece = reduce(getattr, self.piece_path.split("__"), row)
        return piece

    @admin.display(description=_("piece of knowledge"))
    def of(self, row: Any) -> str:
        return name_of(self.piece_of(row))

    def is_public(self, obj: Any) -> bool:
        return not self.is_private and is_public_piece(self.piece_of(obj))

    def audited_as(self, obj: Any) -> tuple[Model, str]:
        return self.piece_of(obj), f"{obj._meta.verbose_name} {obj.pk}"
