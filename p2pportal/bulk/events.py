"""Invented learning events: three hundred of one series, for its calendar, the others spread over the years."""

from datetime import UTC, datetime, timedelta
from random import Random

from community.models import Institution
from events.models import (
    AgendaItem,
    BreakoutGroup,
    DiscussionQuestion,
    EventHost,
    EventSeries,
    LearningEvent,
    Presentation,
    Registration,
)
from events.models.choices import EventStatus, HostRole, ItemKind, RegistrationStatus, Represents
from p2pportal.bulk.chance import Shares, chance
from p2pportal.bulk.institutions import PREFIX
from p2pportal.bulk.loading import analyse, insert, missing, parts, reserve
from p2pportal.bulk.words import paragraph, sentence

SERIES, IN_SERIES = f"{PREFIX}series", 300
BATCH = 500
FIRST = datetime(2024, 1, 8, tzinfo=UTC)  # fixed, so that a seed makes the same rows on any day
ZONES = Shares({"UTC": 40, "Europe/Paris": 30, "Africa/Nairobi": 20, "America/Lima": 10})
SIDES = Shares({Represents.GOVERNMENT: 55, Represents.DONOR: 30, Represents.NETWORK: 15})
# From which minute to which, and of what kind; the whole lasts two hours.
AGENDA = [
    (0, 10, ItemKind.OPENING),
    (10, 55, ItemKind.PRESENTATION),
    (55, 100, ItemKind.BREAKOUT),
    (100, 115, ItemKind.PLENARY),
    (115, 120, ItemKind.PLENARY),
]
PRESENTATIONS, GROUPS, QUESTIONS, PEOPLE = 6, 4, 4, 40


def bulk_events(count: int, seed: int) -> int:
    """Top the invented events up to `count`; how many were added."""
    numbers = missing(
        LearningEvent.objects.filter(slug__startswith=PREFIX).values_list("slug", flat=True), PREFIX, count
    )
    if not numbers:
        return 0
    series, _is_new = EventSeries.objects.get_or_create(slug=SERIES, defaults={"title": "Bulk series"})
    hosts = list(Institution.objects.filter(slug__startswith=PREFIX).order_by("pk").values_list("pk", flat=True)[:200])
    for part in parts(numbers, BATCH):
        keys = reserve(LearningEvent, len(part))
        events = [_event(number, pk, series, seed) for number, pk in zip(part, keys, strict=True)]
        insert(events)
        for event in events:
            _fill(event, hosts, chance(seed, "event parts", event.pk))
    analyse(LearningEvent, AgendaItem, Presentation, BreakoutGroup, DiscussionQuestion, EventHost, Registration)
    return len(numbers)


def _event(number: int, pk: int, series: EventSeries, seed: int) -> LearningEvent:
    rng = chance(seed, "event", number)
    starts_at = FIRST + timedelta(days=rng.randrange(4 * 365), hours=rng.randrange(7, 17))
    ends_at = starts_at + timedelta(minutes=AGENDA[-1][1])
    return LearningEvent(
        pk=pk,
        slug=f"{PREFIX}{number}",
        title=sentence(rng, 6),
        summary=sentence(rng, 14),
        objective=paragraph(rng, 3, "peers"),
        premise=paragraph(rng, 2, "results"),
        series=series if number <= IN_SERIES else None,
        starts_at=starts_at,
        ends_at=ends_at,
        starts_on=starts_at.date(),
        ends_on=ends_at.date(),
        time_zone=ZONES.one(rng),
        languages=["en", "fr"],
        status=EventStatus.PUBLISHED,
        published_at=FIRST,
    )


def _fill(event: LearningEvent, hosts: list[int], rng: Random) -> None:
    """What stands on the page of an event."""
    chosen = rng.sample(hosts, min(3, len(hosts)))
    insert(
        [EventHost(event=event, institution_id=pk, role=HostRole.CO_HOST, position=at) for at, pk in enumerate(chosen)]
    )
    questions = [DiscussionQuestion(event=event, text=sentence(rng, 10), position=at) for at in range(QUESTIONS)]
    insert(questions)
    items = _agenda(event, event.starts_at or FIRST, rng)
    insert(items)
    told = next(item for item in items if item.kind == ItemKind.PRESENTATION)
    numbers = range(1, PRESENTATIONS + 1)
    insert([Presentation(item=told, number=number, title=sentence(rng, 7), presenter="N. N.") for number in numbers])
    groups = zip(range(GROUPS), questions, strict=True)
    insert([BreakoutGroup(event=event, position=at, topic=sentence(rng, 3), question=each) for at, each in groups])
    insert([_registration(event, number, hosts, rng) for number in range(1, PEOPLE + 1)])


def _agenda(event: LearningEvent, starts_at: datetime, rng: Random) -> list[AgendaItem]:
    return [
        AgendaItem(
            event=event,
            kind=kind,
            title=sentence(rng, 5),
            starts_at=starts_at + timedelta(minutes=begins),
            ends_at=starts_at + timedelta(minutes=ends),
        )
        for begins, ends, kind in AGENDA
    ]


def _registration(event: LearningEvent, number: int, hosts: list[int], rng: Random) -> Registration:
    address = f"{PREFIX}{event.pk}-{number}@people.example"
    return Registration(
        event=event,
        name=sentence(rng, 2),
        email=address,
        email_key=address,
        institution_id=rng.choice(hosts) if hosts else None,
        represents=SIDES.one(rng),
        status=RegistrationStatus.CONFIRMED,
        queue_number=number,
        address_confirmed_at=FIRST,
        seated_at=FIRST,
    )
