"""What is recorded about a partnership: corrected where the community sees it, only read where the parties alone do."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from community.admin_audit import AuditedAdmin
from community.models import AuditEntry
from core import uploads
from core.admin_lists import TICK_ALL, RegisterAdmin, tick
from core.models import Visibility
from partnerships.admin.finding import DRAFT, SEARCH_HELP, of_found
from partnerships.admin.forms import DocumentForm, PartForm
from partnerships.currencies import check_currency
from partnerships.models import Activity, Agreement, CostLine, Document, LearningEntry, Partnership, Terms
from partnerships.permissions import can_edit


class OfPartnership(AuditedAdmin, RegisterAdmin):
    """Rows that belong to a record: found by it, and written into its log."""

    autocomplete_fields = ["partnership"]
    search_fields = ["partnership__title"]  # what is searched is decided in get_search_results
    search_help_text = SEARCH_HELP
    beside: list[str] = []  # foreign keys that the list shows beside the record
    is_wording = False  # whether the rows belong to what the parties confirm
    ordering = ["-pk"]
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        hidden = Q(partnership__visibility=Visibility.PRIVATE) & ~Q(partnership__created_by=request.user.pk)
        rows = super().get_queryset(request).annotate(is_of_draft_of_other=hidden)
        return rows.select_related("partnership", *self.beside).defer("partnership__search")

    @admin.display(description=TICK_ALL)
    def action_checkbox(self, part: Any) -> SafeString:
        """Its label, unlike Django's, says nothing of what the parties keep to themselves."""
        return tick(part, self.called(part))

    @admin.display(description=_("partnership"))
    def record(self, part: Any) -> str:
        return str(DRAFT if part.is_of_draft_of_other else part.partnership)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return of_found(queryset, search_term), False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, *(["partnership"] if obj else [])]

    def is_public(self, obj: Any) -> bool:
        own = getattr(obj, "visibility", Visibility.PUBLIC)
        return bool(own == obj.partnership.visibility == Visibility.PUBLIC)

    def audited_as(self, obj: Any) -> tuple[Model, str]:
        return obj.partnership, self.called(obj)

    def called(self, part: Any) -> str:
        return f"{part._meta.verbose_name} {part.pk}"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or self._may_write(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or self._may_write(request, obj))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            self._count_version(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.audit(request, AuditEntry.Action.CHANGE, obj, "deleted")
        super().delete_model(request, obj)
        self._count_version(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for part in queryset:
            self.delete_model(request, part)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        kept = {str(self.opts.verbose_name) for each in objs if not self.has_delete_permission(request, each)}
        return listed, counts, {*needed, *kept}, protected

    def _may_write(self, request: HttpRequest, obj: Any) -> bool:
        return can_edit(request.user, obj.partnership)

    def _count_version(self, obj: Any) -> None:
        """Whoever has the record open is told that it changed; new wordings of it that this leaves right stay open."""
        with transaction.atomic():
            record = Partnership.objects.select_for_update().only("version").get(pk=obj.partnership_id)
            if not self.is_wording:
                in_step = Partnership.objects.filter(revises=record, revises_version=record.version)
                in_step.update(revises_version=record.version + 1)
            record.version += 1
            record.changed_at = timezone.now()
            record.save(update_fields=["version", "changed_at"])


class PartAdmin(OfPartnership):
    """Parts with a visibility of their own. Lists say that they are there, not what is in them."""

    form = PartForm
    list_filter = ["visibility"]
    readonly_fields = ["recorded_by", "created_at", "updated_at"]

    @admin.display(description=_("record"))
    def number(self, part: Any) -> str:
        return self.called(part)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.recorded_by = request.user
        super().save_model(request, obj, form, change)

    def _may_write(self, request: HttpRequest, obj: Any) -> bool:
        shown = obj.visibility in (Visibility.PUBLIC, Visibility.COMMUNITY)
        return shown and super()._may_write(request, obj)


@admin.register(Activity)
class ActivityAdmin(PartAdmin):
    list_display = ["number", "record", "kind", "starts_on", "ends_on", "mode", "visibility"]
    list_filter = ["visibility", "kind", "mode"]


@admin.register(LearningEntry)
class LearningEntryAdmin(PartAdmin):
    list_display = ["number", "record", "side", "noted_on", "visibility"]
    list_filter = ["visibility", "side"]


@admin.register(Agreement)
class AgreementAdmin(PartAdmin):
    list_display = ["number", "record", "signed_on", "starts_on", "ends_on", "visibility"]


@admin.register(Terms)
class TermsAdmin(PartAdmin):
    """Signing is the parties' own act."""

    list_display = ["number_of", "record", "demand_signed_at", "supply_signed_at", "visibility"]
    readonly_fields = [
        "demand_signed_at",
        "demand_signed_by",
        "supply_signed_at",
        "supply_signed_by",
        *PartAdmin.readonly_fields,
    ]

    @admin.display(description=_("version"))
    def number_of(self, terms: Terms) -> str:
        return str(terms)


class CostLineForm(PartForm):
    class Meta:
        model = CostLine
        fields = "__all__"

    def clean_currency(self) -> str:
        return check_currency(self.cleaned_data["currency"])


@admin.register(CostLine)
class CostLineAdmin(PartAdmin):
    form = CostLineForm
    list_display = ["number", "record", "kind", "payer", "starts_on", "ends_on", "visibility"]
    list_filter = ["visibility", "kind"]
    beside = ["payer"]
    autocomplete_fields = ["partnership", "payer"]


@admin.register(Document)
class DocumentAdmin(PartAdmin):
    form = DocumentForm
    list_display = ["number", "record", "category", "language", "size", "visibility"]
    list_filter = ["visibility", "category"]
    readonly_fields = ["download", "size", "sha256", *PartAdmin.readonly_fields]

    def get_exclude(self, request: HttpRequest, obj: Document | None = None) -> list[str]:
        """Where it is only read, the file is handed out by `download`, which writes that down."""
        return ["file"] if obj and not self.has_change_permission(request, obj) else []

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.hand_out)
        return [path("<int:pk>/file/", view, name="partnerships_document_file"), *super().get_urls()]

    def hand_out(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        document = get_object_or_404(self.get_queryset(request).exclude(file=""), pk=pk)
        if not self.is_public(document):
            self.audit(request, AuditEntry.Action.READ, document, "file")
        return uploads.download(document)

    @admin.display(description=_("file"))
    def download(self, document: Document) -> str:
        if not document.pk or not document.file:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:partnerships_document_file", args=[document.pk]), _t("Download")
        )

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        uploads.describe(obj)
        super().save_model(request, obj, form, change)
