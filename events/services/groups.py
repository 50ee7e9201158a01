"""The breakout groups of an event: adding, changing, ordering and removing them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.versions import check_version
from events.grouping import in_a_role
from events.locking import locked
from events.models import BreakoutGroup, BreakoutPlace, LearningEvent


class CannotGroup(Exception):
    """The groups cannot be changed so; the message tells why."""


@transaction.atomic
def add_group(*, group: BreakoutGroup) -> BreakoutGroup:
    """Put a new group last. The same group sent twice is one."""
    event = locked_for_groups(group.event)
    same = event.breakout_groups.filter(
        topic=group.topic, question=group.question, item=group.item, languages=group.languages, places=group.places
    ).first()
    if same is not None:
        return same
    last = event.breakout_groups.last()
    group.position = last.position + 1 if last else 1
    group.save()
    _seat_roles(group)
    return group


@transaction.atomic
def edit_group(*, group: BreakoutGroup, seen_at: datetime | None) -> None:
    """Save a changed group that was read at `seen_at`; raises EditedMeanwhile."""
    locked_for_groups(group.event)
    stored = BreakoutGroup.objects.filter(pk=group.pk).first()
    if stored is None:
        raise CannotGroup(_("Someone removed this group while you were writing."))
    check_version(stored, seen_at)
    group.position = stored.position
    group.save()
    _seat_roles(group)


@transaction.atomic
def remove_group(*, group: BreakoutGroup) -> None:
    """Its people have no group then. A group whose notes somebody wrote stays: they would be lost."""
    locked_for_groups(group.event)
    if group.notes.written().exists():
        raise CannotGroup(_("There are notes in this group, and they would be lost. Delete the notes first."))
    BreakoutGroup.objects.filter(pk=group.pk).delete()


@transaction.atomic
def move_group(*, group: BreakoutGroup, earlier: bool) -> None:
    """One place up or down; at the end of the row nothing happens."""
    event = locked_for_groups(group.event)
    order = list(event.breakout_groups.all())
    here = order.index(group)
    there = here - 1 if earlier else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    for position, each in enumerate(order, start=1):
        BreakoutGroup.objects.filter(pk=each.pk).exclude(position=position).update(position=position)


def locked_for_groups(event: LearningEvent) -> LearningEvent:
    """The event, kept from all other writers; refused once it is cancelled."""
    event = locked(event)
    if event.is_cancelled:
        raise CannotGroup(_("This event is cancelled. Its groups stay as they are."))
    return event


def _seat_roles(group: BreakoutGroup) -> None:
    for registration in in_a_role([group]):
        BreakoutPlace.objects.update_or_create(registration_id=registration, defaults={"group": group})
