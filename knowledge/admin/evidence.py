"""The evidence map and the board: their terms are kept here, findings and questions in the portal."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from community.admin_audit import AuditedAdmin
from core.admin_lists import ReadOnly, RegisterAdmin
from knowledge.admin.of_piece import OfPiece
from knowledge.admin.pieces import ReadHere
from knowledge.models import (
    Condition,
    Finding,
    FindingNote,
    OpenQuestion,
    OpenQuestionFormerSlug,
    Outcome,
    QuestionEvidence,
    Recommendation,
)


class TermAdmin(RegisterAdmin):
    """Rows and columns of the map. One that findings stand in cannot be deleted."""

    search_fields = ["slug", "name_en"]
    ordering = ["position", "slug"]
    sortable_by = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Findings and addresses of cells hang on the slug."""
        return ["slug"] if obj else []


@admin.register(Condition)
class ConditionAdmin(TermAdmin):
    list_display = ["name_en", "slug", "position"]


@admin.register(Outcome)
class OutcomeAdmin(TermAdmin):
    list_display = ["name_en", "slug", "level", "position"]
    list_filter = ["level"]


@admin.register(Finding)
class FindingAdmin(OfPiece):
    piece_path = "source"
    list_display = ["number", "of", "condition", "outcome", "effect", "confidence"]
    list_filter = ["level", "effect", "confidence"]
    beside = ["condition", "outcome"]
    too_long = ["search"]
    exclude = ["search"]


@admin.register(FindingNote)
class FindingNoteAdmin(OfPiece):
    piece_path = "finding__source"
    list_display = ["number", "of", "institution", "created_at", "hidden_at"]
    list_filter = [("hidden_at", admin.EmptyFieldListFilter)]
    beside = ["institution"]

    def is_public(self, obj: Any) -> bool:
        return obj.hidden_at is None and super().is_public(obj)


@admin.register(Recommendation)
class RecommendationAdmin(OfPiece):
    piece_path = "resource"
    list_display = ["number", "of", "response_state", "responded_on"]
    list_filter = ["response_state"]


class FormerSlugs(ReadHere):
    model = OpenQuestionFormerSlug
    fields = ["slug", "retired_at"]
    readonly_fields = ["retired_at"]


@admin.register(OpenQuestion)
class OpenQuestionAdmin(ReadOnly, AuditedAdmin):
    list_display = ["number", "slug", "state", "is_on_board", "last_reviewed_on", "is_demo"]
    list_filter = ["state", "is_on_board", "is_demo"]
    search_fields = ["text", "slug"]
    ordering = ["number"]
    sortable_by = ()
    exclude = ["search", "raised_at", "discussed_as"]  # events may be for their participants alone
    inlines = [FormerSlugs]

    def is_public(self, obj: Any) -> bool:
        return bool(obj.is_on_board)


@admin.register(QuestionEvidence)
class QuestionEvidenceAdmin(ReadOnly, AuditedAdmin):
    """What it points to may be for few, so it is not named here."""

    list_display = ["pk", "question", "bearing", "created_at"]
    list_filter = ["bearing"]
    list_select_related = ["question"]
    fields = ["question", "bearing", "note", "added_by", "created_at"]
    ordering = ["-pk"]
    sortable_by = ()

    def is_public(self, obj: Any) -> bool:
        return bool(obj.question.is_on_board)

    def audited_as(self, obj: Any) -> tuple[Model, str]:
        return obj.question, f"{obj._meta.verbose_name} {obj.pk}"
