"""Harvested outcomes, their claims and evidence, and what others said to them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from community.models import AuditEntry
from core import uploads
from core.models import Visibility
from results.admin.of_record import OfRecord, ReadHere
from results.models import (
    ContributionClaim,
    ContributionStep,
    EvidenceItem,
    HarvestedOutcome,
    OutcomeWording,
    PartnerWord,
    RivalExplanation,
    Substantiation,
    SubstantiationLink,
)


class Chain(ReadHere):
    model = ContributionStep
    fields = ["position", "text", "assumption"]


class Rivals(ReadHere):
    model = RivalExplanation
    fields = ["position", "text", "weight", "speaks_for", "speaks_against"]


@admin.register(HarvestedOutcome)
class OutcomeAdmin(OfRecord):
    list_display = ["row", "of", "number", "level", "evidence", "is_disputed", "visibility"]
    list_filter = ["visibility", "level", "evidence", "is_disputed", "is_negative"]


class OfOutcome(OfRecord):
    """Seen with the outcome."""

    record_paths = ("outcome__partnership",)
    beside = ["outcome"]

    def is_shown(self, row: Any) -> bool:
        return bool(row.outcome.visibility == Visibility.PUBLIC)


@admin.register(ContributionClaim)
class ClaimAdmin(OfOutcome):
    list_display = ["row", "of", "part", "updated_at"]
    list_filter = ["part"]
    inlines = [Chain, Rivals]


@admin.register(OutcomeWording)
class WordingAdmin(OfOutcome):
    """What it said before, which others than the parties may never have read."""

    list_display = ["row", "of", "shown_to", "replaced_at"]
    is_private = True


@admin.register(PartnerWord)
class PartnerWordAdmin(OfOutcome):
    """Who said it is for the parties."""

    list_display = ["row", "of", "institution", "verdict", "said_at"]
    list_filter = ["verdict"]
    beside = ["outcome", "institution"]
    is_private = True


@admin.register(SubstantiationLink)
class SubstantiationLinkAdmin(OfOutcome):
    """That somebody was asked, and what became of it; the link itself is nowhere, so nobody here can answer by it."""

    list_display = ["row", "of", "institution", "created_at", "answered_at", "replaced_at", "expires_at"]
    beside = ["outcome", "institution"]
    is_private = True


@admin.register(Substantiation)
class SubstantiationAdmin(OfOutcome):
    list_display = ["row", "of", "verdict", "may_be_named", "said_at"]
    list_filter = ["verdict", "may_be_named"]
    is_private = True


@admin.register(EvidenceItem)
class EvidenceAdmin(OfRecord):
    """The file is handed out by `hand_out`, which writes that down."""

    record_paths = (
        "outcome__partnership",
        "step__claim__outcome__partnership",
        "observation__indicator__partnership",
    )
    beside = ["observation__indicator__result__framework"]
    list_display = ["row", "of", "is_confidential", "size", "created_at"]
    list_filter = ["is_confidential"]
    exclude = ["file"]
    readonly_fields = ["download", "size", "sha256"]

    def is_shown(self, row: EvidenceItem) -> bool:
        if row.is_confidential:
            return False
        if row.observation:
            framework = row.observation.indicator.result.framework
            return bool(row.observation.is_approved and framework.visibility == Visibility.PUBLIC)
        outcome: Any = row.outcome or (row.step.claim.outcome if row.step else None)
        return bool(outcome and outcome.visibility == Visibility.PUBLIC)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.hand_out)
        return [path("<int:pk>/file/", view, name="results_evidenceitem_file"), *super().get_urls()]

    def hand_out(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        item = get_object_or_404(self.get_queryset(request).exclude(file=""), pk=pk)
        if not self.is_public(item):
            self.audit(request, AuditEntry.Action.READ, item, "file")
        return uploads.download(item)

    @admin.display(description=_("file"))
    def download(self, item: EvidenceItem) -> str:
        if not item.file:
            return "–"
        address = reverse("admin:results_evidenceitem_file", args=[item.pk])
        return format_html('<a href="{}">{}</a>', address, _t("Download"))
