"""Needs, offers, the peers found for a need, and the weights: read here, written in the portal.

Opening a need tells peers and letters of it, and a version of the weights is never changed: what was changed here
would pass that by.
"""

from typing import Any

from django.contrib import admin

from community.admin_audit import AuditedAdmin
from core.admin_lists import ReadOnly
from core.models import Visibility
from matching.models import Match, MatchWeights, Need, Offer


class StatementAdmin(ReadOnly, AuditedAdmin):
    """A list says that it is there; its words stand on its own page, and reading what is not public is noted."""

    list_display = ["id", "institution", "status", "visibility", "confirmed_on", "is_demo"]
    list_filter = ["status", "visibility", "is_demo"]
    list_select_related = ["institution"]
    search_fields = ["institution__name"]

    def is_public(self, obj: Any) -> bool:
        return bool(obj.visibility == Visibility.PUBLIC and not obj.is_draft)

    def audited_as(self, obj: Any) -> tuple[Any, str]:
        return obj.institution, str(obj._meta.verbose_name)


@admin.register(Need)
class NeedAdmin(StatementAdmin):
    pass


@admin.register(Offer)
class OfferAdmin(StatementAdmin):
    pass


@admin.register(Match)
class MatchAdmin(ReadOnly, AuditedAdmin):
    """The list of a need is for its institution and for brokers."""

    list_display = ["id", "institution", "score", "weights", "set_aside_at"]
    list_select_related = ["institution", "weights"]
    search_fields = ["institution__name"]

    def is_public(self, obj: Any) -> bool:
        return False

    def audited_as(self, obj: Any) -> tuple[Any, str]:
        return obj.need.institution, str(obj._meta.verbose_name)


@admin.register(MatchWeights)
class WeightsAdmin(ReadOnly):
    list_display = ["number", "created_at"]
