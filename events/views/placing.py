"""The buttons that put people in groups."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from events.allocation import Allocation
from events.services.groups import CannotGroup
from events.services.placing import HIGHEST_SEED, make_groups, place_by_hand, place_rest
from events.views.groups import event_to_group


@require_POST
@login_required
def allocate(request: Any, slug: str) -> HttpResponse:
    """Make the groups, with a draw number that was typed or a new one."""
    event = event_to_group(request, slug)
    typed = request.POST.get("seed", "").strip()
    seed = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(HIGHEST_SEED)) else 0
    if typed and not 1 <= seed <= HIGHEST_SEED:
        messages.error(request, _("A draw number is a whole number from 1 to %(most)d.") % {"most": HIGHEST_SEED})
        return redirect("events:groups", event.slug)
    try:
        _say(request, make_groups(event=event, seed=seed or None))
    except CannotGroup as refusal:
        messages.error(request, str(refusal))
    return redirect("events:groups", event.slug)


@require_POST
@login_required
def rest(request: Any, slug: str) -> HttpResponse:
    event = event_to_group(request, slug)
    try:
        _say(request, place_rest(event=event))
    except CannotGroup as refusal:
        messages.error(request, str(refusal))
    return redirect("events:groups", event.slug)


@require_POST
@login_required
def by_hand(request: Any, slug: str) -> HttpResponse:
    """Each person's select as `group-<person>`, and as `was-<person>` what the page showed."""
    event = event_to_group(request, slug)
    chosen = {name.removeprefix("group-"): value for name, value in request.POST.items() if name.startswith("group-")}
    wanted = {
        int(person): (_number(request.POST.get(f"was-{person}", "")), _number(group))
        for person, group in chosen.items()
        if _number(person)
    }
    try:
        overtaken = place_by_hand(event=event, wanted=wanted)
    except CannotGroup as refusal:
        messages.error(request, str(refusal))
        return redirect("events:groups", event.slug)
    if overtaken:
        who = ", ".join(overtaken)
        messages.warning(request, _("Somebody else moved %(who)s while you were here. Look again.") % {"who": who})
    else:
        messages.success(request, _("Saved."))
    return redirect("events:groups", event.slug)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _say(request: Any, made: Allocation) -> None:
    messages.success(
        request,
        ngettext("%(count)d person has a group.", "%(count)d people have a group.", len(made.rooms))
        % {"count": len(made.rooms)},
    )
