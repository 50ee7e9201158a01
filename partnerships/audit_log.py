"""Who read or changed a record in the administration, for the parties to see."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from community.models import AuditEntry
from partnerships.models import Partnership

COLUMNS = ["at", "who", "act", "detail"]


def entries_of(partnership: Partnership) -> QuerySet[AuditEntry]:
    """Readings and changes of the record and of its parts, which are written under the record."""
    kind = ContentType.objects.get_for_model(Partnership)
    return AuditEntry.objects.filter(content_type=kind, object_id=partnership.pk)


def rows(partnership: Partnership) -> Iterator[list[Any]]:
    for entry in entries_of(partnership).order_by("-pk").iterator(chunk_size=500):
        yield [entry.at.isoformat(timespec="seconds"), entry.actor_name, entry.action, entry.detail]
