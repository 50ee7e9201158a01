"""Two institutions become one: what both need and offer is its own, and it is never told to keep away from itself."""

from collections.abc import Callable

from community.models import Institution
from matching import profiles
from matching.models import PeerProfile
from matching.statements.kinds import KINDS


def keep_apart(keep: Institution, drop: Institution) -> Callable[[], None]:
    """Exclusions between the two go; the rows that peers are found by are gathered anew."""
    both = [keep.pk, drop.pk]
    PeerProfile.objects.filter(institution__in=both).delete()
    for kind in KINDS.values():
        through = kind.model.exclusions.through
        through.objects.filter(**{f"{kind.name}__institution__in": both, "institution__in": both}).delete()
    return lambda: profiles.refresh([keep.pk])
