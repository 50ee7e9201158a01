"""Who runs an event: somebody always does."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.models import Institution, User
from events.event_letters import tell_organiser
from events.locking import locked
from events.models import EventOrganiser, LearningEvent
from events.models.choices import EventStatus

# What is over needs its host for the report; after that there is nothing left to hand over.
UNDER_WAY = (EventStatus.DRAFT, EventStatus.PUBLISHED, EventStatus.HELD)


class CannotOrganise(Exception):
    """The person cannot run events here; the message says why."""


class LastOrganiser(Exception):
    """An event without anybody who runs it would be lost."""


@transaction.atomic
def add_organiser(*, event: LearningEvent, user: User, by: User) -> bool:
    """Let a verified member run the event too, and tell them; whether that is new."""
    event = locked(event)
    if not user.is_verified_member:
        raise CannotOrganise(_("%(name)s is no verified member yet.") % {"name": user.display_name})
    row, is_new = EventOrganiser.objects.get_or_create(event=event, user=user, defaults={"added_by": by})
    if is_new and user.pk != by.pk:
        tell_organiser(row, by=by)
    return is_new


@transaction.atomic
def remove_organiser(*, event: LearningEvent, user: User, by: User) -> bool:
    """Take somebody out, or leave oneself; whether they were in. Raises LastOrganiser."""
    event = locked(event)
    rows = event.organisers.filter(user=user)
    if not rows.exists():
        return False
    if not event.organisers.exclude(user=user).exists():
        raise LastOrganiser(_("Somebody must run the event. Add another organiser first."))
    rows.delete()
    return True


# --- What off-boarding asks for: see core.registry.Estate ------------------------------------------


def count_organised(user: User, institution: Institution) -> int:
    return len(_organised_for(user, institution))


@transaction.atomic
def hand_over_organised(user: User, institution: Institution, to: User | None, by: User) -> int:
    """Events that are not reported yet go to a colleague. With nobody they stay with the other organisers,
    or else with the secretariat, which may edit every event."""
    events = _organised_for(user, institution)
    for event in LearningEvent.objects.select_for_update(of=("self",)).filter(pk__in=events).order_by("pk"):
        if to is not None:
            row, is_new = EventOrganiser.objects.get_or_create(event=event, user=to, defaults={"added_by": by})
            if is_new and to.pk != by.pk:
                tell_organiser(row, by=by)
        event.organisers.filter(user=user).delete()
    return len(events)


def _organised_for(user: User, institution: Institution) -> list[int]:
    """What this person runs for this institution: its events, and those that no other of theirs holds."""
    elsewhere = set(user.memberships.active().values_list("institution_id", flat=True)) - {institution.pk}
    rows = LearningEvent.objects.run_by(user).filter(status__in=UNDER_WAY).prefetch_related("hosts")
    return [
        event.pk
        for event in rows
        if institution.pk in (hosts := {host.institution_id for host in event.hosts.all()}) or not hosts & elsewhere
    ]
