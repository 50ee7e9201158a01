"""The wordings of a piece: which there were, and what changed from one to another."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.permissions import require
from knowledge import permissions
from knowledge.attached import attached_changes
from knowledge.revisions import asked_content, revision_of
from knowledge.views.finding import visible_piece
from knowledge.wording_changes import changes

NOW = "now"


@require_safe
@login_required
def wordings(request: Any, slug: str) -> HttpResponse:
    """The list, and below it two of them compared: `?from=2&to=3`, or `to=now` for the text as it stands."""
    piece = visible_piece(request, slug)
    require(permissions.can_comment, request.user, piece)
    listed = list(piece.revisions.select_related("created_by"))
    context = {"piece": piece, "wordings": listed, "is_changed": _is_changed(piece, listed)}
    if len(listed) + context["is_changed"] > 1:
        ends = (request.GET.get("from") or _before_last(listed, context["is_changed"]), request.GET.get("to") or NOW)
        one, other = (_wording(piece, listed, each) for each in ends)
        before, after = one["content"], other["content"]
        differ = [*changes(piece.kind, before, after), *attached_changes(before, after)]
        context |= {"one": one, "other": other, "changes": differ}
    return render(request, "knowledge/wordings.html", context)


def _is_changed(piece: Any, listed: list[Any]) -> bool:
    """Whether the text as it stands is none of the kept wordings."""
    return not listed or listed[0].sha256 != revision_of(piece)


def _before_last(listed: list[Any], is_changed: bool) -> str:
    return str(listed[0 if is_changed else 1].number)


def _wording(piece: Any, listed: list[Any], asked: str) -> dict[str, Any]:
    if asked == NOW:
        return {"value": NOW, "label": _("as it stands now"), "content": asked_content(piece)}
    numbers = {str(each.number): each for each in listed}
    found = numbers.get(asked) or get_object_or_404(piece.revisions.none())
    return {"value": asked, "label": _("wording %(number)d") % {"number": found.number}, "content": found.content}
