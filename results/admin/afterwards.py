"""Capabilities, what became of outcomes, and the figures that the portal works out by itself."""

from typing import Any

from django.contrib import admin

from core.admin_lists import ReadOnly
from results.admin.of_record import OfRecord, ReadHere
from results.models import (
    Capability,
    CapabilityScore,
    FollowUp,
    FollowUpAnswer,
    FollowUpLink,
    OutcomeTally,
    PortfolioFigures,
)


class Scores(ReadHere):
    model = CapabilityScore
    fields = ["side", "moment", "score", "reason", "scored_on"]


class Answers(ReadHere):
    model = FollowUpAnswer
    fields = ["outcome", "side", "sustained", "note", "answered_at", "by_name"]


@admin.register(Capability)
class CapabilityAdmin(OfRecord):
    list_display = ["row", "of", "level", "visibility"]
    list_filter = ["visibility", "level"]
    inlines = [Scores]


@admin.register(FollowUp)
class FollowUpAdmin(OfRecord):
    """The answers stand on the page, each with its outcome, of which some may be for the parties."""

    list_display = ["row", "of", "years", "due_on", "asked_at", "reminded_at"]
    list_filter = ["years"]
    is_private = True
    inlines = [Answers]


@admin.register(FollowUpLink)
class FollowUpLinkAdmin(OfRecord):
    """That somebody was asked, and what became of it; the link itself is nowhere, so nobody here can answer by it."""

    record_paths = ("follow_up__partnership",)
    beside = ["institution"]
    list_display = ["row", "of", "institution", "created_at", "answered_at", "replaced_at", "expires_at"]
    is_private = True


@admin.register(OutcomeTally)
class OutcomeTallyAdmin(ReadOnly):
    """Counts of what everybody sees."""

    list_display = ["token", "year", "level", "evidence", "n"]
    list_filter = ["level", "evidence"]
    search_fields = ["token__startswith"]
    ordering = ["-pk"]
    sortable_by = ()


@admin.register(PortfolioFigures)
class PortfolioFiguresAdmin(ReadOnly):
    list_display = ["selection", "worked_out_at"]
    search_fields = ["selection__startswith"]
    ordering = ["-pk"]
    sortable_by = ()

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).defer("data")
