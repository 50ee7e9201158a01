"""Invitations in the admin: what was sent to whom, again or no more."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community import services
from community.admin_audit import AuditedAdmin
from community.models import Invitation


@admin.register(Invitation)
class InvitationAdmin(AuditedAdmin):
    list_display = ["email", "institution", "role", "state_label", "invited_by", "sent_at", "expires_at"]
    list_filter = ["status", "role", "sent_at"]
    list_select_related = ["institution", "invited_by"]
    search_fields = ["email", "institution__name", "institution__acronym", "invited_by__email"]
    actions = ["send_anew", "withdraw"]
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People are invited on the page of their institution."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in Invitation._meta.fields if field.name != "id"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Send again"), permissions=["change"])
    def send_anew(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        self._each(request, queryset, services.send_anew)

    @admin.action(description=_("Withdraw"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        self._each(request, queryset, services.withdraw_invitation)

    def _each(self, request: HttpRequest, queryset: QuerySet[Invitation], service: Any) -> None:
        for invitation in queryset.select_related("institution"):
            try:
                service(invitation=invitation, by=request.user)
            except services.CannotInvite as error:
                self.message_user(request, f"{invitation}: {error}", messages.ERROR)
            else:
                self.message_user(request, f"{invitation}: {_('done')}", messages.SUCCESS)
