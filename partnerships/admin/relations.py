"""What makes a partnership more than its visits, in the admin: read by the same rule as every other part."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from partnerships.admin.forms import WholeRow
from partnerships.admin.logs import LogAdmin
from partnerships.admin.parts import OfPartnership, PartAdmin
from partnerships.models import (
    Commitment,
    ComplementaryModality,
    Contact,
    ContextNote,
    PartConsent,
    Repurposing,
)
from partnerships.permissions import can_edit


@admin.register(Repurposing)
class RepurposingAdmin(PartAdmin):
    list_display = ["number", "record", "changed_on", "juncture", "visibility"]
    list_filter = ["visibility", "juncture"]
    beside = ["juncture"]
    raw_id_fields = ["activity"]
    autocomplete_fields = ["partnership", "juncture"]


@admin.register(ComplementaryModality)
class ComplementaryModalityAdmin(PartAdmin):
    list_display = ["number", "record", "kind", "starts_on", "ends_on", "visibility"]
    list_filter = ["visibility", "kind"]
    autocomplete_fields = ["partnership", "provider"]


@admin.register(Commitment)
class CommitmentAdmin(PartAdmin):
    list_display = ["number", "record", "institution", "made_on", "visibility"]
    beside = ["institution"]
    autocomplete_fields = ["partnership", "institution"]


@admin.register(ContextNote)
class ContextNoteAdmin(LogAdmin):
    """For the parties: here it is only read, and each reading is noted."""

    list_display = ["number", "record", "kind", "noted_on"]
    list_filter = ["kind"]

    @admin.display(description=ContextNote._meta.verbose_name)
    def number(self, note: ContextNote) -> str:
        return self.called(note)


@admin.register(PartConsent)
class PartConsentAdmin(LogAdmin):
    list_display = ["agreed_at", "record", "part", "part_id", "institution", "side", "to"]
    list_filter = ["part", "to", "side"]
    beside = ["institution"]

    def is_public(self, obj: Any) -> bool:
        return False


class ContactForm(WholeRow):
    class Meta:
        model = Contact
        fields = "__all__"


@admin.register(Contact)
class ContactAdmin(OfPartnership):
    """Written here where the person agreed to be shown; other contacts are only read, and the reading is noted."""

    form = ContactForm
    list_display = ["number", "record", "institution", "role", "consent"]
    list_filter = ["consent", "role"]
    beside = ["institution"]
    autocomplete_fields = ["partnership", "institution"]
    readonly_fields = ["added_by", "created_at", "updated_at"]

    @admin.display(description=Contact._meta.verbose_name)
    def number(self, contact: Contact) -> str:
        return self.called(contact)

    def is_public(self, obj: Any) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.added_by = request.user
        super().save_model(request, obj, form, change)

    def _may_write(self, request: HttpRequest, obj: Any) -> bool:
        return obj.consent == Contact.Consent.COMMUNITY and can_edit(request.user, obj.partnership)
