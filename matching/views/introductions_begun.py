"""How an introduction begins: from a need, for a peer; or from an offer, for a need."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from community.models import Institution
from core.permissions import require
from matching import permissions
from matching.forms.introductions import AnswerNeedForm, AskForm
from matching.models import Need, Offer
from matching.models.introductions import ANSWERED_WITHIN
from matching.services.introductions import (
    CannotIntroduce,
    offer_introduction,
    propose_introduction,
    request_introduction,
)

REQUESTED = gettext_noop("A broker reads your request and answers you here and by mail.")
PROPOSED = gettext_noop("It is yours now. Both sides hear of it when you write to them.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: Any, pk: int, slug: str) -> HttpResponse:
    """Ask for an introduction to a peer; `?offer=` says to which of its offers. A broker proposes it to both."""
    need = get_object_or_404(Need.objects.visible_to(request.user).select_related("institution"), pk=pk)
    require(permissions.can_request_for, request.user, need.institution)
    peer = get_object_or_404(Institution.objects.visible_to(request.user), slug=slug)
    offer = _offer(request, peer)
    proposes = permissions.is_broker(request.user) and need.institution_id not in request.user.institution_ids
    begin = propose_introduction if proposes else request_introduction
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            introduction = begin(
                need=need, institution=peer, offer=offer, message=form.cleaned_data["message"], by=request.user
            )
        except CannotIntroduce as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _(PROPOSED) if proposes else _(REQUESTED))
            return redirect(introduction)
    context = {"need": need, "peer": peer, "offer": offer, "form": form, "days": ANSWERED_WITHIN.days}
    return render(request, "matching/introduction_ask.html", context | {"proposes": proposes})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer_need(request: Any, pk: int) -> HttpResponse:
    """Who offers would talk to who asks: `?need=` says about which need."""
    offer = get_object_or_404(Offer.objects.visible_to(request.user).select_related("institution"), pk=pk)
    require(permissions.can_request_for, request.user, offer.institution)
    needs = Need.objects.listed_for(request.user).select_related("institution")
    form = AnswerNeedForm(request.POST or None, needs=needs, initial={"need": request.GET.get("need")})
    need = needs.filter(pk=_number(request.POST.get("need") or request.GET.get("need"))).first()
    if request.method == "POST" and form.is_valid():
        try:
            introduction = offer_introduction(offer=offer, by=request.user, **form.cleaned_data)
        except CannotIntroduce as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("A broker reads your message and answers you here and by mail."))
            return redirect(introduction)
    context = {"need": need, "peer": offer.institution, "offer": offer, "form": form, "days": ANSWERED_WITHIN.days}
    return render(request, "matching/introduction_ask.html", context)


def _offer(request: Any, peer: Institution) -> Offer | None:
    pk = _number(request.GET.get("offer") or request.POST.get("offer"))
    found: Offer | None = Offer.objects.listed_for(request.user).filter(institution=peer, pk=pk).first()
    return found


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
