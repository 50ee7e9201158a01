"""Tokens of the API in the admin: whose they are, when they were used, and their withdrawal. Never the secret."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community import services
from community.admin_audit import AuditedAdmin
from community.models import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(AuditedAdmin):
    list_display = ["name", "user", "beginning", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at"]
    list_filter = ["created_at", "last_used_at", "revoked_at"]
    list_select_related = ["user"]
    search_fields = ["name", "beginning", "user__email", "user__name"]
    actions = ["withdraw"]
    exclude = ["digest"]
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People make their own."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in ApiToken._meta.fields if field.name not in ("id", "digest")]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Withdrawn, not deleted: what was read with it stays traceable."""
        return False

    @admin.action(description=_("Withdraw"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        for token in queryset.select_related("user"):
            services.revoke_token(token=token, by=request.user)  # type: ignore[arg-type]
            self.message_user(request, f"{token}: {_('done')}", messages.SUCCESS)
