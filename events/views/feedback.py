"""Feedback after an event: given once by each participant, read by the hosts without names."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.permissions import require
from events.feedback_results import FEWEST, results_of
from events.forms.afterwards import FeedbackForm
from events.models import Feedback, Registration
from events.permissions import can_edit_event, can_read_feedback
from events.services.feedback import CannotGiveFeedback, give_feedback, insist_it_is_open
from events.views.after_events import not_now, seated_by_token, visible_event
from events.views.link_pages import kept_private


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def give(request: Any, slug: str) -> HttpResponse:
    """For who had a place. Hosts who had none are shown the way to the results."""
    event = visible_event(request, slug)
    mine = Registration.objects.of(request.user).filter(event=event).seated().select_related("event").first()
    if mine is None:
        require(can_edit_event, request.user, event)
        return not_now(request, event, _("Participants answer here. You find the results on the page of the hosts."))
    return _page(request, mine)


@kept_private
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: Any, token: str) -> HttpResponse:
    return _page(request, seated_by_token(token))


@require_safe
@login_required
def results(request: Any, slug: str) -> HttpResponse:
    event = visible_event(request, slug)
    require(can_read_feedback, request.user, event)
    if not event.is_over:
        return not_now(request, event, _("The event is not over yet. Please come back after it."))
    context = {"event": event, "results": results_of(event), "fewest": FEWEST}
    return render(request, "events/feedback_results.html", context)


def _page(request: Any, registration: Registration) -> HttpResponse:
    event = registration.event
    try:
        insist_it_is_open(registration)
    except CannotGiveFeedback as error:
        return not_now(request, event, str(error))
    given = Feedback.objects.filter(registration=registration).first()
    form = FeedbackForm(request.POST or None, given=given)
    if request.method == "POST" and form.is_valid():
        try:
            give_feedback(registration=registration, **form.cleaned_data)
        except CannotGiveFeedback as error:
            return not_now(request, event, str(error))
        messages.success(request, _("Thank you. You can change your answer for 30 days."))
        return redirect(request.path)
    return render(request, "events/feedback.html", {"event": event, "form": form, "given": given})
