"""What a person holds for an institution, as upper apps count it; what leaving it asks about."""

from dataclasses import dataclass

from django.utils.functional import Promise

from community.models import Institution, User
from core.registry import estates


@dataclass(frozen=True)
class Held:
    label: str | Promise
    count: int


def held_by(user: User, institution: Institution) -> list[Held]:
    """Kinds of things with their number, those of which there are none left out."""
    counted = [Held(estate.label, estate.count(user, institution)) for estate in estates()]
    return [held for held in counted if held.count]
