"""The peers of a need: all of them with what matters most, setting one aside, putting one on the list."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from matching import permissions
from matching.forms.emphasis import EmphasisFields
from matching.forms.matches import AsideForm, ProposeForm
from matching.models import Match, Need
from matching.services.matches import CannotSuggest, propose_match, remove_match, set_aside_match, take_back_match
from matching.suggestions import suggestions


@require_safe
@login_required
def listing(request: Any, pk: int) -> HttpResponse:
    need = _need(request.user, pk)
    form = EmphasisFields(request.GET or None)
    emphasis = form.emphasis if form.is_valid() else {}
    context = suggestions(need, request.user, emphasis) | {"form": form}
    return render(request, "matching/matches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose(request: Any, pk: int) -> HttpResponse:
    need = _need(request.user, pk)
    require(permissions.can_propose, request.user)
    form = ProposeForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            propose_match(need=need, offer=form.offer, by=request.user, **form.cleaned_data)
        except CannotSuggest as refusal:
            form.add_error("institution", str(refusal))
        else:
            messages.success(request, _("It is on the list."))
            return redirect("matching:matches", need.pk)
    return render(request, "matching/match_propose.html", {"need": need, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def set_aside(request: Any, pk: int, match: int) -> HttpResponse:
    found = _match(request.user, pk, match)
    require(permissions.can_set_aside, request.user, found.need)
    form = AsideForm(request.POST or None, initial={"because": found.set_aside_because})
    if request.method == "POST" and form.is_valid():
        set_aside_match(match=found, because=form.cleaned_data["because"], by=request.user)
        return redirect("matching:matches", pk)
    return render(request, "matching/match_aside.html", {"match": found, "form": form})


@require_POST
@login_required
def take_back(request: Any, pk: int, match: int) -> HttpResponse:
    found = _match(request.user, pk, match)
    require(permissions.can_set_aside, request.user, found.need)
    take_back_match(match=found, by=request.user)
    return redirect("matching:matches", pk)


@require_POST
@login_required
def remove(request: Any, pk: int, match: int) -> HttpResponse:
    found = _match(request.user, pk, match)
    require(permissions.can_remove_match, request.user)
    remove_match(match=found, by=request.user)
    return redirect("matching:matches", pk)


def _need(user: Any, pk: int) -> Need:
    """A need whose peers this person may read, or 404."""
    need = get_object_or_404(Need.objects.visible_to(user).select_related("institution__country"), pk=pk)
    if not permissions.can_see_matches(user, need):
        raise Http404
    return need


def _match(user: Any, pk: int, match: int) -> Match:
    found = Match.objects.visible_to(user).select_related("need__institution", "institution")
    return get_object_or_404(found, need=pk, pk=match)
