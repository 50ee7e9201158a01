"""What happens when, and who presents: read here, written in the agenda builder."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from events.admin.of_event import OfEvent
from events.models import AgendaItem, Presentation, PresentationFile


@admin.register(AgendaItem)
class AgendaItemAdmin(OfEvent):
    list_display = ["number", "title", "of", "kind", "track", "starts_at", "ends_at"]
    list_filter = ["kind"]
    search_fields = ["title"]


@admin.register(Presentation)
class PresentationAdmin(OfEvent):
    """The partnership may be for its parties alone, so it is not named here."""

    event_path = "item__event"
    list_display = ["number", "title", "of", "presenter", "institution"]
    beside = ["institution"]
    search_fields = ["title", "presenter"]
    exclude = ["partnership"]


@admin.register(PresentationFile)
class PresentationFileAdmin(OfEvent):
    event_path = "presentation__item__event"
    list_display = ["number", "title", "of", "size", "created_at"]
    search_fields = ["title", "sha256__exact"]
    fields = ["presentation", "title", "download", "size", "sha256", "created_at"]
    readonly_fields = ["download"]

    @admin.display(description=PresentationFile._meta.get_field("file").verbose_name)
    def download(self, file: Any) -> str:
        """Handed out by the portal, as an attachment."""
        address = reverse("events:presentation_file", args=[self.of(file).slug, file.pk])
        return format_html('<a href="{}">{}</a>', address, str(file.file.name).rpartition("/")[2])
