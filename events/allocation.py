"""Who sits with whom: small groups that mix institutions, those they come for, and fit everyone's languages.

A pure function of its input: the same people, groups and seed give the same answer on every machine. It works in
three steps: everyone is dealt out, institution by institution, to the smallest group that fits; then sizes are
evened out along chains of moves; then pairs change seats while that mixes the groups better.
"""

import random
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MOST_TRIED = 300_000  # pairs looked at for a better mix: a second for the largest events


@dataclass(frozen=True)
class Person:
    """`institution` and `kind` are whatever tells two apart; an empty institution is like no other."""

    key: int
    institution: str = ""
    kind: str = ""
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Room:
    """A group to be filled: without languages it is for everyone, without places it has room for all."""

    key: int
    languages: frozenset[str] = frozenset()
    places: int | None = None

    def speaks_with(self, person: Person) -> bool:
        return not self.languages or bool(self.languages & person.languages)


class Why(StrEnum):
    """Why somebody has no group."""

    LANGUAGE = "language"
    PLACES = "places"


@dataclass(frozen=True)
class Allocation:
    """`rooms` says in which group each person is, `left_out` why somebody is in none."""

    rooms: Mapping[int, int] = field(default_factory=dict)
    left_out: Mapping[int, Why] = field(default_factory=dict)


def allocate(
    people: Iterable[Person], rooms: Sequence[Room], *, seed: int, fixed: Mapping[int, int] | None = None
) -> Allocation:
    """Deal people out over groups; those in `fixed` (person to group) stay where they are put.

    Sizes are within one of each other, unless places, languages or fixed people make that impossible. A fixed
    person stays even where neither language nor places would allow it: somebody decided so.
    """
    rooms = sorted(rooms, key=lambda room: room.key)
    known = {room.key for room in rooms}
    held = {person: room for person, room in (fixed or {}).items() if room in known}
    table = _Table(sorted(people, key=lambda person: person.key), rooms, held)
    chance = random.Random(seed)  # noqa: S311 - a draw to be repeated, not a secret
    table.deal(chance)
    table.even_out()
    table.mix(chance)
    return table.result()


