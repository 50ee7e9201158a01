"""Reading in the admin what is not public is written to the audit log."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from community import auditing
from community.models import AuditEntry
from core.models import Visibility


class AuditedAdmin(admin.ModelAdmin):
    """Mixed into the admin of a model with `visibility`, or one whose rows are about persons."""

    def is_public(self, obj: Any) -> bool:
        """Whether everybody may see it anyway; without a visibility of its own, nobody may."""
        return getattr(obj, "visibility", None) == Visibility.PUBLIC

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        response = super().change_view(request, object_id, form_url, extra_context)
        if request.method == "GET" and response.status_code == 200:
            obj = self.get_object(request, object_id)
            if obj is not None and not self.is_public(obj):
                auditing.record(actor=request.user, action=AuditEntry.Action.READ, target=obj)  # type: ignore[arg-type]
        return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and form.changed_data and not self.is_public(obj):
            detail = ", ".join(form.changed_data)
            auditing.record(actor=request.user, action=AuditEntry.Action.CHANGE, target=obj, detail=detail)  # type: ignore[arg-type]
