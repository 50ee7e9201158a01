"""What the hosts' page of groups shows: the groups, who is in each, who is in none and why, and the balance."""

from collections import defaultdict
from string import ascii_uppercase
from typing import Any

from community import languages
from community.models import User
from events import permissions
from events.allocation import Person, Why
from events.balance import balance
from events.grouping import languages_of, person, room, seated_people
from events.models import BreakoutGroup, LearningEvent, Registration
from events.models.choices import Represents


def desk(event: LearningEvent, user: User) -> dict[str, Any]:
    """In a fixed number of queries, whatever the number of groups and people."""
    may_read_all = permissions.can_read_hosts_notes(user, event)
    groups = list(event.breakout_groups.select_related("question", "item", "facilitator", "rapporteur"))
    registrations = seated_people(event)
    people = {registration.pk: person(registration) for registration in registrations}
    members: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for registration in registrations:
        group = _group_of(registration)
        members[group].append(_row(registration))
    # To lead a group is a seat in it, but no draw yet.
    is_made = bool(event.allocation_seed) or any(row["by_hand"] for rows in members.values() for row in rows)
    full = {group.pk for group in groups if group.places is not None and len(members[group.pk]) >= group.places}
    for row in members[None]:
        row["why"] = _why(people[row["pk"]], groups, full)
    places = {row["pk"]: group for group, rows in members.items() if group is not None for row in rows}
    return {
        "event": event,
        "groups": [_group(n, group, members[group.pk], may_read_all) for n, group in enumerate(groups)],
        "choices": [{"pk": group.pk, "name": f"{letter(n)} · {group.topic}"} for n, group in enumerate(groups)],
        "unplaced": members[None],
        "may_place_rest": any(not row["why"] for row in members[None]),
        "balance": balance(people.values(), [group.pk for group in groups], places) if is_made else None,
        "kind_labels": dict(Represents.choices),
        "people": len(registrations),
    }


def letter(number: int) -> str:
    """A, B, … Z, AA: how the groups of an event are called."""
    more, last = divmod(number, len(ascii_uppercase))
    return (letter(more - 1) if more else "") + ascii_uppercase[last]


def _group(number: int, group: BreakoutGroup, members: list[dict[str, Any]], may_read_all: bool) -> dict[str, Any]:
    return {
        "group": group,
        "letter": letter(number),
        "languages": languages.names(group.languages),
        "members": members,
        "may_read": may_read_all or group.notes_for == BreakoutGroup.NotesFor.PARTICIPANTS,
        "is_overfull": group.places is not None and len(members) > group.places,
        "speaks_otherwise": [
            row["registration"].name
            for row in members
            if group.languages and not set(group.languages) & set(row["codes"])
        ],
    }


def _group_of(registration: Registration) -> int | None:
    place = getattr(registration, "breakout_place", None)
    return place.group_id if place else None


def _row(registration: Registration) -> dict[str, Any]:
    place = getattr(registration, "breakout_place", None)
    codes = languages_of(registration)
    return {
        "pk": registration.pk,
        "registration": registration,
        "group": place.group_id if place else None,
        "by_hand": bool(place and place.by_hand),
        "codes": codes,
        "languages": languages.names(codes),
    }


def _why(who: Person, groups: list[BreakoutGroup], full: set[int]) -> str:
    """Why nobody can place this person; empty where a group with their language has a place."""
    fitting = {group.pk for group in groups if room(group).speaks_with(who)}
    if not fitting:
        return Why.LANGUAGE
    return Why.PLACES if fitting <= full else ""
