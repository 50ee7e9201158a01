"""Inviting people to an event, one or a whole list."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from core.permissions import require
from events import permissions
from events.forms.inviting import InviteToEventForm
from events.models.choices import RegistrationStatus
from events.services.invitations import CannotInvite, invite_people
from events.views.after_events import not_now
from events.views.finding import event_at


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: Any, slug: str) -> HttpResponse:
    """What could not be sent is named line by line, and stays in the form."""
    event = event_at(request, slug)
    require(permissions.can_edit_registrations, request.user, event)
    form = InviteToEventForm(request.POST if request.method == "POST" else None, initial={"language": get_language()})
    left = []
    if form.is_valid():
        language = form.cleaned_data["language"]
        try:
            invited = invite_people(event=event, addresses=form.sendable, language=language, by=request.user)
        except CannotInvite as error:
            return not_now(request, event, str(error))
        if count := len(invited.sent):
            sent = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", count)
            messages.success(request, sent % {"n": count})
        left = form.left_over(invited.refused)
        if not left:
            return redirect("events:invite", event.slug)
        texts = "\n".join(entry.text for entry, _reason in left if not entry.is_double)
        form = InviteToEventForm(initial={"addresses": texts, "language": language})
    waiting = event.registrations.filter(status=RegistrationStatus.INVITED).count()
    return render(request, "events/invite.html", {"event": event, "form": form, "left": left, "waiting": waiting})
