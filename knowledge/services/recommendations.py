"""What a resource recommends, and what was done with it; and the notes of readers beside its findings."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from knowledge.locking import locked
from knowledge.models import Finding, FindingNote, Recommendation


@transaction.atomic
def add_recommendation(*, recommendation: Recommendation, by: User) -> Recommendation:
    """After the others; the same words twice are one."""
    locked(recommendation.resource)
    others = Recommendation.objects.filter(resource=recommendation.resource)
    if here := others.filter(text=recommendation.text).first():
        return here
    recommendation.number = (others.aggregate(last=Max("number"))["last"] or 0) + 1
    recommendation.save()
    return recommendation


@transaction.atomic
def add_note(*, finding: Finding, text: str, language: str, by: User) -> FindingNote:
    """In the name of the writer's institution; the same note twice is one."""
    Finding.objects.select_for_update().get(pk=finding.pk)
    institution = next(iter(sorted(by.institution_ids)), None)
    note, _is_new = FindingNote.objects.get_or_create(
        finding=finding,
        by=by,
        text=text,
        hidden_at=None,
        defaults={"institution_id": institution, "language": language},
    )
    return note


@transaction.atomic
def take_note_away(*, note: FindingNote, by: User) -> None:
    """Its writer deletes it; the secretariat hides it, and the log says who did. A second time changes nothing."""
    if note.by_id == by.pk:
        note.delete()
    elif FindingNote.objects.filter(pk=note.pk, hidden_at=None).update(hidden_at=timezone.now()):
        detail = _("note %s hidden") % note.pk
        auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=note.finding.source, detail=detail)
