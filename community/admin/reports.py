"""What people report as wrong, in the admin."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community import services
from community.admin_audit import AuditedAdmin
from community.models import ProblemReport

FIELDS: list[Any] = [
    "path", "title", "institutions", "text", "reply_to", "language", "reporter", "created_at",
    "handled_at", "handled_by", "answer",
]  # fmt: skip


class IsHandled(admin.SimpleListFilter):
    title = _("settled")
    parameter_name = "settled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("No")), ("yes", _("Yes"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ProblemReport]) -> QuerySet[ProblemReport]:
        if self.value() not in ("no", "yes"):
            return queryset
        return queryset.filter(handled_at__isnull=self.value() == "no")


@admin.register(ProblemReport)
class ProblemReportAdmin(AuditedAdmin):
    list_display = ["created_at", "__str__", "path", "handled_at", "handled_by"]
    list_filter = [IsHandled, "created_at"]
    list_select_related = ["handled_by"]
    search_fields = ["title", "path", "text", "institutions__name"]
    fields = FIELDS
    readonly_fields = FIELDS
    actions = ["handled"]
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description=_("Mark as settled, without an answer"), permissions=["change"])
    def handled(self, request: HttpRequest, queryset: QuerySet[ProblemReport]) -> None:
        for report in queryset:
            try:
                services.handle_report(report=report, by=request.user)  # type: ignore[arg-type]
            except services.CannotHandle as error:
                self.message_user(request, f"{report}: {error}", messages.ERROR)
            else:
                self.message_user(request, f"{report}: {_('done')}", messages.SUCCESS)
