"""One's own registration: signed in, or by the link in a mail. Looking at it changes nothing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.signed_links import BadLink
from events.forms.registering import InvitedForm, OwnRegistrationForm, SureForm
from events.joining import Door, door_of, join_url, personal_ics_url
from events.models import Registration
from events.models.choices import RegistrationStatus
from events.registration_links import registration_of
from events.services.own_registration import change_details
from events.services.registering import CannotChange, CannotRegister, cancel_registration, confirm_address, place_of
from events.times import zone_of
from events.views.after_events import not_now
from events.views.link_pages import kept_private

Status = RegistrationStatus


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own(request: Any, slug: str) -> HttpResponse:
    registration = _own(request, slug)
    here = reverse("events:own_registration", args=[registration.event.slug])
    cancel_url = reverse("events:own_cancel", args=[registration.event.slug])
    if registration.status == Status.INVITED:
        return redirect("events:register", registration.event.slug)
    return _page(request, registration, here=here, cancel_url=cancel_url)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_cancel(request: Any, slug: str) -> HttpResponse:
    registration = _own(request, slug)
    return _cancel(request, registration, back=reverse("events:own_registration", args=[registration.event.slug]))


@kept_private
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: Any, token: str) -> HttpResponse:
    """Without signing in. An address that is not confirmed gets its button, an invitation its form."""
    registration = _behind(token)
    if registration is None:
        return _broken(request)
    if registration.status == Status.INVITED:
        return _invited(request, registration, token)
    if registration.is_active and registration.address_confirmed_at is None:
        context = {"registration": registration, "event": registration.event, "token": token}
        return render(request, "events/register_confirm.html", context)
    here = reverse("events:registration", args=[token])
    return _page(request, registration, here=here, cancel_url=reverse("events:cancel_registration", args=[token]))


@require_POST
def confirm(request: Any, token: str) -> HttpResponse:
    registration = _behind(token)
    if registration is None:
        return _broken(request)
    try:
        confirm_address(registration=registration)
    except (CannotRegister, CannotChange) as error:
        return not_now(request, registration.event, str(error))
    return redirect("events:registration", token)


@kept_private
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Any, token: str) -> HttpResponse:
    registration = _behind(token)
    if registration is None:
        return _broken(request)
    return _cancel(request, registration, back=reverse("events:registration", args=[token]))


def _own(request: Any, slug: str) -> Registration:
    """The one that stands, else the latest that was cancelled; 404 for who has none."""
    found = Registration.objects.of(request.user).filter(event__slug=slug)
    found = found.select_related("event", "user", "institution", "country").order_by("-pk")
    registration = found.active().first() or found.first()
    if registration is None:
        raise Http404
    return registration


def _behind(token: str) -> Registration | None:
    try:
        return registration_of(token)
    except BadLink:
        return None


def _broken(request: Any) -> HttpResponse:
    """Cut, changed or long gone: one plain page, without a hint which."""
    return render(request, "events/join_unknown.html", status=404)


def _page(request: Any, registration: Registration, *, here: str, cancel_url: str) -> HttpResponse:
    form = OwnRegistrationForm(request.POST if request.method == "POST" else None, instance=registration)
    if form.is_valid():
        try:
            change_details(registration=registration, values=form.cleaned_data)
        except CannotChange:
            return redirect(here)
        messages.success(request, _("Saved."))
        return redirect(here)
    door = door_of(registration)
    context = {
        "registration": registration,
        "event": registration.event,
        "form": form,
        "here": here,
        "cancel_url": cancel_url,
        "may_cancel": registration.is_active and registration.status != Status.ATTENDED and door != Door.OVER,
        "place": place_of(registration),
        "join_url": join_url(registration) if door in (Door.OPEN, Door.EARLY) else "",
        "is_open": door == Door.OPEN,
        "dial_in": registration.event.dial_in if door in (Door.OPEN, Door.EARLY, Door.NO_CALL) else "",
        "ics_url": personal_ics_url(registration) if registration.is_seated and door != Door.OVER else "",
    }
    return render(request, "events/registration_own.html", context)


def _invited(request: Any, registration: Registration, token: str) -> HttpResponse:
    """An invitation waits for its answer; the form is the yes."""
    initial = {"name": registration.name}
    form = InvitedForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            confirm_address(registration=registration, details=form.details(time_zone=zone_of(request).key))
        except (CannotRegister, CannotChange) as error:
            return not_now(request, registration.event, str(error))
        return redirect("events:registration", token)
    context = {"registration": registration, "event": registration.event, "form": form, "token": token}
    return render(request, "events/register_invited.html", context)


def _cancel(request: Any, registration: Registration, *, back: str) -> HttpResponse:
    """First the question, then the tick and the button: no program gives up a place for anybody."""
    if registration.status == Status.CANCELLED:
        return redirect(back)
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cancel_registration(registration=registration)
        except CannotChange as error:
            return not_now(request, registration.event, str(error), back)
        return redirect(back)
    context = {"registration": registration, "event": registration.event, "form": form, "back": back}
    return render(request, "events/registration_cancel.html", context)
