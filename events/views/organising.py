"""Writing an event on one page, and the desk from which its hosts run it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.models import Institution, User
from core.permissions import require
from core.versions import EditedMeanwhile
from events import desk, permissions
from events.forms.hosts import host_rows
from events.forms.organising import EventForm
from events.models import EventSeries, LearningEvent
from events.services import events as services
from events.services.questions import TooManyQuestions
from events.views.finding import event_at
from events.wordings import differences


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request: Any) -> HttpResponse:
    """A draft; `?series=` and `?follows=` fill in what the event goes on from."""
    require(permissions.can_create_event, request.user)
    form = EventForm(request.POST or None, user=request.user, initial=_asked(request))
    rows = host_rows(request.POST or None, None, _own_institution(request.user))
    if request.method == "POST" and _are_valid(form, rows) and form.when:
        try:
            event = services.create_event(
                values=form.values,
                when=form.when,
                hosts=rows.hosts,
                questions=form.cleaned_data["questions"],
                creation_key=form.cleaned_data["creation_key"],
                by=request.user,
            )
        except TooManyQuestions as error:
            form.add_error("questions", str(error))
        else:
            messages.success(request, _("The draft is saved. Only its organisers see it until you publish it."))
            return redirect("events:manage", event.slug)
    return _page(request, form, rows, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str) -> HttpResponse:
    """Who saves second sees both texts, and nothing is lost."""
    event = event_at(request, slug)
    require(permissions.can_edit_event, request.user, event)
    if event.is_cancelled:
        return _closed(request, event)
    form = EventForm(request.POST or None, instance=event_at(request, slug), user=request.user)
    rows = host_rows(request.POST or None, event)
    if request.method == "POST" and _are_valid(form, rows):
        try:
            services.edit_event(
                event=event,
                values=form.values,
                when=form.when,
                hosts=rows.hosts,
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except EditedMeanwhile as meanwhile:
            form.at_version(meanwhile.stored.version)
            told = differences(form, EventForm(instance=meanwhile.stored, user=request.user))
            return _page(request, form, rows, event, differences=told, status=409)
        except services.CannotEdit as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("events:manage", event.slug)
    return _page(request, form, rows, event)


@require_safe
@login_required
def manage(request: Any, slug: str) -> HttpResponse:
    """The host's desk: where the event stands, what is next, and the way to every room."""
    event = event_at(request, slug)
    require(permissions.can_edit_event, request.user, event)
    context = desk.of(event, request.user)
    return render(request, "events/manage.html", context | {"event": event})


def _page(
    request: Any, form: EventForm, rows: Any, event: LearningEvent | None, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "rows": rows, "event": event} | more
    return render(request, "events/event_form.html", context, status=status)


def _closed(request: Any, event: LearningEvent) -> HttpResponse:
    context = {
        "event": event,
        "title": _("This event is cancelled"),
        "text": _("A cancelled event is not changed any more. Copy it to plan it anew."),
    }
    return render(request, "events/event_refused.html", context, status=409)


def _are_valid(form: EventForm, rows: Any) -> bool:
    """Both are asked, so that every mistake is shown at once."""
    return all([form.is_valid(), rows.is_valid()])


def _asked(request: Any) -> dict[str, Any]:
    series = EventSeries.objects.visible_to(request.user).filter(slug=request.GET.get("series", "")[:120]).first()
    visible = LearningEvent.objects.visible_to(request.user)
    follows = visible.filter(slug=request.GET.get("follows", "")[:120]).first()
    given = {"series": series or (follows and follows.series), "follows": follows}
    return {name: value.pk for name, value in given.items() if value}


def _own_institution(user: User) -> Institution | None:
    membership = user.memberships.active().select_related("institution").order_by("role", "pk").first()
    return membership.institution if membership else None
