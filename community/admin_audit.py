"""Reading in the admin what is not public is written to the audit log."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from community import auditing
from community.models import AuditEntry
from core.models import Visibility


class AuditedAdmin(admin.ModelAdmin):
    """Mixed into the admin of a model with `visibility`, or one whose rows are about persons."""

    def is_public(self, obj: Any) -> bool:
        """Whether everybody may see it anyway; without a visibility of its own, nobody may."""
        return getattr(obj, "visibility", None) == Visibility.PUBLIC

    def audited_as(self, obj: Any) -> tuple[Model, str]:
        """In whose log it is written, and what to call it there: a part stands in the log of its record."""
        return obj, ""

    def audit(self, request: HttpRequest, action: str, obj: Any, detail: str = "") -> None:
        target, name = self.audited_as(obj)
        words = ": ".join(word for word in (name, detail) if word)
        auditing.record(actor=request.user, action=action, target=target, detail=words)  # type: ignore[arg-type]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        response = super().change_view(request, object_id, form_url, extra_context)
        self._note_reading(request, object_id, response)
        return response

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """The page that asks whether to delete names everything that goes too."""
        response = super().delete_view(request, object_id, extra_context)
        self._note_reading(request, object_id, response)
        return response

    def _note_reading(self, request: HttpRequest, object_id: str, response: Any) -> None:
        if request.method == "GET" and response.status_code == 200:
            obj = self.get_object(request, object_id)
            if obj is not None and not self.is_public(obj):
                self.audit(request, AuditEntry.Action.READ, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and form.changed_data and not self.is_public(obj):
            self.audit(request, AuditEntry.Action.CHANGE, obj, ", ".join(form.changed_data))
