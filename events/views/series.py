"""A series: what it is, which events it has, and whether it keeps its own time."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.pagination import paginate
from core.permissions import require
from events import permissions
from events.cadence import overdue_since
from events.forms.series import SeriesForm
from events.models import EventSeries, EventSeriesFormerSlug, LearningEvent
from events.services.series import create_series
from events.wordings import differences

PAGE_SIZE = 30


@require_safe
def series(request: Any, slug: str) -> HttpResponse:
    found = series_at(request, slug)
    if found.slug != slug:
        return redirect(found, permanent=True)
    events = LearningEvent.objects.visible_to(request.user).filter(series=found)
    coming = list(events.upcoming()[:PAGE_SIZE])
    page = paginate(
        events.past(),
        keys=["-starts_on", "-pk"],
        size=PAGE_SIZE,
        after=request.GET.get("after"),
        page=request.GET.get("page"),
    )
    may_edit = permissions.can_edit_series(request.user, found)
    context = {
        "series": found,
        "coming": coming,
        "past": page.items,
        "pager": {
            "text": "",
            "previous_url": f"?after={page.previous}" if page.previous else "",
            "next_url": f"?after={page.next}" if page.next else "",
        },
        "may_edit": may_edit,
        "may_create": permissions.can_create_event(request.user),
        "overdue_since": overdue_since(found) if may_edit else None,
    }
    return render(request, "events/series_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request: Any) -> HttpResponse:
    require(permissions.can_create_event, request.user)
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = create_series(values=form.values, by=request.user)
        messages.success(request, _("The series is there. Add its first event."))
        return redirect(made)
    return render(request, "events/series_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str) -> HttpResponse:
    """Who saves second sees both texts."""
    found = series_at(request, slug)
    require(permissions.can_edit_series, request.user, found)
    read = found.updated_at.isoformat()
    form = SeriesForm(request.POST or None, instance=series_at(request, slug))
    context: dict[str, Any] = {"form": form, "series": found, "read": read}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("read") == read or not form.has_changed():
            form.save()
            messages.success(request, _("Saved."))
            return redirect(found)
        context["differences"] = differences(form, SeriesForm(instance=found))
        return render(request, "events/series_form.html", context, status=409)
    return render(request, "events/series_form.html", context)


def series_at(request: Any, slug: str) -> EventSeries:
    visible = EventSeries.objects.visible_to(request.user)
    found = visible.filter(slug=slug).first()
    if found is None:
        former = EventSeriesFormerSlug.objects.filter(slug=slug).values("series")
        found = visible.filter(pk__in=former).first()
    if found is None:
        raise Http404
    return found
