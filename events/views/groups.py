"""The breakout groups of an event, for those who run it: what each is about, and who is in it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from core.versions import EditedMeanwhile
from events import permissions
from events.forms.groups import GroupForm
from events.group_desk import desk
from events.models import BreakoutGroup, LearningEvent
from events.services.groups import CannotGroup, add_group, edit_group, move_group, remove_group


@require_safe
@login_required
def groups(request: Any, slug: str) -> HttpResponse:
    event = event_to_group(request, slug)
    return render(request, "events/group_list.html", desk(event, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: Any, slug: str) -> HttpResponse:
    event = event_to_group(request, slug)
    form = GroupForm(request.POST or None, event=event, initial={"languages": event.languages[:1]})
    if request.method == "POST" and form.is_valid():
        try:
            add_group(group=form.save(commit=False))
        except CannotGroup as refusal:
            form.add_error(None, str(refusal))
            return _form_page(request, event, form, status=409)
        messages.success(request, _("The group is added."))
        return redirect("events:groups", event.slug)
    return _form_page(request, event, form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str, pk: int) -> HttpResponse:
    event = event_to_group(request, slug)
    group = get_object_or_404(event.breakout_groups, pk=pk)
    form = GroupForm(request.POST or None, instance=group, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            edit_group(group=form.save(commit=False), seen_at=form.cleaned_data["read"])
        except EditedMeanwhile as meanwhile:
            text = _(
                "Someone changed this group while you were writing. What you typed is still here: save to keep yours."
            )
            form.add_error(None, text)
            form.read_again(meanwhile.stored)
            return _form_page(request, event, form, status=409)
        except CannotGroup as refusal:
            form.add_error(None, str(refusal))
            return _form_page(request, event, form, status=409)
        messages.success(request, _("Saved."))
        return redirect("events:groups", event.slug)
    return _form_page(request, event, form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: Any, slug: str, pk: int) -> HttpResponse:
    """Ask, and remove with the POST; notes that would be lost keep the group."""
    event = event_to_group(request, slug)
    group = event.breakout_groups.filter(pk=pk).first()
    if group is None and request.method != "POST":
        raise Http404
    if group is None:
        messages.info(request, _("It had been removed already."))
        return redirect("events:groups", event.slug)
    refusal = ""
    if request.method == "POST":
        try:
            remove_group(group=group)
        except CannotGroup as error:
            refusal = str(error)
        else:
            messages.success(request, _("“%(title)s” is removed.") % {"title": group})
            return redirect("events:groups", event.slug)
    context = {"event": event, "group": group, "members": group.members.seated().count(), "refusal": refusal}
    context["may_read"] = permissions.can_read_notes(request.user, group)
    return render(request, "events/group_remove.html", context, status=409 if refusal else 200)


@require_POST
@login_required
def move(request: Any, slug: str, pk: int) -> HttpResponse:
    event = event_to_group(request, slug)
    group = get_object_or_404(event.breakout_groups, pk=pk)
    try:
        move_group(group=group, earlier=request.POST.get("to") == "earlier")
    except CannotGroup as refusal:
        messages.error(request, str(refusal))
    return redirect("events:groups", event.slug)


def event_to_group(request: Any, slug: str) -> LearningEvent:
    """An event that this person sees, or 404, and whose groups they may change, or 403."""
    event = get_object_or_404(LearningEvent.objects.visible_to(request.user), slug=slug)
    require(permissions.can_edit_event, request.user, event)
    return event


def _form_page(request: HttpRequest, event: LearningEvent, form: GroupForm, status: int = 200) -> HttpResponse:
    stored = BreakoutGroup.objects.filter(pk=form.instance.pk).first()
    return render(request, "events/group_form.html", {"event": event, "form": form, "group": stored}, status=status)
