"""Open questions: asked, mended, reviewed, put on the board and taken off, and what speaks for and against."""

from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core.slugs import unique_slug
from core.versions import check_version
from knowledge.models import OpenQuestion, OpenQuestionFormerSlug, QuestionEvidence


@transaction.atomic
def add_question(*, question: OpenQuestion, by: User) -> OpenQuestion:
    """Ask it under the next number; the same words twice are one question."""
    _one_after_the_other()
    if here := OpenQuestion.objects.filter(text=question.text).first():
        return here
    question.number = (OpenQuestion.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    question.slug = unique_slug(OpenQuestion, question.text, OpenQuestionFormerSlug, "question")
    question.save()
    return question


@transaction.atomic
def save_question(*, question: OpenQuestion, seen: int | None, by: User) -> OpenQuestion:
    """Keep what was mended; raises EditedMeanwhile where somebody saved since `seen`."""
    stored = OpenQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    check_version(stored, seen)
    question.version = stored.version + 1
    question.save()
    return question


@transaction.atomic
def review_question(*, question: OpenQuestion, seen: int | None, by: User) -> OpenQuestion:
    """Keep where the question stands, with who looked today; raises EditedMeanwhile as saving does."""
    question.last_reviewed_on = timezone.localdate()
    question.last_reviewed_by = by
    return save_question(question=question, seen=seen, by=by)


@transaction.atomic
def show_question(*, question: OpenQuestion, on_board: bool, by: User) -> OpenQuestion:
    """Put it on the public board, or take it off; it keeps its evidence."""
    stored = OpenQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if stored.is_on_board != on_board:
        stored.is_on_board = on_board
        stored.version += 1
        stored.save(update_fields=["is_on_board", "version", "updated_at"])
    return stored


@transaction.atomic
def delete_question(*, question: OpenQuestion, by: User) -> None:
    """With what points to evidence from it. The log says who did it."""
    detail = _("deleted: %s") % question
    if OpenQuestion.objects.filter(pk=question.pk).delete()[0]:
        auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=question, detail=detail)


@transaction.atomic
def add_evidence(
    *, question: OpenQuestion, subject: dict[str, Any], bearing: str, note: str, by: User
) -> QuestionEvidence:
    """Point to a finding, a piece or an event: `subject` is `{"finding": …}` or its like. Once more says it anew."""
    said = {"bearing": bearing, "note": note, "added_by": by}
    return QuestionEvidence.objects.update_or_create(question=question, **subject, defaults=said)[0]


@transaction.atomic
def remove_evidence(*, evidence: QuestionEvidence, by: User) -> None:
    QuestionEvidence.objects.filter(pk=evidence.pk).delete()


def _one_after_the_other() -> None:
    """Whoever asks waits for who asks already: the row that holds the last number is not the last for long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('knowledge.questions'))")
