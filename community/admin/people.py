"""Accounts and profiles in the admin. Roles and closing go through the services, which keep the rules."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community import services
from community.admin_audit import AuditedAdmin
from community.models import Membership, Profile, User


class Memberships(admin.TabularInline):
    model = Membership
    fk_name = "user"
    fields = ["institution", "role", "status", "decided_at"]
    readonly_fields = ["institution", "role", "status", "decided_at"]
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("institution", "user")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(AuditedAdmin):
    list_display = ["email", "name", "role", "is_active", "date_joined", "last_login"]
    list_filter = ["role", "is_active", "date_joined"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "role", "is_active", "date_joined", "last_login"]
    readonly_fields = ["email", "role", "is_active", "date_joined", "last_login"]
    inlines = [Memberships]
    actions = ["make_editor", "make_administrator", "make_member", "close", "reopen", "erase"]
    ordering = ["email"]
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up themselves, so that their address is verified."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Make secretariat editor"), permissions=["change"])
    def make_editor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.grant_role, role=User.Role.EDITOR)

    @admin.action(description=_("Make administrator"), permissions=["change"])
    def make_administrator(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.grant_role, role=User.Role.ADMINISTRATOR)

    @admin.action(description=_("Take the role away: make member"), permissions=["change"])
    def make_member(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.grant_role, role=User.Role.MEMBER)

    @admin.action(description=_("Close the accounts"), permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.set_active, is_active=False)

    @admin.action(description=_("Open the accounts again"), permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.set_active, is_active=True)

    @admin.action(description=_("Erase the personal data of closed accounts"), permissions=["change"])
    def erase(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Only of accounts that were closed before, so that one slip of the mouse erases nobody."""
        self._each(request, queryset.filter(is_active=False), services.anonymise)

    def _each(self, request: HttpRequest, queryset: QuerySet[User], service: Any, **facts: Any) -> None:
        for user in queryset:
            try:
                service(user=user, by=request.user, **facts)
            except services.CannotChangeRole as error:
                self.message_user(request, f"{user}: {error}", messages.ERROR)
            else:
                self.message_user(request, f"{user}: {_('done')}", messages.SUCCESS)


@admin.register(Profile)
class ProfileAdmin(AuditedAdmin):
    list_display = ["user", "job_title", "locale", "time_zone"]
    list_filter = ["locale"]
    list_select_related = ["user"]
    search_fields = ["user__email", "user__name", "job_title"]
    autocomplete_fields = ["user"]
    list_per_page = 50
    show_full_result_count = False
