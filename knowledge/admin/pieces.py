"""The pieces themselves: who answers for one is put right here; what it says is changed in the portal alone."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.admin_audit import AuditedAdmin
from core.admin_lists import RegisterAdmin
from knowledge.admin.of_piece import is_public_piece, name_of
from knowledge.models import Challenge, Method, Piece, PieceFormerSlug, Recommendation, Resource, Story
from knowledge.models.choices import State

WHY = _(
    "Words, state and consents are changed on the page of the text in the portal: partners have agreed to these "
    "very words, and everyone concerned is told. Here one corrects who answers for it."
)
PEOPLE = ["author", "institution", "co_authors", "owner", "is_demo"]
LONG = ["search", "body_text"]
# Partnerships and events may be for their parties alone, so they are not named here.
UNNAMED = {"partnerships", "events", "source_presentation", "source_note", "search", "body_text", "creation_key"}


class ReadHere(admin.TabularInline):
    """Rows that are only read on this page."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FormerSlugs(ReadHere):
    model = PieceFormerSlug
    fk_name = "piece"
    fields = ["slug", "retired_at"]
    readonly_fields = ["retired_at"]


class Recommendations(ReadHere):
    model = Recommendation
    fields = ["number", "text", "response_state", "response", "responded_by", "responded_on"]


class KindAdmin(AuditedAdmin, RegisterAdmin):
    """Begun, written, published and deleted in the portal."""

    list_display = ["named", "kind", "state", "state_since", "audience", "language", "is_demo"]
    list_display_links = ["named"]
    list_filter = ["state", "audience", "is_demo"]
    search_fields = ["title", "slug"]
    ordering = ["-pk"]
    sortable_by = ()
    autocomplete_fields = ["author", "institution", "co_authors", "owner"]
    inlines = [FormerSlugs]

    @admin.display(description=_("title"))
    def named(self, piece: Any) -> str:
        return name_of(piece)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer(*LONG, *self.model.SECTIONS)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Nobody finds a draft by the words of its title."""
        found, has_doubles = super().get_search_results(request, queryset, search_term)
        is_offered = request.path.endswith("/autocomplete/")
        return (found.exclude(state=State.DRAFT) if search_term or is_offered else found), has_doubles

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        columns = [*self.model._meta.fields, *self.model._meta.many_to_many]
        shown = [field.name for field in columns if field.name not in {*UNNAMED, *PEOPLE, "id", "piece_ptr"}]
        return [*PEOPLE, *(name for name in shown if name != "themes")]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        people, words = PEOPLE, self.get_fields(request, obj)[len(PEOPLE) :]
        return [
            (None, {"description": WHY, "fields": people}),
            (_("What it says and where it stands"), {"fields": words}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.get_fields(request, obj)[len(PEOPLE) :]

    def is_public(self, obj: Any) -> bool:
        return is_public_piece(obj)

    def audited_as(self, obj: Any) -> tuple[Model, str]:
        """One log a piece, whichever of its pages was opened."""
        return Piece(pk=obj.pk), ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Piece)
class PieceAdmin(KindAdmin):
    """All kinds in one list; the text of a piece stands on the page of its kind."""

    list_filter = ["kind", *KindAdmin.list_filter]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Story)
class StoryAdmin(KindAdmin):
    pass


@admin.register(Method)
class MethodAdmin(KindAdmin):
    pass


@admin.register(Challenge)
class ChallengeAdmin(KindAdmin):
    pass


@admin.register(Resource)
class ResourceAdmin(KindAdmin):
    list_display = ["named", "resource_type", "year", "state", "audience", "language", "is_demo"]
    list_filter = ["resource_type", *KindAdmin.list_filter]
    inlines = [FormerSlugs, Recommendations]
