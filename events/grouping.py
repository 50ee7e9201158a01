"""The people and groups of an event, as the allocation takes them."""

from collections.abc import Iterable

from community.models import Profile
from events.allocation import Person, Room
from events.models import BreakoutGroup, LearningEvent, Registration
from events.models.choices import SEATED


def seated_people(event: LearningEvent) -> list[Registration]:
    """All who have a place at the event, with what a page says of them and the group they are in."""
    found = event.registrations.seated().select_related("institution", "user__profile", "breakout_place")
    return list(found.order_by("name", "pk"))


def languages_of(registration: Registration) -> list[str]:
    """Those of the person's profile; who names none there is taken to speak the language of their letters."""
    profile = getattr(registration.user, "profile", None)
    spoken = profile.languages if isinstance(profile, Profile) else []
    return spoken or [registration.language]


def person(registration: Registration) -> Person:
    return Person(
        key=registration.pk,
        institution=registration.organisation_name.strip(),
        kind=registration.represents,
        languages=frozenset(languages_of(registration)),
    )


def room(group: BreakoutGroup) -> Room:
    return Room(key=group.pk, languages=frozenset(group.languages), places=group.places)


def in_a_role(groups: Iterable[BreakoutGroup]) -> dict[int, int]:
    """Who leads a group or writes for it sits in it: person to group."""
    found: dict[int, int] = {}
    for group in groups:
        for registration in (group.facilitator, group.rapporteur):
            if registration is not None and registration.status in SEATED:
                found.setdefault(registration.pk, group.pk)
    return found
