"""Files belong to an institution; of who brought them only the name is personal."""

from typing import Any

from community.models import User
from iati.models import PublishedActivity, Reading, Source


def tell(user: User) -> dict[str, Any]:
    brought = Source.objects.filter(owner=user).order_by("pk")
    return {
        "iati_sources": [{"name": each.name, "url": each.url, "at": each.created_at.isoformat()} for each in brought]
    }


def forget(user: User) -> None:
    Source.objects.filter(owner=user).update(owner=None)
    Reading.objects.filter(owner=user).update(owner=None)
    PublishedActivity.objects.filter(sides_confirmed_by=user).update(sides_confirmed_by=None)
