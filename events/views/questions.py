"""What an event asks: several at once, one by one, in their order, and from the event before."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import require
from events import permissions
from events.forms.questions import QuestionForm, QuestionsForm
from events.models import LearningEvent
from events.services import questions as services
from events.views.finding import event_at


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def questions(request: Any, slug: str) -> HttpResponse:
    event = _own(request, slug)
    form = QuestionsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_questions(event=event, texts=form.cleaned_data["questions"], by=request.user)
        except services.TooManyQuestions as error:
            form.add_error("questions", str(error))
        else:
            return redirect("events:questions", event.slug)
    rows = list(event.questions.all())
    carried = {row.carried_from_id for row in rows}
    context = {
        "event": event,
        "form": form,
        "rows": rows,
        "to_carry": [each for each in services.open_questions_before(event) if each.pk not in carried],
    }
    return render(request, "events/event_questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_question(request: Any, slug: str, pk: int) -> HttpResponse:
    event = _own(request, slug)
    question = get_object_or_404(event.questions, pk=pk)
    form = QuestionForm(request.POST or None, instance=question)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("events:questions", event.slug)
    return render(request, "events/event_question.html", {"event": event, "form": form})


@require_POST
@login_required
def move_question(request: Any, slug: str, pk: int) -> HttpResponse:
    event = _own(request, slug)
    question = get_object_or_404(event.questions, pk=pk)
    services.move_question(question=question, up=request.POST.get("to") != "down", by=request.user)
    return redirect("events:questions", event.slug)


@require_POST
@login_required
def remove_question(request: Any, slug: str, pk: int) -> HttpResponse:
    """A second click finds nothing left to do."""
    event = _own(request, slug)
    gone = event.questions.filter(pk=pk).first()
    if gone:
        gone.delete()
        messages.success(request, _("The question is removed: “%(text)s”") % {"text": gone.text})
    return redirect("events:questions", event.slug)


@require_POST
@login_required
def carry_over(request: Any, slug: str) -> HttpResponse:
    event = _own(request, slug)
    came = services.carry_over_questions(event=event, by=request.user)
    told = ngettext("%(count)d question came along.", "%(count)d questions came along.", came)
    messages.success(request, told % {"count": came})
    return redirect("events:questions", event.slug)


def _own(request: Any, slug: str) -> LearningEvent:
    event = event_at(request, slug)
    require(permissions.can_edit_event, request.user, event)
    return event
