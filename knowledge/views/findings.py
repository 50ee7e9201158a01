"""One finding: read by whoever sees its source, written by the secretariat."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.permissions import require
from core.versions import EditedMeanwhile
from knowledge.forms.evidence import FindingForm
from knowledge.models import Finding, OpenQuestion
from knowledge.permissions import can_edit_findings, can_note
from knowledge.resource_page import signed
from knowledge.services import findings as services


@require_safe
def finding(request: Any, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    notes = found.notes.filter(hidden_at=None).select_related("by", "institution")
    context = {
        "finding": found,
        "notes": [(note, signed(note)) for note in notes],
        "questions": OpenQuestion.objects.listed_for(request.user).filter(evidence__finding=found),
        "may_note": can_note(request.user, found),
        "may_edit": can_edit_findings(request.user),
        "is_secretariat": can_edit_findings(request.user),
    }
    return render(request, "knowledge/finding.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: Any) -> HttpResponse:
    """`?source=`, `?condition=` and `?outcome=` fill the form in from where its writer comes."""
    require(can_edit_findings, request.user)
    asked = {name: request.GET[name] for name in ("source", "condition", "outcome") if name in request.GET}
    form = FindingForm(request.POST or None, initial=asked, user=request.user)
    if request.method == "POST" and form.is_valid():
        kept = services.add_finding(finding=form.save(commit=False), by=request.user)
        messages.success(request, _("It stands on the map."))
        return redirect("knowledge:finding", kept.pk)
    return render(request, "knowledge/finding_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    require(can_edit_findings, request.user)
    form = FindingForm(request.POST or None, instance=found, user=request.user)
    context: dict[str, Any] = {"form": form, "finding": _visible(request, pk)}
    if request.method == "POST" and form.is_valid():
        try:
            services.save_finding(finding=form.save(commit=False), seen=form.cleaned_data["seen"], by=request.user)
        except EditedMeanwhile as meanwhile:
            context["differences"] = form.meet(meanwhile.stored)
        else:
            messages.success(request, _("Saved."))
            return redirect("knowledge:finding", pk)
    return render(request, "knowledge/finding_form.html", context, status=409 if "differences" in context else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: Any, pk: int) -> HttpResponse:
    """Ask, and delete with the POST."""
    found = _visible(request, pk)
    require(can_edit_findings, request.user)
    if request.method == "POST":
        services.delete_finding(finding=found, by=request.user)
        messages.success(request, _("“%(title)s” is deleted.") % {"title": found})
        return redirect("knowledge:evidence")
    context = {"finding": found, "questions": found.bears_on.count(), "notes": found.notes.count()}
    return render(request, "knowledge/finding_delete.html", context)


def _visible(request: Any, pk: int) -> Finding:
    """Of what is published: findings of other pieces are read and written where the piece is."""
    found = Finding.objects.listed_for(request.user).select_related("condition", "outcome", "source")
    return get_object_or_404(found, pk=pk)
