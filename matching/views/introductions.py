"""The page of an introduction, for both sides and the broker, and each of its steps."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pagination import paginate
from core.permissions import require
from matching import permissions
from matching.forms.brokering import DemandForm, NextStepForm, OwnerForm, TimeForm
from matching.forms.introductions import DeclineForm, MessageForm, SendForm
from matching.introducing.about import about
from matching.models import Introduction, RelayMessage
from matching.services import introductions as services
from matching.services.relay import write_message

CONFLICT = 409
PAGE_SIZE = 20


@require_safe
@login_required
def listing(request: Any) -> HttpResponse:
    """Those of one's institution and, for brokers, those they look after; the latest first."""
    found = Introduction.objects.visible_to(request.user).for_listing()
    if permissions.is_broker(request.user):
        found = found.filter(owner=request.user)
    page = paginate(found, keys=["-pk"], size=PAGE_SIZE, after=request.GET.get("after"))
    return render(request, "matching/introductions.html", {"page": page})


@require_safe
@login_required
def detail(request: Any, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@require_POST
@login_required
def accept(request: Any, pk: int) -> HttpResponse:
    """Yes, for the side one speaks for."""
    introduction = _visible(request, pk)
    require(permissions.can_accept, request.user, introduction)
    return _step(
        request,
        introduction,
        lambda: services.accept_introduction(introduction=introduction, by=request.user),
        _("Thank you. Your yes is noted."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decline(request: Any, pk: int) -> HttpResponse:
    """No, or not any more, with a reason; where it is too late the words stay in the form."""
    introduction = _visible(request, pk)
    require(permissions.can_decline, request.user, introduction)
    form, status = DeclineForm(request.POST or None, is_sent=bool(introduction.sent_at)), 200
    if request.method == "POST" and form.is_valid():
        try:
            services.decline_introduction(introduction=introduction, by=request.user, **form.cleaned_data)
        except (services.WrongState, services.CannotIntroduce) as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("Your answer is noted. Nothing stands in the way of another introduction."))
            return redirect(introduction)
    context = {"introduction": introduction, "form": form}
    return render(request, "matching/introduction_decline.html", context, status=status)


@require_POST
@login_required
def take(request: Any, pk: int) -> HttpResponse:
    introduction = _visible(request, pk)
    require(permissions.can_broker, request.user, introduction)
    return _step(
        request,
        introduction,
        lambda: services.take_introduction(introduction=introduction, by=request.user),
        _("You look after this introduction now."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send(request: Any, pk: int) -> HttpResponse:
    """What both sides will read, before it is sent to them."""
    introduction = _visible(request, pk)
    require(permissions.can_broker, request.user, introduction)
    form, status = SendForm(request.POST or None, initial={"message": introduction.message}), 200
    if request.method == "POST" and form.is_valid():
        try:
            services.send_introduction(introduction=introduction, by=request.user, **form.cleaned_data)
        except services.WrongState as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        except services.CannotIntroduce as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Both sides are written to."))
            return redirect(introduction)
    return render(
        request, "matching/introduction_send.html", {"introduction": introduction, "form": form}, status=status
    )


@require_POST
@login_required
def message(request: Any, pk: int) -> HttpResponse:
    """Pass a message on to the other side; what was typed stays in the form where it cannot be."""
    introduction = _visible(request, pk)
    require(permissions.can_write_message, request.user, introduction)
    form = MessageForm(request.POST, is_sent=bool(introduction.sent_at))
    if not form.is_valid():
        return _page(request, introduction, form=form)
    given = form.cleaned_data
    try:
        write_message(introduction=introduction, text=given["text"], key=given["key"], by=request.user)
    except services.CannotIntroduce as refusal:
        form.add_error("text", str(refusal))
        return _page(request, introduction, form=form)
    messages.success(request, _("Your message is passed on."))
    return redirect(f"{introduction.get_absolute_url()}#messages")


def _visible(request: Any, pk: int) -> Introduction:
    introduction: Introduction = get_object_or_404(
        Introduction.objects.visible_to(request.user).for_listing().select_related("broker_institution"), pk=pk
    )
    return introduction


def _step(request: Any, introduction: Introduction, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
    except services.WrongState as refusal:
        return _page(request, _visible(request, introduction.pk), refusal=str(refusal), status=CONFLICT)
    except services.CannotIntroduce as refusal:
        return _page(request, _visible(request, introduction.pk), refusal=str(refusal), status=CONFLICT)
    messages.success(request, done)
    return redirect(introduction)


def _page(
    request: Any, introduction: Introduction, form: MessageForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    user = request.user
    side = permissions.side_of(user, introduction)
    may_write = permissions.can_write_message(user, introduction)
    reader = "" if permissions.can_broker(user, introduction) else permissions.member_side_of(user, introduction)
    messages_passed = RelayMessage.objects.read_by(introduction, reader)
    is_live = introduction in Introduction.objects.live()
    return render(
        request,
        "matching/introduction.html",
        {
            "introduction": introduction,
            "side": permissions.member_side_of(user, introduction),
            "messages_passed": messages_passed if may_write else [],
            "form": (form or _empty_message(introduction)) if may_write else None,
            "may_close": not introduction.sent_at and permissions.can_close_unsent(user, introduction),
            "may_broker": permissions.can_broker(user, introduction),
            "may_accept": is_live
            and permissions.can_accept(user, introduction)
            and not _has_said_yes(introduction, side),
            "may_decline": (bool(side) and is_live) or permissions.can_withdraw(user, introduction),
            "may_say": permissions.can_say_what_came_of_it(user, introduction),
            "refusal": refusal,
            **about(introduction, user),
            **_for_broker(user, introduction),
        },
        status=status,
    )


def _empty_message(introduction: Introduction) -> MessageForm:
    return MessageForm(initial={"key": uuid.uuid4()}, is_sent=bool(introduction.sent_at))


def _for_broker(user: Any, introduction: Introduction) -> dict[str, Any]:
    """The notes of who brokers it, and the minutes spent so far."""
    if not permissions.can_broker(user, introduction):
        return {}
    notes = {
        "next": NextStepForm(initial={"next_step": introduction.next_step}),
        "time": TimeForm(),
        "owner": OwnerForm(initial={"owner": introduction.owner_id}),
        "demand": DemandForm(initial={"institution": introduction.demand_name}),
    }
    said = introduction.exit_answers.order_by("side")
    return {"said": said, "broker_forms": notes, "times": introduction.times.aggregate(all=Sum("minutes"))["all"] or 0}


def _has_said_yes(introduction: Introduction, side: str) -> bool:
    return getattr(introduction, f"{side}_accepted_at") is not None