class _Table:
    """The groups while they are being filled."""

    def __init__(self, people: Sequence[Person], rooms: Sequence[Room], held: Mapping[int, int]) -> None:
        self.rooms = {room.key: room for room in rooms}
        self.inside: dict[int, list[Person]] = {room.key: [] for room in rooms}
        self.where: dict[int, int] = {}
        self.institutions: dict[int, Counter[str]] = {room.key: Counter() for room in rooms}
        self.kinds: dict[int, Counter[str]] = {room.key: Counter() for room in rooms}
        self.free = [person for person in people if person.key not in held]
        self.fits = {person.key: [room.key for room in rooms if room.speaks_with(person)] for person in self.free}
        for person in people:
            if person.key in held:
                self._seat(person, held[person.key])

    def deal(self, chance: random.Random) -> None:
        """Those whom fewest groups fit first, then kind by kind and institution by institution, in a drawn order."""
        luck = {person.key: chance.random() for person in self.free}
        drawn = {name: chance.random() for name in sorted({_name(person) for person in self.free})}
        order = sorted(
            self.free,
            key=lambda p: (len(self.fits[p.key]), p.kind, drawn[_name(p)], _name(p), luck[p.key], p.key),
        )
        tie = {room: chance.random() for room in self.rooms}
        for person in order:
            open_rooms = [room for room in self.fits[person.key] if self._has_place(room)]
            if open_rooms:
                self._seat(person, min(open_rooms, key=lambda room: (*self._crowding(person, room), tie[room])))
            else:
                self._make_room_for(person)

    def even_out(self) -> None:
        """Move people from larger to smaller groups, through others where need be, until no chain of moves helps."""
        while any(self._shrink(room) for room in sorted(self.rooms, key=self._size, reverse=True)):
            pass

    def mix(self, chance: random.Random) -> None:
        """Change seats in pairs, or go to a group that is one smaller, while institutions or kinds mix better."""
        movable = [person for person in self.free if person.key in self.where]
        chance.shuffle(movable)
        tried, better = 0, True
        while better and tried < MOST_TRIED:
            better = False
            for at, person in enumerate(movable):
                better |= self._step_over(person)
                for other in movable[at + 1 :]:
                    tried += 1
                    better |= self._swap(person, other)
                if tried >= MOST_TRIED:
                    break

    def result(self) -> Allocation:
        left = [person for person in self.free if person.key not in self.where]
        reasons = {p.key: Why.PLACES if self.fits[p.key] else Why.LANGUAGE for p in left}
        return Allocation(dict(sorted(self.where.items())), reasons)

    def _size(self, room: int) -> int:
        return len(self.inside[room])

    def _has_place(self, room: int) -> bool:
        places = self.rooms[room].places
        return places is None or self._size(room) < places

    def _crowding(self, person: Person, room: int) -> tuple[int, int, int]:
        return self._size(room), self.institutions[room][_name(person)], self.kinds[room][person.kind]

    def _seat(self, person: Person, room: int) -> None:
        self.inside[room].append(person)
        self.where[person.key] = room
        self.institutions[room][_name(person)] += 1
        self.kinds[room][person.kind] += 1

    def _unseat(self, person: Person) -> None:
        room = self.where.pop(person.key)
        self.inside[room].remove(person)
        self.institutions[room][_name(person)] -= 1
        self.kinds[room][person.kind] -= 1

    def _chains(self, starts: Iterable[int]) -> tuple[list[int], dict[int, tuple[Person, int]]]:
        """The groups that can be reached from some by moves of people, nearest first, and who moves into each."""
        reached, steps = list(starts), dict[int, tuple[Person, int]]()
        seen, queue = set(reached), deque(reached)
        while queue:
            room = queue.popleft()
            for person in self.inside[room]:
                for target in self.fits.get(person.key, ()):
                    if target not in seen:
                        seen.add(target)
                        reached.append(target)
                        steps[target] = (person, room)
                        queue.append(target)
        return reached, steps

    def _follow(self, room: int, steps: Mapping[int, tuple[Person, int]]) -> int:
        """Carry out the moves that lead to a group, last one first; the group that has a place now."""
        while room in steps:
            person, before = steps[room]
            self._unseat(person)
            self._seat(person, room)
            room = before
        return room

    def _make_room_for(self, person: Person) -> None:
        """All groups that fit are full: somebody there may be able to go elsewhere."""
        reached, steps = self._chains(self.fits[person.key])
        target = next((room for room in reached if self._has_place(room)), None)
        if target is not None:
            self._seat(person, self._follow(target, steps))

    def _shrink(self, room: int) -> bool:
        reached, steps = self._chains([room])
        smaller = [each for each in reached if self._has_place(each) and self._size(each) <= self._size(room) - 2]
        if not smaller:
            return False
        self._follow(min(smaller, key=self._size), steps)
        return True

    def _step_over(self, person: Person) -> bool:
        here = self.where[person.key]
        for there in self.fits[person.key]:
            if self._size(there) == self._size(here) - 1 and self._has_place(there):
                gain = [
                    counts[here][name] - counts[there][name] - 1
                    for counts, name in ((self.institutions, _name(person)), (self.kinds, person.kind))
                ]
                if gain > [0, 0]:
                    self._unseat(person)
                    self._seat(person, there)
                    return True
        return False

    def _swap(self, one: Person, two: Person) -> bool:
        here, there = self.where[one.key], self.where[two.key]
        if here == there or there not in self.fits[one.key] or here not in self.fits[two.key]:
            return False
        gain = [
            _gain(self.institutions, here, there, _name(one), _name(two)),
            _gain(self.kinds, here, there, one.kind, two.kind),
        ]
        if gain <= [0, 0]:
            return False
        self._unseat(one)
        self._unseat(two)
        self._seat(one, there)
        self._seat(two, here)
        return True


def _gain(counts: Mapping[int, Counter[str]], here: int, there: int, one: str, two: str) -> int:
    """How much evener a feature is spread when its bearers change seats; less than nothing where it is worse."""
    if one == two:
        return 0
    before, after = counts[here], counts[there]
    return before[one] - after[one] - 1 + after[two] - before[two] - 1


def _name(person: Person) -> str:
    return person.institution or f"#{person.key}"
