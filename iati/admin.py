"""Published files and what became of them, in the Django admin; they are worked with on the pages."""

from django.contrib import admin

from core.admin_lists import ReadOnly
from iati.models import PublishedActivity, Reading, Source


@admin.register(Source)
class SourceAdmin(ReadOnly):
    list_display = ["name", "institution", "is_followed", "read_at", "failure"]
    list_filter = ["is_followed"]
    list_select_related = ["institution"]
    search_fields = ["name", "url", "institution__name"]


@admin.register(Reading)
class ReadingAdmin(ReadOnly):
    list_display = ["source", "created_at", "status", "size", "message"]
    list_filter = ["status"]
    list_select_related = ["source"]
    search_fields = ["source__name"]
    exclude = ["content"]


@admin.register(PublishedActivity)
class PublishedActivityAdmin(ReadOnly):
    """Without the published content, which names people."""

    list_display = ["identifier", "title", "source", "outcome", "is_possible", "partnership"]
    list_filter = ["outcome", "is_possible"]
    list_select_related = ["source", "partnership"]
    search_fields = ["identifier", "title"]
    exclude = ["content", "written"]
