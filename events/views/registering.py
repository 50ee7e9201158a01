"""Asking for a place: members with one click, others by a mailed link."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.forms.registering import StrangerForm
from events.models import LearningEvent, Registration
from events.models.choices import RegistrationStatus
from events.services.own_details import details_of
from events.services.registering import AlreadyRegistered, CannotRegister, ask_for_place, insist_on_open, register
from events.times import zone_of
from events.views.after_events import not_now, visible_event


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register_for(request: Any, slug: str) -> HttpResponse:
    event = visible_event(request, slug)
    if request.user.is_authenticated:
        return _one_click(request, event) if request.method == "POST" else _before_the_click(request, event)
    return _by_mail(request, event)


@require_safe
def sent(request: Any, slug: str) -> HttpResponse:
    """The same answer for every address, known or not."""
    return render(request, "events/register_sent.html", {"event": visible_event(request, slug)})


def _before_the_click(request: Any, event: LearningEvent) -> HttpResponse:
    own = Registration.objects.active().filter(event=event, user=request.user).first()
    is_invited = own is not None and own.status == RegistrationStatus.INVITED
    if own and not is_invited:
        return redirect("events:own_registration", event.slug)
    context = {"event": event, "reason": _reason_against(event, is_invited=is_invited), "is_invited": is_invited}
    return render(request, "events/register.html", context)


def _one_click(request: Any, event: LearningEvent) -> HttpResponse:
    try:
        registration = register(event=event, details=details_of(request.user), by=request.user)
    except AlreadyRegistered as error:
        own = error.registration.user_id == request.user.pk
        if not (own and error.is_same_click):
            return render(request, "events/register_again.html", {"event": event, "is_own": own}, status=409)
    except CannotRegister as error:
        return not_now(request, event, str(error))
    else:
        messages.success(request, _said(registration))
    return redirect("events:own_registration", event.slug)


def _by_mail(request: Any, event: LearningEvent) -> HttpResponse:
    form, status = StrangerForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_from_a_program:
        return redirect("events:register_sent", event.slug)
    if form.is_valid():
        if _is_within_limits(request, form.cleaned_data["email"]):
            details = form.details(time_zone=zone_of(request).key)
            try:
                ask_for_place(event=event, address=form.cleaned_data["email"], details=details)
            except CannotRegister as error:
                return not_now(request, event, str(error))
            return redirect("events:register_sent", event.slug)
        form.add_error(None, _("Many registrations came from here. Please wait an hour and send this one again."))
        status = 429
    context = {"event": event, "form": form, "reason": _reason_against(event)}
    return render(request, "events/register.html", context, status=status)


def _reason_against(event: LearningEvent, *, is_invited: bool = False) -> str:
    try:
        insist_on_open(event, is_invited=is_invited)
    except CannotRegister as error:
        return str(error)
    return ""


def _said(registration: Registration) -> str:
    if registration.is_seated:
        return _("You have a place. A mail with your way into the call is on its way.")
    if registration.status == RegistrationStatus.WAITLISTED:
        return _("All seats are taken. You are on the waiting list.")
    return _("Your request is with the hosts.")


def _is_within_limits(request: Any, address: str) -> bool:
    """By network and by address, counted where log-ins are."""
    if not ratelimit.consume(request, action="event_register"):
        return False
    return bool(ratelimit.consume(request, action="event_register_from", key=address))
