"""The pulse: answered by a signed link without an account, and read by the parties once a round is over."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.signed_links import BadLink
from partnerships.forms.pulse import PulseForm
from partnerships.models import PulseInvitation
from partnerships.permissions import is_party
from partnerships.permissions_parts import is_secretariat
from partnerships.pulse import answers, links, results
from partnerships.sealed import seal, unseal
from partnerships.views.detail import visible_partnership
from partnerships.views.links import kept_quiet

CONFLICT = 409
SEALED = "pulse"


# Why no CSRF cookie is asked for is told beside `views.links.side_link`: the address is the whole authority.
@csrf_exempt
@kept_quiet
@require_http_methods(["GET", "HEAD", "POST"])
def pulse(request: Any, token: str) -> HttpResponse:
    """GET and HEAD only read. A first POST is checked and read back, a second carries out what that page sealed."""
    try:
        invitation = links.invitation_of(token)
    except BadLink:
        return render(request, "partnerships/link_bad.html", status=404)
    except PulseInvitation.DoesNotExist:
        return render(request, "partnerships/link_gone.html", status=410)
    if request.user.is_authenticated and is_secretariat(request.user):
        return render(request, "partnerships/link_bad.html", status=404)
    if not links.seats_of(invitation):
        return render(request, "partnerships/link_gone.html", status=410)
    if answers.is_closed(invitation):
        return _closed(request, invitation, CONFLICT if request.method == "POST" else 200)
    return _take(request, invitation) if request.method == "POST" else _page(request, invitation, _form(invitation))


@require_safe
@login_required
def told(request: Any, slug: str) -> HttpResponse:
    """For the parties alone; to others it is as if there were none."""
    partnership = visible_partnership(request, slug)
    if not is_party(request.user, partnership):
        raise Http404
    partnership = partnership.revises or partnership  # a new wording is asked about with its record
    rounds = results.rounds_told(partnership)
    shown = [each for each in rounds if each.means]
    context = {
        "partnership": partnership,
        "newest": rounds[-1] if rounds else None,
        "last_shown": shown[-1] if shown else None,
        "chart": results.gap_chart(shown[-1]) if shown else None,
        "trends": results.trend_charts(rounds),
        "running": results.running(partnership),
    }
    return render(request, "partnerships/pulse.html", context)


def _take(request: Any, invitation: PulseInvitation) -> HttpResponse:
    do = request.POST.get("do", "")
    sealed = unseal(SEALED, request.POST.get("sealed", ""), invitation) if do in ("send", "change") else None
    form = _form(invitation, sealed["data"] if sealed else request.POST)
    if not form.is_valid() or (sealed and do == "change"):
        return _page(request, invitation, form)
    if sealed is None:
        data = {name: form[name].data for name in form.fields}
        context = {"form": form, "invitation": invitation, "sealed": seal(SEALED, invitation, data=data)}
        return render(request, "partnerships/pulse_check.html", context)
    try:
        side = form.cleaned_data.get("side", "")
        answers.answer_pulse(invitation=invitation, scores=form.scores(), side=side)
    except answers.CannotAnswer:
        invitation.refresh_from_db()
        return _closed(request, invitation, CONFLICT)
    return redirect(request.path)


def _form(invitation: PulseInvitation, data: Any = None) -> PulseForm:
    return PulseForm(data, asks_for_side=answers.asks_for_side(invitation))


def _page(request: HttpRequest, invitation: PulseInvitation, form: PulseForm) -> HttpResponse:
    context = {"form": form, "invitation": invitation, "partnership": invitation.round.partnership}
    return render(request, "partnerships/pulse_open.html", context)


def _closed(request: HttpRequest, invitation: PulseInvitation, status: int) -> HttpResponse:
    context = {"invitation": invitation, "partnership": invitation.round.partnership}
    return render(request, "partnerships/pulse_closed.html", context, status=status)
