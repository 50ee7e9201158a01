"""The logs of records in the admin: read, never written, each reading noted."""

from typing import Any

from django.contrib import admin

from core.admin_lists import ReadOnly
from partnerships.admin.parts import OfPartnership
from partnerships.models import Adaptation, Confirmation, StageChange


class LogAdmin(ReadOnly, OfPartnership):
    """`ReadOnly` comes first: what it refuses stays refused."""


@admin.register(Confirmation)
class ConfirmationAdmin(LogAdmin):
    list_display = ["decided_at", "record", "institution", "side", "decision", "agreed_visibility", "channel"]
    list_filter = ["decision", "side", "channel"]
    beside = ["institution"]

    def is_public(self, obj: Any) -> bool:
        return False


@admin.register(StageChange)
class StageChangeAdmin(LogAdmin):
    list_display = ["entered_on", "record", "stage", "recorded_at"]
    list_filter = ["stage"]


@admin.register(Adaptation)
class AdaptationAdmin(LogAdmin):
    list_display = ["decided_on", "record", "juncture", "visibility"]
    list_filter = ["visibility", "juncture"]
    beside = ["juncture"]
