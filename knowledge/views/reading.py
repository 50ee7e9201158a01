"""The page of a story, a method or a challenge."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.registry import panels_for
from knowledge import permissions, structured
from knowledge.models import Piece
from knowledge.models.choices import Kind
from knowledge.piece_page import PiecePage, for_page, spread
from knowledge.views.listing import LISTS, TITLES

SHELVES = {**LISTS, Kind.RESOURCE: "resources"}


@require_safe
def piece(request: Any, slug: str, kind: str) -> HttpResponse:
    """As its readers have it; its authors, parties and the secretariat read it here before it is published too."""
    found = for_page(kind, request.user).filter(slug=slug).first()
    if found is None:
        return elsewhere(request, slug, kind)
    context = context_of(spread(found), request.user, text=request.GET.get("text", ""))
    return render(request, "knowledge/piece_detail.html", context)


def context_of(found: Any, user: Any, *, text: str = "") -> dict[str, Any]:
    """All that the page prints of a piece that `for_page` gave and `spread` laid out, for one reader."""
    page = PiecePage(found, user, text=text)
    return {
        "page": page,
        "piece": found,
        "text": page.text,
        "list_title": TITLES[found.kind],
        "list_url": f"knowledge:{LISTS[found.kind]}",
        "address": settings.BASE_URL + found.get_absolute_url(),
        "json_ld": structured.json_ld(page),
        "og_image": structured.picture_address(page) if page.is_public else "",
        "panels": panels_for("knowledge:piece", found, user),
        **rights(user, found),
    }


def rights(user: Any, found: Any) -> dict[str, bool]:
    """What the page offers; each page it leads to asks again."""
    if not user.is_authenticated:
        return {}
    return {
        "may_edit": permissions.can_edit_piece(user, found),
        "may_follow_way": permissions.can_follow_way(user, found),
        "may_tell": permissions.can_tell_uptake(user, found),
        "may_translate": permissions.can_translate(user, found),
        "may_collect": permissions.can_collect(user, found),
        "may_hide_uptakes": permissions.can_hide_uptake(user, found),
    }


def elsewhere(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The way from an address it bore once, to who may see it; 410 for what was published and is no more."""
    pieces = Piece.objects.filter(kind=kind)
    moved = pieces.visible_to(request.user).filter(former_slugs__slug=slug).first()
    if moved:
        return HttpResponsePermanentRedirect(moved.get_absolute_url())
    if pieces.taken_down_from(request.user).filter(slug=slug).exists():
        return render(request, "knowledge/gone.html", {"list_url": f"knowledge:{SHELVES[Kind(kind)]}"}, status=410)
    raise Http404
