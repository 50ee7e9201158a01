"""Who runs an event: add a colleague, leave it to others."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import require
from events import permissions
from events.forms.organisers import OrganiserForm
from events.services import organisers as services
from events.views.finding import event_at


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organisers(request: Any, slug: str) -> HttpResponse:
    event = event_at(request, slug)
    require(permissions.can_edit_event, request.user, event)
    form = OrganiserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["who"]
        try:
            is_new = services.add_organiser(event=event, user=person, by=request.user)
        except services.CannotOrganise as error:
            form.add_error("who", str(error))
        else:
            told = _("%(name)s runs the event too now.") if is_new else _("%(name)s runs the event already.")
            messages.success(request, told % {"name": person.display_name})
            return redirect("events:organisers", event.slug)
    rows = event.organisers.select_related("user")
    return render(request, "events/event_organisers.html", {"event": event, "form": form, "rows": rows})


@require_POST
@login_required
def remove(request: Any, slug: str, pk: int) -> HttpResponse:
    """Whoever takes themselves out no longer sees the desk."""
    event = event_at(request, slug)
    require(permissions.can_edit_event, request.user, event)
    row = event.organisers.select_related("user").filter(pk=pk).first()
    if row is None:
        return redirect("events:organisers", event.slug)
    try:
        services.remove_organiser(event=event, user=row.user, by=request.user)
    except services.LastOrganiser as error:
        messages.error(request, str(error))
        return redirect("events:organisers", event.slug)
    messages.success(request, _("%(name)s no longer runs the event.") % {"name": row.user.display_name})
    if permissions.can_edit_event(request.user, event):
        return redirect("events:organisers", event.slug)
    return redirect("events:list")
