"""The page of one partnership, and its timeline."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.views.generic import DetailView

from core.registry import panels_for
from partnerships import permissions, permissions_parts, story, wording
from partnerships.consents import to_be_asked
from partnerships.models import Partnership, PartnershipFormerSlug, PartnershipMember
from partnerships.models.partnership import PartnershipQuerySet
from partnerships.pulse import results as pulse
from partnerships.views import voices


class PartnershipDetail(DetailView):
    template_name = "partnerships/partnership_detail.html"
    context_object_name = "partnership"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            former = self._former()
            if former is None:
                raise
            return HttpResponsePermanentRedirect(former.partnership.get_absolute_url())

    def get_queryset(self):
        members = Prefetch("members", PartnershipMember.objects.for_page())
        visible = Partnership.objects.visible_to(self.request.user).defer("search")
        return visible.select_related("reported_by").prefetch_related(members, "sectors")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, partnership = self.request.user, self.object
        parts = story.parts(partnership, user)
        return (
            super().get_context_data(**kwargs)
            | {
                "standing_text": wording.standing_text(partnership),
                "problem_heading": wording.problem_heading(partnership),
                "direction_and_kind": wording.direction_and_kind(partnership),
                "source_host": wording.source_host(partnership),
                "role_columns": story.role_columns(partnership),
                "where_it_stands": story.where_it_stands(partnership, parts),
                "parts": parts,
                "targets": [code for code in partnership.sdg_codes if "." in code],
                "panels": panels_for("partnerships:detail", partnership, user),
                "may_read_log": permissions.can_read_log(user, partnership),
                "may_edit": permissions.can_edit(user, partnership),
                "may_confirm": permissions.can_confirm(user, partnership),
                "may_share": permissions.can_publish(user, partnership) and not partnership.is_draft,
                "may_delete": permissions.can_delete(user, partnership),
                "may_add": permissions_parts.addable_parts(user, partnership),
            }
            | (for_parties(user, partnership) if permissions.is_party(user, partnership) else {})
            | (voices.on_page(partnership, user) if user.is_authenticated else {})
        )

    def _former(self) -> PartnershipFormerSlug | None:
        """The way from an address the record bore once, for those who may see the record."""
        visible = Partnership.objects.visible_to(self.request.user)
        found: PartnershipFormerSlug | None = (
            PartnershipFormerSlug.objects.filter(slug=self.kwargs["slug"], partnership__in=visible.values("pk"))
            .select_related("partnership")
            .first()
        )
        return found


class PartnershipTimeline(PartnershipDetail):
    """Everything dated, whole: the page of the record shows the newest only."""

    template_name = "partnerships/partnership_timeline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partnership = self.object
        return DetailView.get_context_data(self, **kwargs) | {
            "parts": story.parts(partnership, self.request.user, most=None),
            "may_add": permissions_parts.addable_parts(self.request.user, partnership),
            "direction_and_kind": wording.direction_and_kind(partnership),
        }


def for_parties(user: Any, partnership: Partnership) -> dict[str, Any]:
    """What only the parties read on the page: whose word is missing, who said what, what is proposed."""
    confirmed = partnership.standing == Partnership.Standing.BOTH_SIDES
    awaited = [] if confirmed else to_be_asked(partnership)
    mine = permissions.confirmable_members(user, partnership)
    proposed = Partnership.objects.visible_to(user).filter(revises=partnership).select_related("reported_by")
    return {
        "awaited": awaited,
        "my_word_is_missing": any(member in awaited for member in mine),
        "said": list(partnership.confirmations.select_related("institution")),
        "revisions": list(proposed),
        "reads_terms": permissions.can_read_terms(user, partnership) and not partnership.is_draft,
        "reads_pulse": pulse.is_told_to(user, partnership),
    }


def visible_partnership(request: HttpRequest, slug: str) -> Partnership:
    """The record at this address, or the same 404 whether it is missing or hidden.

    An address that it bore once is good too: a letter asks about a new wording, which is the record by now.
    """
    return _found(Partnership.objects.visible_to(request.user).for_listing(), slug)


def read_partnership(request: HttpRequest, slug: str) -> Partnership:
    """The same for a page that names no member: only who signed in may be one, so only then they are read."""
    if request.user.is_authenticated:
        return visible_partnership(request, slug)
    return _found(Partnership.objects.visible_to(request.user).defer("search"), slug)


def _found(visible: PartnershipQuerySet, slug: str) -> Partnership:
    found: Partnership | None = visible.filter(slug=slug).first()
    return found or get_object_or_404(visible, former_slugs__slug=slug)
