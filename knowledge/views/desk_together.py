"""What the desk does with the ticked texts: take them on, give them to somebody, ask their authors for changes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from core.pagination import LARGEST_INTEGER
from core.permissions import require
from knowledge import permissions
from knowledge.desk.queue import Selection
from knowledge.forms.desk import AssignForm, ReturnForm, TakeOnForm
from knowledge.models import Piece
from knowledge.services.together import Outcome, return_together, take_on_together

MOST = 100  # at once; a page of the queue holds fewer
ACTS: dict[str, dict[str, Any]] = {
    "take-on": {
        "form": TakeOnForm,
        "title": gettext_lazy("Take them on"),
        "text": gettext_lazy("You are named as who curates them, and get the letters about them."),
        "act": lambda pieces, given, by: take_on_together(pieces, owner=by, by=by),
    },
    "assign": {
        "form": AssignForm,
        "title": gettext_lazy("Give them to a colleague"),
        "text": gettext_lazy("Your colleague is named as who curates them, and gets the letters about them."),
        "act": lambda pieces, given, by: take_on_together(pieces, owner=given["to"], by=by),
    },
    "return": {
        "form": ReturnForm,
        "title": gettext_lazy("Ask the authors for changes"),
        "text": gettext_lazy("Each author gets these words in a letter, writes on and hands the text in again."),
        "act": lambda pieces, given, by: return_together(pieces, reason=given["reason"], by=by),
    },
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def together(request: Any, act: str) -> HttpResponse:
    """GET names the ticked texts and asks; POST acts, and says of each that was refused why."""
    if act not in ACTS:
        raise Http404
    require(permissions.can_use_desk, request.user)
    require(permissions.can_review_piece, request.user)
    sent = request.POST if request.method == "POST" else request.GET
    back = reverse("knowledge:desk") + Selection.read(sent).address()
    pieces = _ticked(request.user, sent)
    if not pieces:
        messages.error(request, _("Tick at least one text first."))
        return redirect(back)
    chosen = ACTS[act]
    form = chosen["form"](request.POST if request.method == "POST" else None)
    if form.is_valid():
        _tell(request, chosen["act"](pieces, form.cleaned_data, request.user))
        return redirect(back)
    context = {"form": form, "pieces": pieces, "back": back, "kept": Selection.read(sent).pairs(), **chosen}
    return render(request, "knowledge/desk_together.html", context)


def _ticked(user: Any, sent: Any) -> list[Piece]:
    """Those ticked that are under review, in the order in which they were ticked; what is no number is left out."""
    numbers = [int(each) for each in sent.getlist("pick") if each.isascii() and each.isdigit() and len(each) < 19]
    picks = [pk for pk in dict.fromkeys(numbers) if pk < LARGEST_INTEGER][:MOST]
    seen = Piece.objects.visible_to(user).under_review().in_bulk(picks)
    return [seen[pk] for pk in picks if pk in seen]


def _tell(request: Any, outcomes: list[Outcome]) -> None:
    refused = [each for each in outcomes if each.refusal]
    if done := len(outcomes) - len(refused):
        messages.success(request, ngettext("%(count)d text done.", "%(count)d texts done.", done) % {"count": done})
    for each in refused:
        messages.error(request, f"{each.piece.title}: {each.refusal}")
