"""Institutions and memberships in the admin: finding, verifying, merging."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community import services
from community.admin_audit import AuditedAdmin
from community.merging import CannotMerge, merge_institutions, what_moves
from community.models import Institution, InstitutionFormerSlug, InstitutionName, Membership
from core.slugs import unique_slug

MOST_MERGED = 10


class OtherNames(admin.TabularInline):
    model = InstitutionName
    extra = 0


class FormerSlugs(admin.TabularInline):
    model = InstitutionFormerSlug
    extra = 0
    readonly_fields = ["slug", "retired_at"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Members(admin.TabularInline):
    model = Membership
    fields = ["user", "role", "status", "decided_by", "decided_at"]
    readonly_fields = ["user", "role", "status", "decided_by", "decided_at"]
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "decided_by", "institution")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Institution)
class InstitutionAdmin(admin.ModelAdmin):
    list_display = ["name", "acronym", "country", "kind", "is_resource_centre", "last_confirmed_on", "is_demo"]
    list_filter = ["kind", "level", "is_resource_centre", "is_demo", ("country", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["country"]
    search_fields = ["name", "acronym", "org_identifier", "slug"]
    search_help_text = _("Name, other name, acronym or identifier; accents and spelling need not be exact.")
    autocomplete_fields = ["country", "parent", "sectors"]
    readonly_fields = ["slug", "created_at", "updated_at"]
    inlines = [OtherNames, Members, FormerSlugs]
    actions = ["merge", "mark_resource_centre"]
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Institution], search_term: str
    ) -> tuple[QuerySet[Institution], bool]:
        """As in the portal: any name, every word; then what only resembles it."""
        term = search_term.replace("\x00", "").strip()
        if not term:
            return queryset, False
        found = queryset.matching(term) | queryset.filter(org_identifier=term)  # type: ignore[attr-defined]
        return (found if found.exists() else queryset.resembling(term)), False  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: Institution, form: Any, change: bool) -> None:
        if not obj.slug:
            obj.slug = unique_slug(Institution, obj.name, InstitutionFormerSlug, fallback="institution")
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Merge into one institution…"), permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Institution]) -> HttpResponse | None:
        """First a page that shows what moves; then, for the one that is kept, the merge."""
        chosen = list(queryset.select_related("country").order_by("pk")[: MOST_MERGED + 1])
        if not 2 <= len(chosen) <= MOST_MERGED:
            message = _t("Choose between two and %(most)d institutions.") % {"most": MOST_MERGED}
            self.message_user(request, message, messages.WARNING)
            return None
        keep = next((each for each in chosen if str(each.pk) == request.POST.get("keep")), None)
        if keep is not None:
            self._merge_all(request, keep, [each for each in chosen if each != keep])
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _t("Merge institutions"),
            "opts": self.model._meta,
            "chosen": [(institution, what_moves(institution)) for institution in chosen],
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return render(request, "admin/community/institution/merge.html", context)

    def _merge_all(self, request: HttpRequest, keep: Institution, others: list[Institution]) -> None:
        for drop in others:
            try:
                merge_institutions(keep=keep, drop=drop, by=request.user)  # type: ignore[arg-type]
            except CannotMerge as error:
                self.message_user(request, f"{drop}: {error}", messages.ERROR)
            else:
                text = _t("%(drop)s is now part of %(keep)s.") % {"drop": drop, "keep": keep}
                self.message_user(request, text, messages.SUCCESS)

    @admin.action(description=_("Mark as resource centres"), permissions=["change"])
    def mark_resource_centre(self, request: HttpRequest, queryset: QuerySet[Institution]) -> None:
        for institution in queryset:
            services.mark_resource_centre(institution=institution, is_resource_centre=True, by=request.user)  # type: ignore[arg-type]


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin):
    list_display = ["user", "institution", "role", "status", "decided_by", "created_at"]
    list_filter = ["status", "role", "created_at"]
    list_select_related = ["user", "institution", "decided_by"]
    search_fields = ["user__email", "user__name", "institution__name", "institution__acronym"]
    autocomplete_fields = ["user", "institution"]
    readonly_fields = ["role", "status", "decided_by", "decided_at", "ended_at", "created_at"]
    actions = ["verify", "decline", "end", "make_focal_point"]
    list_per_page = 50
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Memberships are ended, not deleted: who was verified when must stay known."""
        return False

    @admin.action(description=_("Verify"), permissions=["change"])
    def verify(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        self._each(request, queryset, services.verify_membership)

    @admin.action(description=_("Decline"), permissions=["change"])
    def decline(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        self._each(request, queryset, services.decline_membership)

    @admin.action(description=_("End"), permissions=["change"])
    def end(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        self._each(request, queryset, services.end_membership)

    @admin.action(description=_("Make focal point"), permissions=["change"])
    def make_focal_point(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        self._each(request, queryset, services.change_member_role, role=Membership.Role.FOCAL_POINT)

    def _each(self, request: HttpRequest, queryset: QuerySet[Membership], service: Any, **facts: Any) -> None:
        """Decide one by one: each person is told, and what cannot be decided is named."""
        done = 0
        for membership in queryset.select_related("user", "institution"):
            try:
                service(membership=membership, by=request.user, **facts)
            except services.CannotDecide as error:
                self.message_user(request, f"{membership}: {error}", messages.ERROR)
            except PermissionDenied:
                self.message_user(request, f"{membership}: {_t('Nobody verifies themselves.')}", messages.ERROR)
            else:
                done += 1
        if done:
            text = ngettext("%(n)d membership done.", "%(n)d memberships done.", done) % {"n": done}
            self.message_user(request, text, messages.SUCCESS)
