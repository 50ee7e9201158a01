"""Bringing publications into the library, many at once or to fill what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.models import User
from core.slugs import unique_slug
from knowledge import doubles
from knowledge.bibliography.works import Work
from knowledge.locking import locked
from knowledge.models import Piece, PieceFormerSlug, Resource
from knowledge.models.choices import Kind, State
from knowledge.snapshots import renew_published
from knowledge.states import enter
from partnerships.models.choices import Evidence


@dataclass(frozen=True)
class Brought:
    new: list[Resource]
    filled: list[Resource]
    here: list[Resource]


@transaction.atomic
def bring_in(works: Sequence[Work], *, by: User | None, fill: bool = False, source: str = "") -> Brought:
    """List what is not here yet; with `fill`, give those that are here what they lack. A second time brings nothing.

    They are facts about what others published, so they need no second pair of eyes; `source` is the file.
    """
    known = doubles.known(works, by)
    repeated = doubles.repeated(works)
    new: list[Resource] = []
    filled: list[Resource] = []
    here: list[Resource] = []
    for place, work in enumerate(works):
        if place in known:
            took = fill and fill_gaps(known[place], work, by=by)
            (filled if took else here).append(known[place])
        elif place not in repeated:
            new.append(_listed(work, by, source))
    return Brought(new, filled, here)


@transaction.atomic
def fill_gaps(resource: Resource, work: Work, *, by: User | None) -> bool:
    """Take from the work what the listed resource does not say; whether there was anything. Nothing is replaced."""
    stored: Any = locked(resource)
    missing = {name: value for name, value in work.columns.items() if value and not getattr(stored, name)}
    if not missing or not stored.is_published:
        return False
    for name, value in missing.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.save()
    renew_published(stored, by=by)
    return True


def _listed(work: Work, by: User | None, source: str) -> Resource:
    now = timezone.now()
    resource = Resource(
        **work.columns,
        slug=unique_slug(Piece, work.title, PieceFormerSlug, fallback=Kind.RESOURCE),
        import_key=work.key,
        evidence=Evidence.DOCUMENTED,
    )
    resource.save()
    enter(
        resource,
        State.PUBLISHED,
        by=by,
        reason=source,
        owner=by,
        published_by=by,
        published_at=now,
        first_published_at=now,
    )
    renew_published(resource, by=by)
    return resource
