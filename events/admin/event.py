"""The event itself: its words are corrected here; whatever others must hear of is changed in the portal."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community import languages
from community.admin_audit import AuditedAdmin
from core.admin_lists import RegisterAdmin
from core.forms import TypedTextForm
from events.admin.of_event import is_public_event
from events.models import EventHost, EventOrganiser, LearningEvent, LearningEventFormerSlug
from events.services.reports import apply_house_rule

WHY = gettext_lazy(
    "Title, time, place, seats and who may come are changed on the event’s page in the portal: there those "
    "concerned are told, and reminders and calendars follow."
)


class EventForm(TypedTextForm, forms.ModelForm):
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    languages = forms.MultipleChoiceField(label=gettext_lazy("Languages"), required=False)

    class Meta:
        model = LearningEvent
        fields = "__all__"  # noqa: DJ007 - the admin names the fields, and which of them are only read

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = languages.choices(self.instance.languages)  # type: ignore[attr-defined]
        self.fields["seen_version"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("seen_version") != self.instance.version:
            message = _("Someone saved this event while you were writing. Copy what you wrote and load the page anew.")
            raise ValidationError(message, code="edited_meanwhile")
        return cleaned


class ReadHere(admin.TabularInline):
    """Rows that are only read on this page."""

    extra = 0
    can_delete = False
    beside: list[str] = []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.beside)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Hosts(ReadHere):
    model = EventHost
    fields = ["institution", "role"]
    beside = ["institution"]


class Organisers(ReadHere):
    model = EventOrganiser
    fields = ["user", "added_by", "added_at"]
    readonly_fields = ["added_at"]
    beside = ["user", "added_by"]


class FormerSlugs(ReadHere):
    model = LearningEventFormerSlug
    fields = ["slug", "retired_at"]
    readonly_fields = ["retired_at"]


@admin.register(LearningEvent)
class LearningEventAdmin(AuditedAdmin, RegisterAdmin):
    """Begun, published and deleted in the portal."""

    form = EventForm
    list_display = ["title", "starts_on", "status", "visibility", "format", "seats_taken", "capacity", "is_demo"]
    list_filter = ["status", "visibility", "format", "is_demo"]
    search_fields = ["title", "slug"]
    ordering = ["-starts_on", "-pk"]
    sortable_by = ()
    autocomplete_fields = ["series", "sectors", "junctures"]
    readonly_fields = [
        *("title", "slug", "status", "visibility", "entry", "starts_on", "ends_on", "starts_at", "ends_at"),
        *("time_zone", "format", "venue", "capacity", "seats_taken", "follows", "created_by", "created_at"),
    ]
    inlines = [Hosts, Organisers, FormerSlugs]
    fieldsets = [
        (None, {"description": WHY, "fields": [*readonly_fields]}),
        (
            gettext_lazy("Words"),
            {
                "fields": [
                    *("summary", "objective", "premise", "audience", "series", "sectors", "junctures", "languages"),
                    *("languages_note", "catchphrase", "is_chatham_house", "is_demo", "seen_version"),
                ]
            },
        ),
        (
            gettext_lazy("Figures that a source states"),
            {"fields": ["stated_participants", "stated_organisations", "stated_source", "stated_minutes"]},
        ),
    ]

    def is_public(self, obj: Any) -> bool:
        return is_public_event(obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Whoever has the event open in the portal is told that it changed."""
        if form.changed_data:
            obj.version = F("version") + 1
        super().save_model(request, obj, form, change)
        obj.refresh_from_db(fields=["version"])
        if "is_chatham_house" in form.changed_data:
            apply_house_rule(event=obj)
