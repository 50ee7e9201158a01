"""The board of open questions: the list, one question, and the board as a file."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.exports import csv_lines
from core.feeds import ENTRIES, atom, with_demo
from events.models import LearningEvent
from knowledge import evidence_export, feeds, permissions, question_board
from knowledge.models import OpenQuestion, OpenQuestionFormerSlug
from knowledge.models.choices import QuestionState


class QuestionBoard(TemplateView):
    template_name = "knowledge/question_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = _state(self.request)
        return super().get_context_data(**kwargs) | {
            "rows": question_board.board_rows(self.request.user, state),
            "states": question_board.state_links(state),
            "feed_url": reverse("knowledge:questions_feed") + (f"?state={state}" if state else ""),
            "may_edit": permissions.can_edit_questions(self.request.user),
        }


@require_safe
def question(request: Any, slug: str) -> HttpResponse:
    visible = OpenQuestion.objects.visible_to(request.user)
    if former := OpenQuestionFormerSlug.objects.filter(slug=slug, question__in=visible).first():
        return redirect(former.question, permanent=True)
    found = get_object_or_404(visible.select_related("last_reviewed_by"), slug=slug)
    raised_at = LearningEvent.objects.visible_to(request.user).filter(open_questions=found).first()
    context = {
        "question": found,
        "columns": list(question_board.evidence_columns(found, request.user)),
        "discussions": question_board.discussions(found, request.user),
        "raised_at": raised_at,
        "may_edit": permissions.can_edit_questions(request.user, found),
    }
    return render(request, "knowledge/question.html", context)


@require_safe
def feed(request: Any) -> HttpResponse:
    """The questions of the board in one state or all, those that changed last first."""
    state, listed = _state(request), OpenQuestion.objects.listed_for(request.user)
    if state:
        listed = listed.filter(state=state)
    if not with_demo(request):
        listed = listed.filter(is_demo=False)
    newest = listed.order_by("-updated_at", "-pk")[:ENTRIES]
    page_path = reverse("knowledge:questions") + (f"?state={state}" if state else "")
    return atom(request, map(feeds.of_question, newest), title=_("Open questions"), page_path=page_path)


@require_safe
def export(request: Any) -> StreamingHttpResponse:
    lines = csv_lines(evidence_export.QUESTION_HEADER, evidence_export.question_rows(request.user, settings.BASE_URL))
    headers = {"Content-Disposition": 'attachment; filename="open-questions.csv"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _state(request: Any) -> str:
    """The one that is asked for; every question where nobody knows it."""
    asked = request.GET.get("state", "")
    return asked if asked in QuestionState.values else ""
