"""Asking for an introduction by mail, and the page behind the link that answers it."""

import uuid
from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.models import Institution
from core.signed_links import BadLink
from events.views.link_pages import kept_private
from matching.forms.introductions import DeclineForm, ExitForm, MessageForm
from matching.forms.mail_requests import AskByMailForm
from matching.introducing import by_mail
from matching.models import AskedByMail, Introduction, Offer, RelayMessage
from matching.models.choices import IntroductionStatus, Side
from matching.models.introductions import ANSWERED_WITHIN
from matching.services import mail_requests as services
from matching.services.introductions import CannotIntroduce, WrongState
from matching.services.leaving import say_what_came_of_it

CONFLICT, TOO_MANY = 409, 429


@kept_private
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Any, slug: str) -> HttpResponse:
    """What the finder asked is in the form already; `?offer=` says to which offer."""
    peer = get_object_or_404(Institution.objects.visible_to(request.user), slug=slug)
    offer = _offer(request, peer)
    form, status = AskByMailForm(request.POST or None, initial=_known(request)), 200
    if request.method == "POST" and form.is_from_a_program:
        return redirect("matching:ask_by_mail_sent", peer.slug)
    if request.method == "POST" and form.is_valid():
        if _is_within_limits(request, form.cleaned_data["address"]):
            try:
                services.ask_by_mail(peer=peer, offer=offer, given=form.given(), key=form.cleaned_data["key"])
            except CannotIntroduce as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("matching:ask_by_mail_sent", peer.slug)
        else:
            form.add_error(None, _("Many requests came from here. Please wait until tomorrow and send this one again."))
            status = TOO_MANY
    context = {"peer": peer, "offer": offer, "form": form, "days": ANSWERED_WITHIN.days}
    context["has_offers"] = Offer.objects.listed_for(request.user).filter(institution=peer).exists()
    return render(request, "matching/ask_by_mail.html", context, status=status)


@require_safe
def sent(request: Any, slug: str) -> HttpResponse:
    """The same answer for every address, known or not."""
    peer = get_object_or_404(Institution.objects.visible_to(request.user), slug=slug)
    return render(request, "matching/ask_by_mail_sent.html", {"peer": peer, "days": by_mail.KEPT_FOR.days})


@kept_private
@require_safe
def mail_request(request: Any, token: str) -> HttpResponse:
    """Looking at it changes nothing: scanners of mail open links too."""
    asked = _asked(token)
    return _page(request, asked, token) if asked else _gone(request)


@csrf_exempt  # the link is the key; who has it needs no cookie
@kept_private
@require_POST
def confirm(request: Any, token: str) -> HttpResponse:
    asked = _asked(token)
    if asked is None:
        return _gone(request)
    services.confirm_request(asked=asked)
    messages.success(request, _("Thank you. Your request is with a broker now."))
    return redirect("matching:mail_request", token)


@csrf_exempt
@kept_private
@require_POST
def accept(request: Any, token: str) -> HttpResponse:
    return _step(
        request, token, lambda found: services.accept_by_link(introduction=found), _("Thank you. Your yes is noted.")
    )


@csrf_exempt
@kept_private
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Any, token: str) -> HttpResponse:
    """With a reason, as whoever has an account; where it is too late the words stay in the form."""
    asked = _asked(token)
    if asked is None or asked.introduction is None:
        return _gone(request)
    form, status = DeclineForm(request.POST or None, is_sent=bool(asked.introduction.sent_at)), 200
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_by_link(introduction=asked.introduction, **form.cleaned_data)
        except (WrongState, CannotIntroduce) as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("Your answer is noted. Nothing stands in the way of another introduction."))
            return redirect("matching:mail_request", token)
    context = {"introduction": asked.introduction, "form": form, "asked": asked, "token": token}
    return render(request, "matching/mail_request_withdraw.html", context, status=status)


