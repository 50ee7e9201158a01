"""What the secretariat does with the board: ask, mend, review, show, delete, and point to evidence."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import require
from core.versions import EditedMeanwhile
from knowledge.forms.evidence import EvidenceForm, QuestionForm, ReviewForm
from knowledge.models import OpenQuestion
from knowledge.permissions import can_edit_questions
from knowledge.services import questions as services


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: Any) -> HttpResponse:
    require(can_edit_questions, request.user)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(services.add_question(question=form.save(commit=False), by=request.user))
    return render(request, "knowledge/question_form.html", {"form": form, "title": _("A new question")})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str) -> HttpResponse:
    return _change(request, slug, QuestionForm, services.save_question, _("Edit the question"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review(request: Any, slug: str) -> HttpResponse:
    """Say where it stands; saving it is the review, also when nothing has changed."""
    return _change(request, slug, ReviewForm, services.review_question, _("Review the question"))


@require_POST
@login_required
def board(request: Any, slug: str) -> HttpResponse:
    found = _editable(request, slug)
    on_board = request.POST.get("show") == "yes"
    services.show_question(question=found, on_board=on_board, by=request.user)
    messages.success(request, _("It is on the board.") if on_board else _("It is off the board."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: Any, slug: str) -> HttpResponse:
    """Ask, and delete with the POST."""
    found = _editable(request, slug)
    if request.method == "POST":
        services.delete_question(question=found, by=request.user)
        messages.success(request, _("The question is deleted: “%(text)s”") % {"text": found})
        return redirect("knowledge:questions")
    return render(request, "knowledge/question_delete.html", {"question": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_evidence(request: Any, slug: str) -> HttpResponse:
    found = _editable(request, slug)
    form = EvidenceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        services.add_evidence(question=found, **form.cleaned_data, by=request.user)
        messages.success(request, _("Added."))
        return redirect(found)
    context = {"form": form, "question": found, "title": _("Add evidence")}
    return render(request, "knowledge/question_form.html", context)


@require_POST
@login_required
def remove_evidence(request: Any, slug: str, pk: int) -> HttpResponse:
    """A second click finds nothing left to do."""
    found = _editable(request, slug)
    if gone := found.evidence.visible_to(request.user).with_subjects().filter(pk=pk).first():
        services.remove_evidence(evidence=gone, by=request.user)
        messages.success(request, _("“%(title)s” is no longer evidence here.") % {"title": gone.subject})
    return redirect(found)


def _change(request: Any, slug: str, form_class: Any, save: Any, title: str) -> HttpResponse:
    found = _editable(request, slug)
    form = form_class(request.POST or None, instance=found)
    context: dict[str, Any] = {"form": form, "question": _editable(request, slug), "title": title}
    if request.method == "POST" and form.is_valid():
        try:
            save(question=form.save(commit=False), seen=form.cleaned_data["seen"], by=request.user)
        except EditedMeanwhile as meanwhile:
            context["differences"] = form.meet(meanwhile.stored)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "knowledge/question_form.html", context, status=409 if "differences" in context else 200)


def _editable(request: Any, slug: str) -> OpenQuestion:
    found = get_object_or_404(OpenQuestion.objects.visible_to(request.user), slug=slug)
    require(can_edit_questions, request.user, found)
    return found
