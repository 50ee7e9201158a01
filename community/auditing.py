"""Writing the audit log: who looked at or changed what is not public."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from community.models import AuditEntry, User

LONGEST_DETAIL = 500


def record(*, actor: User, action: str, target: Model, detail: str = "") -> AuditEntry:
    """Add one entry. It keeps the name of the time, for accounts are anonymised and people renamed.

    For records whose key is no number (a country, a sector) the key stands in the detail.
    """
    number = target.pk if isinstance(target.pk, int) else 0
    words = detail if number else f"{target.pk} {detail}".strip()
    return AuditEntry.objects.create(
        actor=actor,
        actor_name=actor.display_name,
        action=action,
        content_type=ContentType.objects.get_for_model(target),
        object_id=number,
        detail=words[:LONGEST_DETAIL],
    )