@csrf_exempt
@kept_private
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Any, token: str) -> HttpResponse:
    """What came of it, where nobody with an account speaks for the institution that asked."""
    asked = _asked(token)
    introduction = asked.introduction if asked else None
    if asked is None or introduction is None or not by_mail.answers_by_link(introduction):
        return _gone(request)
    said = introduction.exit_answers.filter(side=Side.DEMAND).first()
    form = ExitForm(request.POST or None, initial={"answer": said.answer, "helped": said.helped} if said else None)
    if request.method == "POST" and form.is_valid():
        return _step(
            request,
            token,
            lambda found: say_what_came_of_it(introduction=found, side=Side.DEMAND, by=None, **form.cleaned_data),
            _("Thank you. Brokers read it, and nobody else."),
        )
    context = {"introduction": introduction, "form": form, "back": reverse("matching:mail_request", args=[token])}
    return render(request, "matching/introduction_exit.html", context)


@csrf_exempt
@kept_private
@require_POST
def message(request: Any, token: str) -> HttpResponse:
    """What was typed stays in the form where it cannot be passed on."""
    asked = _asked(token)
    if asked is None or asked.introduction is None:
        return _gone(request)
    form = MessageForm(request.POST, is_sent=bool(asked.introduction.sent_at))
    if not form.is_valid():
        return _page(request, asked, token, form=form)
    given = form.cleaned_data
    try:
        services.write_by_link(introduction=asked.introduction, text=given["text"], key=given["key"], name=asked.name)
    except (WrongState, CannotIntroduce) as refusal:
        form.add_error("text", str(refusal))
        return _page(request, asked, token, form=form, status=CONFLICT)
    messages.success(request, _("Your message is passed on."))
    return redirect("matching:mail_request", token)


def _step(request: Any, token: str, act: Callable[[Introduction], Any], done: str) -> HttpResponse:
    asked = _asked(token)
    if asked is None or asked.introduction is None:
        return _gone(request)
    try:
        act(asked.introduction)
    except (WrongState, CannotIntroduce) as refusal:
        return _page(request, asked, token, refusal=str(refusal), status=CONFLICT)
    messages.success(request, done)
    return redirect("matching:mail_request", token)


def _page(
    request: Any,
    asked: AskedByMail,
    token: str,
    form: MessageForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    introduction = asked.introduction
    context: dict[str, Any] = {"asked": asked, "introduction": introduction, "token": token, "refusal": refusal}
    if introduction is not None:
        is_live = Introduction.objects.live().filter(pk=introduction.pk).exists()
        context |= {
            "messages_passed": RelayMessage.objects.read_by(introduction, Side.DEMAND),
            "form": form or MessageForm(initial={"key": uuid.uuid4()}, is_sent=bool(introduction.sent_at)),
            "may_say": introduction.status == IntroductionStatus.INTRODUCED and by_mail.answers_by_link(introduction),
            "may_accept": is_live and not introduction.demand_accepted_at and by_mail.answers_by_link(introduction),
            "answers_elsewhere": is_live and not by_mail.answers_by_link(introduction),
        }
    return render(request, "matching/mail_request.html", context, status=status)


def _asked(token: str) -> AskedByMail | None:
    try:
        return by_mail.request_of(token)
    except BadLink:
        return None


def _gone(request: Any) -> HttpResponse:
    return render(request, "matching/mail_request_gone.html", {"days": by_mail.KEPT_FOR.days}, status=404)


def _known(request: Any) -> dict[str, Any]:
    """What the finder was asked and, for who is signed in, what the portal knows."""
    typed = {"problem": request.GET.get("text", ""), "demand_name": request.GET.get("who", "")}
    user = request.user
    if user.is_authenticated:
        own = Institution.objects.filter(pk__in=user.institution_ids).order_by("pk").first()
        typed |= {"name": user.display_name, "address": user.email}
        typed["demand_name"] = typed["demand_name"] or (own.name if own else "")
    return {name: str(value)[:5000] for name, value in typed.items()} | {"key": uuid.uuid4()}


def _offer(request: Any, peer: Institution) -> Offer | None:
    typed = request.GET.get("offer") or request.POST.get("offer") or ""
    pk = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    found: Offer | None = Offer.objects.listed_for(request.user).filter(institution=peer, pk=pk).first()
    return found


def _is_within_limits(request: Any, address: str) -> bool:
    """By network and by address, counted where log-ins are."""
    if not ratelimit.consume(request, action="ask_by_mail"):
        return False
    return bool(ratelimit.consume(request, action="ask_by_mail_from", key=address))
