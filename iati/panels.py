"""What a partnership's page says of the activity that it came from."""

from typing import Any

from iati import becoming
from iati.models import PublishedActivity
from partnerships.models import Partnership


def of_partnership(partnership: Partnership, user: Any) -> dict[str, Any] | None:
    """The published facts that have no place in the record; the file is public, so everybody reads them."""
    if not partnership.iati_identifier:
        return None
    found = (
        PublishedActivity.objects.filter(partnership=partnership)
        .select_related("source")
        .order_by("-written_at", "-pk")
        .first()
    )
    if found is None:
        return None
    rows = becoming.kept(found)
    return {
        "rows": rows,
        "identifier": found.identifier,
        "url": found.source.url,
        "gone_at": found.gone_at,
        "read_at": found.written_at,
        "page": found if PublishedActivity.objects.visible_to(user).filter(pk=found.pk).exists() else None,
    }
