"""The desk of the secretariat: the queue, one text opened, and what goes out next."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.pagination import paginate
from core.permissions import require
from core.registry import panels_for
from knowledge import permissions
from knowledge.desk import audiences, pace, queue, waiting
from knowledge.desk.opened import Opened
from knowledge.locking import of_its_kind
from knowledge.models.choices import State
from knowledge.views.finding import visible_piece

PAGE_SIZE = 40


@require_safe
@login_required
def desk(request: Any) -> HttpResponse:
    """`?state=&q=&piece=`; without a piece the first of the queue lies open."""
    user, asked = request.user, request.GET
    require(permissions.can_use_desk, user)
    selection = queue.Selection.read(asked)
    page = paginate(
        queue.queue(selection, user),
        keys=selection.keys,
        size=PAGE_SIZE,
        after=asked.get("after"),
        page=asked.get("page"),
    )
    piece = _chosen(request, page.items)
    context = {
        "selection": selection,
        "tabs": queue.tabs(selection, user),
        "groups": queue.groups(page.items),
        "page": page,
        "pager": _pager(page, selection),
        "opened": Opened(piece, user) if piece else None,
        "is_chosen": bool(asked.get("piece")),
        "audiences": audiences.AUDIENCES.items(),
        "piles": waiting.piles(user),
        "debts": waiting.debts(user),
        "median_days": pace.median_days(user),
        "ticks": permissions.can_review_piece(user) and selection.keys == queue.KEYS,
        "panels": panels_for("knowledge:desk", None, user),
    }
    return render(request, "knowledge/desk.html", context)


def _chosen(request: Any, rows: list[Any]) -> Any:
    """Drafts never lie on the desk, also not those of the secretariat itself."""
    if slug := request.GET.get("piece"):
        found = visible_piece(request, slug)
        return found if found.state != State.DRAFT else None
    return of_its_kind(rows[0]) if rows else None


def _pager(page: Any, selection: queue.Selection) -> dict[str, str]:
    is_whole = not page.previous and not page.next
    return {
        "text": "" if is_whole else _("%(first)s to %(last)s") % {"first": page.first, "last": page.last},
        "previous_url": selection.address(after=page.previous) if page.previous else "",
        "next_url": selection.address(after=page.next) if page.next else "",
    }
