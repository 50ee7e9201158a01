"""What the other side would say differently: accepted, discussed or taken back by the parties; and objections."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from partnerships import permissions, permissions_voices
from partnerships.forms.corrections import ObjectForm, RemarkForm
from partnerships.models import Correction, Partnership
from partnerships.proposals import proposals
from partnerships.services import corrections as services
from partnerships.services.objections import CannotObject, object_to_partnership
from partnerships.speakers import Speaker
from partnerships.views.detail import visible_partnership
from partnerships.views.voices import open_corrections, open_proposals

MOST_SETTLED = 50


@require_safe
@login_required
def table(request: Any, slug: str) -> HttpResponse:
    return _page(request, _readable(request, slug))


@require_POST
@login_required
def accept(request: Any, slug: str) -> HttpResponse:
    """One of them, or all that this person decides about."""
    partnership = _readable(request, slug)
    chosen = [each for each in open_corrections(partnership) if permissions.can_decide_correction(request.user, each)]
    if request.POST.get("accept") != "all":
        chosen = [each for each in chosen if str(each.pk) == request.POST.get("accept", "")]
    if not chosen:
        messages.info(request, _("There is nothing left to accept: it was settled meanwhile, or another side decides."))
        return redirect("partnerships:corrections", partnership.slug)
    try:
        written = services.accept_corrections(corrections=chosen, by=request.user)
    except services.CannotDecide as error:
        messages.error(request, str(error))
        return redirect("partnerships:corrections", partnership.slug)
    messages.success(request, _accepted(written))
    return redirect(written)


@require_POST
@login_required
def discuss(request: Any, slug: str, pk: int) -> HttpResponse:
    partnership = _readable(request, slug)
    correction = get_object_or_404(partnership.corrections, pk=pk)
    form = RemarkForm(request.POST, prefix=f"remark-{pk}")
    if form.is_valid():
        try:
            services.discuss_correction(correction=correction, text=form.cleaned_data["text"], by=request.user)
        except services.CannotDecide as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your remark is on its way to the other side."))
            return redirect("partnerships:corrections", partnership.slug)
    return _page(request, partnership, remark=(pk, form))


@require_POST
@login_required
def withdraw(request: Any, slug: str, pk: int) -> HttpResponse:
    partnership = _readable(request, slug)
    correction = get_object_or_404(partnership.corrections, pk=pk)
    require(permissions_voices.can_withdraw, request.user, partnership, correction.institution_id)
    services.withdraw_correction(correction=correction, speaker=Speaker.signed_in(request.user))
    messages.success(request, _("The proposal is taken back. What stands, stands."))
    return redirect("partnerships:corrections", partnership.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def object_to(request: Any, slug: str) -> HttpResponse:
    """Beside confirming: the record disappears from the public at once, and the secretariat is told."""
    partnership = visible_partnership(request, slug)
    require(permissions_voices.can_object, request.user, partnership)
    form = ObjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            object_to_partnership(partnership=partnership, reason=form.cleaned_data["reason"], by=request.user)
        except CannotObject as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your objection is recorded. Only the institutions concerned see it now."))
            return redirect(partnership.revises or partnership)
    members = permissions.members_spoken_for(request.user, partnership)
    context = {"partnership": partnership, "form": form, "members": members}
    return render(request, "partnerships/correction_object.html", context)


def _readable(request: HttpRequest, slug: str) -> Partnership:
    partnership = visible_partnership(request, slug)
    if not permissions_voices.can_read_corrections(request.user, partnership):
        raise Http404
    return partnership


def _page(request: Any, partnership: Partnership, remark: tuple[int, RemarkForm] | None = None) -> HttpResponse:
    settled = partnership.corrections.exclude(status__in=Correction.OPEN).order_by("-decided_at", "-pk")
    settled = settled.select_related("institution", "decided_by").prefetch_related("remarks__institution")
    open_ones = open_proposals(partnership, request.user, remark)
    context = {
        "partnership": partnership,
        "open": open_ones,
        "decidable": sum(each.may_decide for each in open_ones),
        "settled": proposals(settled[:MOST_SETTLED]),
        "own_words": list(partnership.own_words.select_related("institution").order_by("-said_at")),
        "forms": [each.reply for each in open_ones],
    }
    return render(request, "partnerships/corrections.html", context)


def _accepted(written: Partnership) -> str:
    if written.standing == Partnership.Standing.BOTH_SIDES and not written.revises_id:
        return _("Accepted. Both sides stand by the record now.")
    return _("Accepted. It is shown more widely once every side stands by the new wording.")
