"""Entering, mending and deleting findings."""

from django.db import transaction
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core.versions import check_version
from knowledge.locking import locked
from knowledge.models import Finding


@transaction.atomic
def add_finding(*, finding: Finding, by: User) -> Finding:
    """Put a finding on the map, after the others of its source; the same one twice is one."""
    locked(finding.source)
    told = ("source", "condition", "outcome", "title", "text")
    if here := Finding.objects.filter(**{name: getattr(finding, name) for name in told}).first():
        return here
    finding.created_by = by
    finding.position = Finding.objects.filter(source=finding.source).count()
    finding.save()
    return finding


@transaction.atomic
def save_finding(*, finding: Finding, seen: int | None, by: User) -> Finding:
    """Keep what was mended; raises EditedMeanwhile where somebody saved since `seen`."""
    stored = Finding.objects.select_for_update().get(pk=finding.pk)
    check_version(stored, seen)
    finding.version = stored.version + 1
    finding.save()
    return finding


@transaction.atomic
def delete_finding(*, finding: Finding, by: User) -> None:
    """With the notes on it, and where questions point to it. The log says who did it."""
    detail = _("deleted: %s") % finding
    if Finding.objects.filter(pk=finding.pk).delete()[0]:
        auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=finding.source, detail=detail)
