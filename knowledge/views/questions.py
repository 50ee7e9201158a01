"""The board of open questions: the list, one question, and the board as a file."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.exports import csv_lines
from events.models import LearningEvent
from knowledge import evidence_export, permissions, question_board
from knowledge.models import OpenQuestion, OpenQuestionFormerSlug
from knowledge.models.choices import QuestionState


class QuestionBoard(TemplateView):
    template_name = "knowledge/question_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("state", "")
        state = asked if asked in QuestionState.values else ""
        return super().get_context_data(**kwargs) | {
            "rows": question_board.board_rows(self.request.user, state),
            "states": question_board.state_links(state),
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
def export(request: Any) -> StreamingHttpResponse:
    lines = csv_lines(evidence_export.QUESTION_HEADER, evidence_export.question_rows(request.user, settings.BASE_URL))
    headers = {"Content-Disposition": 'attachment; filename="open-questions.csv"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
