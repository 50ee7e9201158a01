"""What hangs on a record, on the record's own page in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from partnerships.admin.confirmed import is_confirmed
from partnerships.admin.forms import MemberForm, MembersFormSet
from partnerships.models import (
    Confirmation,
    CriticalJuncture,
    Document,
    DonorReference,
    PartnershipFormerSlug,
    PartnershipMember,
    StageChange,
)

# A page of a dozen texts is worked through, so none of them takes a screen of its own.
LOW_TEXTS: Any = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}


class Members(admin.StackedInline):
    model = PartnershipMember
    form = MemberForm
    formset = MembersFormSet
    fields = [
        ("side", "institution"),
        ("country", "stated_name", "iati_role"),
        ("brings", "learns"),
        ("joined_on", "left_on"),
    ]
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 2})}}
    autocomplete_fields = ["institution", "country"]
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_confirmed(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_confirmed(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_confirmed(obj) and super().has_delete_permission(request, obj)


class References(admin.TabularInline):
    model = DonorReference
    autocomplete_fields = ["institution"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[DonorReference]:
        return super().get_queryset(request).select_related("institution")


class Junctures(admin.TabularInline):
    model = CriticalJuncture.partnerships.through
    autocomplete_fields = ["criticaljuncture"]
    extra = 0
    verbose_name = _("critical juncture")
    verbose_name_plural = _("critical junctures")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("criticaljuncture")


class ReadHere(admin.TabularInline):
    """Rows that are only read on this page."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Documents(ReadHere):
    model = Document
    fields = ["category", "language", "url", "visibility", "created_at"]
    readonly_fields = ["created_at"]
    show_change_link = True


class Confirmations(ReadHere):
    model = Confirmation
    fields = ["institution", "side", "decision", "agreed_visibility", "channel", "by_name", "note", "decided_at"]
    readonly_fields = ["decided_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Confirmation]:
        return super().get_queryset(request).select_related("institution")


class StageChanges(ReadHere):
    model = StageChange
    fields = ["stage", "entered_on", "changed_by", "reason", "recorded_at"]
    readonly_fields = ["recorded_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[StageChange]:
        return super().get_queryset(request).select_related("changed_by")


class FormerSlugs(ReadHere):
    model = PartnershipFormerSlug
    fields = ["slug", "retired_at"]
    readonly_fields = ["retired_at"]
