"""Who is in which group: drawn, set by hand, or added later."""

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from events.allocation import Allocation, allocate
from events.grouping import in_a_role, person, room, seated_people
from events.models import BreakoutGroup, BreakoutPlace, LearningEvent
from events.services.groups import CannotGroup, locked_for_groups

HIGHEST_SEED = 9999


@transaction.atomic
def make_groups(*, event: LearningEvent, seed: int | None = None) -> Allocation:
    """Deal everyone out anew; those set by hand, and those who lead or write, stay where they are.

    Without a seed one is drawn. The same seed and people make the same groups.
    """
    event = locked_for_groups(event)
    by_hand = BreakoutPlace.objects.filter(group__event=event, by_hand=True)
    fixed = dict(by_hand.values_list("registration", "group"))
    event.allocation_seed = seed or _another_seed(event.allocation_seed)
    event.save(update_fields=["allocation_seed", "updated_at"])
    return _fill(event, fixed)


@transaction.atomic
def place_rest(*, event: LearningEvent) -> Allocation:
    """Find a group for those who have none; nobody else moves."""
    event = locked_for_groups(event)
    fixed = dict(BreakoutPlace.objects.filter(group__event=event).values_list("registration", "group"))
    return _fill(event, fixed)


@transaction.atomic
def place_by_hand(*, event: LearningEvent, wanted: Mapping[int, tuple[int | None, int | None]]) -> list[str]:
    """Move people to the groups a host chose: person to (group the page showed, group chosen).

    The names of those whom somebody else moved meanwhile: they stay where that host put them.
    """
    event = locked_for_groups(event)
    groups = set(event.breakout_groups.values_list("pk", flat=True))
    overtaken = []
    for registration in event.registrations.seated().filter(pk__in=wanted).select_related("breakout_place"):
        shown, chosen = wanted[registration.pk]
        place = getattr(registration, "breakout_place", None)
        stands = place.group_id if place else None
        if chosen == stands or chosen not in {None, *groups}:
            continue
        if shown != stands:
            overtaken.append(str(registration))
        elif chosen is None:
            BreakoutPlace.objects.filter(registration=registration).delete()
        else:
            placed = {"group_id": chosen, "by_hand": True}
            BreakoutPlace.objects.update_or_create(registration=registration, defaults=placed)
    return overtaken


def _fill(event: LearningEvent, fixed: Mapping[int, int]) -> Allocation:
    groups = list(BreakoutGroup.objects.filter(event=event).select_related("facilitator", "rapporteur"))
    if not groups:
        raise CannotGroup(_("Add a group first."))
    people = [person(registration) for registration in seated_people(event)]
    made = allocate(
        people, [room(group) for group in groups], seed=event.allocation_seed or 1, fixed={**in_a_role(groups), **fixed}
    )
    places = BreakoutPlace.objects.filter(registration__event=event)
    by_hand = set(places.filter(by_hand=True).values_list("registration", flat=True))
    places.delete()
    BreakoutPlace.objects.bulk_create(
        BreakoutPlace(registration_id=key, group_id=group, by_hand=key in by_hand) for key, group in made.rooms.items()
    )
    return made


def _another_seed(before: int | None) -> int:
    drawn = secrets.randbelow(HIGHEST_SEED - 1) + 1
    return drawn + 1 if before is not None and drawn >= before else drawn
