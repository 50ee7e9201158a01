"""Rows of events that belong together."""

from django import forms
from django.contrib import admin

from core.admin_lists import RegisterAdmin
from core.forms import TypedTextForm
from events.admin.event import ReadHere
from events.models import EventSeries, EventSeriesFormerSlug


class SeriesForm(TypedTextForm, forms.ModelForm):
    class Meta:
        model = EventSeries
        fields = ["title", "description", "cadence", "is_demo"]


class FormerSlugs(ReadHere):
    model = EventSeriesFormerSlug
    fields = ["slug", "retired_at"]
    readonly_fields = ["retired_at"]


@admin.register(EventSeries)
class EventSeriesAdmin(RegisterAdmin):
    """Begun in the portal, which gives the address."""

    form = SeriesForm
    list_display = ["title", "cadence", "is_demo"]
    list_filter = ["cadence"]
    search_fields = ["title", "slug"]
    fields = ["title", "slug", "description", "cadence", "is_demo", "created_by", "created_at"]
    readonly_fields = ["slug", "created_by", "created_at"]
    inlines = [FormerSlugs]

    def has_add_permission(self, request: object) -> bool:
        return False
