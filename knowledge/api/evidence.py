"""Findings, and the questions that are still open."""

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from core.api.answers import answer, by_slug, page_url
from core.api.lists import Demo, Paging, Values, Words, listed
from core.api.schemas import Listed, Slug
from knowledge import question_board
from knowledge.api.schemas import FindingTold, OpenQuestionTold, OpenQuestionWhole
from knowledge.evidence_filters import Selection
from knowledge.evidence_map import LIST_KEYS, in_map_order
from knowledge.models import Finding, OpenQuestion

router = Router()


class AskedFindings(Paging):
    """The filters of the evidence map."""

    level: Values = []
    direction: Values = []
    confidence: Values = []
    sector: Values = Field([], description="DAC codes of the source.")
    demo: Demo = "1"


class AskedQuestions(Paging):
    """The filter of the board."""

    state: Words = ""
    demo: Demo = "1"


@router.get("/findings/", response=Listed[FindingTold], operation_id="list_findings")
def findings(request: HttpRequest, asked: Query[AskedFindings]) -> HttpResponse:
    """Findings in the order of the evidence map."""
    visible = Finding.objects.listed_for(request.user)
    found = Selection.read(request.GET).apply(visible if asked.demo == "1" else visible.real())
    rows = in_map_order(found).select_related("source").defer("search", "source__search", "source__body_text")
    return listed(request, rows, keys=LIST_KEYS, paging=asked, told=finding_told, counted=found)


@router.get("/findings/{int:pk}/", response=FindingTold, operation_id="get_finding")
def finding(request: HttpRequest, pk: Annotated[int, Field(ge=0, lt=2**63)]) -> HttpResponse:
    """One finding."""
    found = Finding.objects.visible_to(request.user).select_related("source")
    return answer(finding_told(get_object_or_404(found, pk=pk)))


@router.get("/questions/", response=Listed[OpenQuestionTold], operation_id="list_questions")
def questions(request: HttpRequest, asked: Query[AskedQuestions]) -> HttpResponse:
    """The board of open questions; the secretariat also sees what is not on it yet."""
    counts = question_board.evidence_counts(request.user)
    found = OpenQuestion.objects.visible_to(request.user)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.demo == "0":
        found = found.filter(is_demo=False)
    return listed(request, found, keys=["number"], paging=asked, told=lambda each: question_told(each, counts[each.pk]))


@router.get("/questions/{slug:slug}/", response=OpenQuestionWhole, operation_id="get_question")
def question(request: HttpRequest, slug: Slug) -> HttpResponse:
    """One question, with what speaks for and against it."""
    found = by_slug(OpenQuestion.objects.visible_to(request.user), slug)
    points = [
        {"bearing": each.bearing, "subject": str(each.subject), "url": page_url(each.subject), "note": each.note}
        for each in found.evidence.visible_to(request.user).with_subjects()
    ]
    return answer(question_told(found, question_board.evidence_counts(request.user)[found.pk]) | {"points": points})


def finding_told(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.pk,
        "url": settings.BASE_URL + reverse("knowledge:finding", args=[finding.pk]),
        "condition": finding.condition_id,
        "outcome": finding.outcome_id,
        "level": finding.level,
        "direction": finding.effect,
        "confidence": finding.confidence,
        "confidence_reason": finding.confidence_reason,
        "title": finding.title,
        "text": finding.text,
        "place": finding.place,
        "language": finding.language,
        "source": finding.source.slug,
        "source_kind": finding.source.kind,
        "source_title": finding.source.title,
        "is_demo": finding.source.is_demo,
    }


def question_told(question: OpenQuestion, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "number": question.number,
        "slug": question.slug,
        "url": page_url(question),
        "question": question.text,
        "why": question.why,
        "state": question.state,
        "is_on_board": question.is_on_board,
        "known_so_far": question.answer,
        "last_reviewed_on": question.last_reviewed_on,
        "review_note": question.review_note,
        "evidence": dict(counts),
        "is_demo": question.is_demo,
    }
