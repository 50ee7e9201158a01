"""The agenda builder: items typed one by one or many at once, corrected and removed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.permissions import require
from core.versions import EditedMeanwhile
from events.agenda_times import local
from events.forms.agenda import ItemForm, LinesForm
from events.local_times import zone_called
from events.models import AgendaItem, LearningEvent
from events.permissions import can_edit_event
from events.services.agenda import CannotPlace, add_items, edit_item, remove_item
from events.times import zone_of

LINES = "lines"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is, by track, and the two ways to add; the button says which of them was used."""
    event = editable_event(request, slug)
    if request.method != "POST":
        return _builder(request, event, _empty_row(event), LinesForm(event=event, auto_id="many_%s"))
    if request.POST.get("fill") == LINES:
        return _add_lines(request, event)
    return _add_row(request, event)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    event = editable_event(request, slug)
    item = get_object_or_404(AgendaItem, event=event, pk=pk)
    form = ItemForm(request.POST or None, instance=item, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            if edit_item(item=form.save(commit=False), seen_at=form.seen_at, place=form.cleaned_data.get("place")):
                messages.success(request, _("Saved."))
            else:
                messages.info(request, _("It had been removed already."))
            return redirect("events:agenda", event.slug)
        except CannotPlace as fault:
            form.add_error("start" if "start" in form.fields else None, str(fault))
        except EditedMeanwhile as meanwhile:
            return _item_page(request, event, form, meanwhile.stored, form.differences(meanwhile.stored))
    return _item_page(request, event, form, item)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask, and remove with the POST. A second click finds nothing left to do."""
    event = editable_event(request, slug)
    item = AgendaItem.objects.filter(event=event, pk=pk).first()
    if item is None and request.method == "POST":
        messages.info(request, _("It had been removed already."))
        return redirect("events:agenda", event.slug)
    item = item or get_object_or_404(AgendaItem, event=event, pk=pk)
    if request.method == "POST":
        try:
            remove_item(item=item, seen_at=moment(request.POST.get("read", "")))
        except EditedMeanwhile as meanwhile:
            item = meanwhile.stored
            messages.warning(request, _("Someone changed it while you were here. Read it again before you remove it."))
        else:
            messages.success(request, _("“%(title)s” is removed.") % {"title": item.title})
            return redirect("events:agenda", event.slug)
    context = {"event": event, "item": item, "read": item.updated_at.isoformat()}
    context["presentations"] = item.presentations.count()
    status = 409 if request.method == "POST" else 200
    return render(request, "events/agenda_item_remove.html", context, status=status)


def editable_event(request: HttpRequest, slug: str) -> LearningEvent:
    """404 for who does not see the event, 403 for who does not run it."""
    event = get_object_or_404(LearningEvent.objects.visible_to(request.user), slug=slug)
    require(can_edit_event, request.user, event)
    return event


def moment(text: str) -> Any:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _add_row(request: HttpRequest, event: LearningEvent) -> HttpResponse:
    row = ItemForm(request.POST, event=event)
    if row.is_valid():
        try:
            added = add_items(event=event, items=[row.save(commit=False)])
        except CannotPlace as fault:
            row.add_error("start" if "start" in row.fields else None, str(fault))
        else:
            field = "id_until" if event.has_hours else "id_title"
            return _added(request, event, len(added), f"#{field}")  # where the next one is typed
    return _builder(request, event, row, LinesForm(event=event, auto_id="many_%s"))


def _add_lines(request: HttpRequest, event: LearningEvent) -> HttpResponse:
    many = LinesForm(request.POST, event=event, auto_id="many_%s")
    if many.is_valid():
        try:
            added = add_items(event=event, items=many.items)
        except CannotPlace as fault:
            many.refuse(str(fault), fault.number)
        else:
            return _added(request, event, len(added))
    return _builder(request, event, _empty_row(event), many)


def _added(request: HttpRequest, event: LearningEvent, count: int, place: str = "") -> HttpResponse:
    if count:
        messages.success(request, ngettext("%(count)d item added.", "%(count)d items added.", count) % {"count": count})
    else:
        messages.info(request, _("It was added already."))
    return redirect(reverse("events:agenda", args=[event.slug]) + place)


def _empty_row(event: LearningEvent) -> ItemForm:
    """An empty row that begins where the agenda ends so far; a full agenda proposes nothing."""
    latest = event.agenda_items.exclude(ends_at=None).order_by("-ends_at").first()
    initial: dict[str, Any] = {}
    if event.starts_at and not (latest and latest.ends_at == event.ends_at):
        begins = local(event, latest.ends_at if latest and latest.ends_at else event.starts_at)
        initial = {"start": f"{begins:%H:%M}", "day": begins.date().isoformat()}
    return ItemForm(event=event, initial=initial | {"track": latest.track if latest else 1})


def _builder(request: HttpRequest, event: LearningEvent, row: ItemForm, many: LinesForm) -> HttpResponse:
    items = list(event.agenda_items.prefetch_related("presentations"))
    for item in items:
        item.event = event
        item.is_outside = _is_outside(event, item)  # type: ignore[attr-defined]
    zone, own = zone_of(request), zone_called(event.time_zone)
    context = {
        "event": event,
        "tracks": _by_track(items),
        "own": own,
        "zone": zone if zone.key != own.key else None,
        "row": row,
        "many": many,
        "is_long": bool(row.fields.get("day")),
    }
    return render(request, "events/agenda_builder.html", context)


def _is_outside(event: LearningEvent, item: AgendaItem) -> bool:
    """Whether the event was shortened since: the item is kept, and its hosts are told."""
    if not (item.starts_at and item.ends_at and event.starts_at and event.ends_at):
        return bool(item.starts_at)
    return not event.starts_at <= item.starts_at < item.ends_at <= event.ends_at


def _by_track(items: list[AgendaItem]) -> list[tuple[int, list[AgendaItem]]]:
    return [(track, [i for i in items if i.track == track]) for track in sorted({item.track for item in items})]


def _item_page(
    request: HttpRequest, event: LearningEvent, form: ItemForm, stored: AgendaItem, differences: Any = None
) -> HttpResponse:
    """The form of one item; where it was stored anew meanwhile, with what stands there now."""
    context = {"event": event, "form": form, "item": stored, "differences": differences}
    context["read"] = (
        stored.updated_at.isoformat() if differences is not None or not form.is_bound else form.data.get("read", "")
    )
    return render(request, "events/agenda_item_form.html", context, status=200 if differences is None else 409)
