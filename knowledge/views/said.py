"""What is said about a resource: its recommendations with what came of them, and notes beside its findings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import require
from knowledge import permissions
from knowledge.forms.bibliography import NoteForm, RecommendationForm
from knowledge.models import Finding, FindingNote, Recommendation, Resource
from knowledge.services import recommendations as services


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def recommendation(request: Any, slug: str, number: int | None = None) -> HttpResponse:
    """A new one, or the one of this number with what came of it."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), slug=slug)
    require(permissions.can_edit_recommendations, request.user)
    is_new = number is None
    held = Recommendation(resource=resource) if is_new else get_object_or_404(resource.recommendations, number=number)
    form = RecommendationForm(request.POST or None, instance=held)
    if request.method == "POST" and form.is_valid():
        if is_new:
            held = services.add_recommendation(recommendation=form.save(commit=False), by=request.user)
        else:
            form.save()
        messages.success(request, _("Saved."))
        return redirect(f"{resource.get_absolute_url()}#recommendation-{held.number}")
    return render(request, "knowledge/recommendation_form.html", {"form": form, "resource": resource, "held": held})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def note(request: Any, pk: int) -> HttpResponse:
    finding = get_object_or_404(Finding.objects.listed_for(request.user).select_related("source"), pk=pk)
    require(permissions.can_note, request.user, finding)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_note(
            finding=finding,
            text=form.cleaned_data["text"],
            language=form.cleaned_data["language"],
            by=request.user,
        )
        messages.success(request, _("Your note stands beside the finding."))
        return redirect(finding)
    return render(request, "knowledge/finding_note.html", {"form": form, "finding": finding})


@require_POST
@login_required
def take_note_away(request: Any, pk: int) -> HttpResponse:
    seen = FindingNote.objects.filter(hidden_at=None, finding__in=Finding.objects.listed_for(request.user))
    found = get_object_or_404(seen.select_related("finding__source"), pk=pk)
    require(permissions.can_take_note_away, request.user, found)
    services.take_note_away(note=found, by=request.user)
    messages.success(request, _("The note is taken away."))
    return redirect(found.finding)
