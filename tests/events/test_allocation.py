"""Properties of the groups that are drawn, whatever the people, the groups and the seed."""

from collections import Counter
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from events.allocation import Person, Room, Why, allocate

LANGUAGES = ["en", "fr", "es", "ar"]
spoken = st.frozensets(st.sampled_from(LANGUAGES), min_size=1, max_size=2)
people = st.lists(
    st.tuples(st.sampled_from(["", *"ABCDEF"]), st.sampled_from(["government", "donor", "network"]), spoken),
    max_size=40,
).map(lambda rows: [Person(n, *row) for n, row in enumerate(rows, start=1)])
open_rooms = st.integers(1, 7).map(lambda count: [Room(key) for key in range(1, count + 1)])
narrow_rooms = st.lists(
    st.tuples(st.frozensets(st.sampled_from(LANGUAGES), max_size=2), st.none() | st.integers(1, 8)),
    min_size=1,
    max_size=6,
).map(lambda rows: [Room(n, *row) for n, row in enumerate(rows, start=1)])
seeds = st.integers(1, 9999)


def sizes(made, rooms):
    counted = Counter(made.rooms.values())
    return [counted[room.key] for room in rooms]


@given(people, narrow_rooms, seeds)
def test_everyone_has_a_group_or_a_reason(everyone, rooms, seed):
    made = allocate(everyone, rooms, seed=seed)

    assert sorted([*made.rooms, *made.left_out]) == [person.key for person in everyone]


@given(people, narrow_rooms, seeds)
def test_languages_and_places_are_kept(everyone, rooms, seed):
    made = allocate(everyone, rooms, seed=seed)

    by_key = {room.key: room for room in rooms}
    assert [p for p in everyone if p.key in made.rooms and not by_key[made.rooms[p.key]].speaks_with(p)] == []
    over = [(size, room) for size, room in zip(sizes(made, rooms), rooms, strict=True) if size > (room.places or 99)]
    assert over == []


@given(people, narrow_rooms, seeds)
def test_only_who_speaks_no_language_of_a_group_is_left_for_that_reason(everyone, rooms, seed):
    made = allocate(everyone, rooms, seed=seed)

    speechless = {p.key for p in everyone if not any(room.speaks_with(p) for room in rooms)}
    assert {key for key, why in made.left_out.items() if why == Why.LANGUAGE} == speechless


@given(people, narrow_rooms, seeds)
def test_nobody_is_left_out_while_a_group_for_them_has_a_place(everyone, rooms, seed):
    made = allocate(everyone, rooms, seed=seed)

    counted = Counter(made.rooms.values())
    free = [room for room in rooms if room.places is None or counted[room.key] < room.places]
    assert [p for p in everyone if p.key in made.left_out and any(room.speaks_with(p) for room in free)] == []


@given(people, open_rooms, seeds)
def test_groups_for_everyone_differ_by_one_at_most_and_spread_each_institution(everyone, rooms, seed):
    made = allocate(everyone, rooms, seed=seed)

    filled = sizes(made, rooms)
    assert max(filled) - min(filled) <= 1
    together = Counter((p.institution, made.rooms[p.key]) for p in everyone if p.institution)
    total = Counter(p.institution for p in everyone)
    assert [name for (name, _), count in together.items() if count > ceil(total[name] / len(rooms))] == []


@given(people, narrow_rooms, seeds)
def test_no_single_move_makes_sizes_evener(everyone, rooms, seed):
    made = allocate(everyone, rooms, seed=seed)

    counted = Counter(made.rooms.values())
    better = [
        (person.key, room.key)
        for person in everyone
        for room in rooms
        if person.key in made.rooms
        and room.speaks_with(person)
        and (room.places is None or counted[room.key] < room.places)
        and counted[room.key] <= counted[made.rooms[person.key]] - 2
    ]
    assert better == []


@given(people, narrow_rooms, seeds, st.randoms(use_true_random=False))
def test_same_seed_and_people_make_the_same_groups_in_any_order(everyone, rooms, seed, order):
    shuffled, turned = list(everyone), list(rooms)
    order.shuffle(shuffled)
    order.shuffle(turned)

    assert allocate(shuffled, turned, seed=seed) == allocate(everyone, rooms, seed=seed)


@given(people, narrow_rooms, seeds, st.data())
def test_fixed_people_stay_where_they_are(everyone, rooms, seed, data):
    keys, groups = [person.key for person in everyone], st.sampled_from([room.key for room in rooms])
    fixed = {key: data.draw(groups) for key in keys if data.draw(st.booleans())}

    made = allocate(everyone, rooms, seed=seed, fixed=fixed)

    assert {key: made.rooms.get(key) for key in fixed} == fixed


@settings(max_examples=25)
@given(people, people, narrow_rooms, seeds)
def test_latecomers_move_nobody(early, late, rooms, seed):
    before = allocate(early, rooms, seed=seed).rooms
    newcomers = [Person(1000 + p.key, p.institution, p.kind, p.languages) for p in late]

    after = allocate([*early, *newcomers], rooms, seed=seed, fixed=before).rooms

    assert {key: after[key] for key in before} == before


def test_another_seed_makes_other_groups():
    everyone, rooms = [Person(n, languages=frozenset({"en"})) for n in range(1, 25)], [Room(n) for n in range(1, 5)]

    draws = {tuple(allocate(everyone, rooms, seed=seed).rooms.items()) for seed in range(1, 11)}

    assert len(draws) == 10


def test_those_a_host_fixed_beyond_the_places_stay_and_nobody_joins_them():
    everyone = [Person(n) for n in range(1, 6)]

    made = allocate(everyone, [Room(1, places=2), Room(2)], seed=1, fixed={1: 1, 2: 1, 3: 1})

    assert made.rooms == {1: 1, 2: 1, 3: 1, 4: 2, 5: 2}


def test_a_hand_placement_in_a_group_that_is_gone_counts_no_more():
    made = allocate([Person(1)], [Room(2)], seed=1, fixed={1: 99})

    assert made.rooms == {1: 2}


def test_somebody_makes_room_for_who_fits_nowhere_else():
    rooms = [Room(1, frozenset({"fr"}), 1), Room(2, frozenset({"en"}), 1)]
    both, french = frozenset({"en", "fr"}), frozenset({"fr"})

    made = allocate([Person(1, languages=both), Person(2, languages=french)], rooms, seed=3)

    assert made.rooms == {1: 2, 2: 1}


def test_kinds_are_spread_too():
    kinds = ["government"] * 12 + ["donor"] * 6 + ["network"] * 6
    everyone = [Person(n, kind=kind) for n, kind in enumerate(kinds, start=1)]

    made = allocate(everyone, [Room(key) for key in (1, 2, 3)], seed=7)

    counted = Counter((person.kind, made.rooms[person.key]) for person in everyone)
    assert counted == Counter(
        {(kind, key): each for kind, each in (("government", 4), ("donor", 2), ("network", 2)) for key in (1, 2, 3)}
    )
