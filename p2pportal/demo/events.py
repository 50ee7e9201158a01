"""Invented events at three points of their life: one to come, one that is full, one whose report is commented on."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from community.models import Institution, User
from events.local_times import When
from events.models import AgendaItem, BreakoutGroup, EventSeries, LearningEvent, Presentation, Takeaway
from events.models.choices import Cadence, HostRole, ItemKind, Stance
from events.services.agenda import add_items
from events.services.attendance import take_attendance
from events.services.events import create_event
from events.services.feedback import give_feedback
from events.services.groups import add_group
from events.services.placing import make_groups
from events.services.publishing import mark_held, publish_event
from events.services.registering import ask_for_place, confirm_address, register
from events.services.reports import draft_report, open_comment_round
from events.services.series import create_series
from events.services.takeaways import save_takeaway
from p2pportal.demo.participants import GUESTS, account, guest, seat

Institutions = dict[str, Institution]
People = dict[str, User]
LENGTH = timedelta(hours=2)
COMMENTS_FOR = timedelta(days=21)
QUESTIONS = (
    "How can results of a long process of change be credited to one partnership?",
    "How do donors show that this way of working is worth its cost, when it takes so much staff time?",
    "How far does work between peers build organisations, not only individuals?",
    "How can learning from peers be scaled up, and when should it not be?",
)


def demo_events(institutions: Institutions, people: People) -> int:
    """Write the events that are not there yet; how many were written."""
    written = [_held(institutions, people), _coming(institutions, people), _full(institutions, people)]
    return sum(event is not None for event in written)


def _held(institutions: Institutions, people: People) -> LearningEvent | None:
    """Held last autumn: attendance taken, feedback given, and the participants asked for their comments."""
    starts_at = _latest(datetime(2026, 10, 14, 12, tzinfo=UTC))
    event = _begun(
        "Staying in touch after the visit",
        institutions,
        people,
        starts_at,
        summary="Institutions that visited each other told what they did in the months after.",
        objective="To hear what keeps an exchange alive when nobody travels.",
        premise="Most of what is learnt on a visit is used in the year after it, or not at all.",
        questions=("What keeps an exchange alive between two visits?", *QUESTIONS[2:3]),
        series=_series(people),
    )
    if event is None:
        return None
    _agenda(
        event,
        (ItemKind.OPENING, "Welcome", 10, "Network of Peer Facilitators"),
        (ItemKind.PRESENTATION, "Three short reports", 50, ""),
        (ItemKind.PLENARY, "What we take home", 60, ""),
    )
    _presentations(
        event,
        institutions,
        ("A call every month beats a visit each quarter", "offers-statistics", "Two people kept half a day for it."),
        ("When the counterpart changes office", "asks-audit", "We wrote down who knows what, too late."),
        ("Sharing a file, and what it took", "asks-court", "The law allowed it all along."),
    )
    publish_event(event=event, by=people["secretariat@demo.example"])
    came = [seat(event, *guest(number, institutions)) for number in range(4)]
    for name in ("donor", "government", "peer"):
        user, details = account(name, institutions, people)
        came.append(seat(event, user.email, details, user))
    mark_held(event=event, by=people["secretariat@demo.example"])
    take_attendance(event=event, came=[each.pk for each in came[1:]], stayed_away=[came[0].pk])
    for registration, useful in zip(came[1:4], (5, 4, 4), strict=True):
        give_feedback(
            registration=registration,
            usefulness=useful,
            will_use="A fixed hour each month.",
            was_hard="",
            next_topic="What to do when people move on.",
        )
    _take_away(event, people)
    draft_report(event=event, by=people["secretariat@demo.example"])
    open_comment_round(event=event, until=timezone.now() + COMMENTS_FOR, by=people["secretariat@demo.example"])
    return event


def _coming(institutions: Institutions, people: People) -> LearningEvent | None:
    """The next one of the series; peer@ has no place yet, so that registering can be tried."""
    event = _begun(
        "Measuring what P2P changes",
        institutions,
        people,
        _next(datetime(2027, 2, 3, 13, tzinfo=UTC)),
        summary="A two-hour online workshop on tracking and attributing results, for donors and partner governments.",
        objective="To compare how results of exchanges between peers are followed up, and what can be said of them.",
        questions=QUESTIONS,
        series=_series(people),
        follows=LearningEvent.objects.filter(title="Staying in touch after the visit", is_demo=True).first(),
        languages=["en", "fr"],
        languages_note="English and French interpretation. One group works in Spanish too.",
        joining_notes="Slides are sent the day before (under 1 MB). You can dial in, and groups keep a text page.",
        dial_in="+44 20 7946 0143, code 4471#",  # of the numbers kept free for stories
        capacity=90,
    )
    if event is None:
        return None
    _agenda(
        event,
        (ItemKind.OPENING, "Welcome and how we will work", 10, "Network of Peer Facilitators"),
        (ItemKind.PRESENTATION, "Six short presentations: one success, one challenge, one lesson each", 45, ""),
        (ItemKind.BREAKOUT, "Breakout groups", 45, ""),
        (ItemKind.PLENARY, "Groups report, open questions", 15, ""),
        (ItemKind.PLENARY, "What we will do next", 5, "Network of Peer Facilitators"),
    )
    _presentations(
        event,
        institutions,
        ("What repeat exchanges show after three years", "donor", ""),
        ("Counting organisational change without counting workshops", "offers-statistics", ""),
        ("Cost per outcome: useful number or bad habit?", "donor", ""),
        ("Harvesting outcomes with partner governments", "network", ""),
        ("South-South exchange and staff who move on", "asks-audit", ""),
        ("When P2P was the wrong tool", "asks-statistics", ""),
    )
    publish_event(event=event, by=people["secretariat@demo.example"])
    for name in ("donor", "government", "member"):
        _registered(event, institutions, people, name)
    for number in range(len(GUESTS)):
        _asked(event, institutions, number)
    _groups(event)
    return event


def _full(institutions: Institutions, people: People) -> LearningEvent | None:
    """Three seats, and two who wait for one."""
    event = _begun(
        "A first conversation between auditors",
        institutions,
        people,
        _next(datetime(2027, 1, 20, 9, tzinfo=UTC)),
        summary="A small round for those who follow up audit findings, on what they would like to ask each other.",
        capacity=3,
    )
    if event is None:
        return None
    _agenda(event, (ItemKind.PLENARY, "A round of questions", 120, ""))
    publish_event(event=event, by=people["secretariat@demo.example"])
    for name in ("government", "donor"):
        _registered(event, institutions, people, name)
    _asked(event, institutions, 1)
    _registered(event, institutions, people, "member")
    _asked(event, institutions, 3)
    return event


# --- Steps of the above -----------------------------------------------------------------------------


def _next(planned: datetime) -> datetime:
    """On the same day of the week a year later, as long as it is over."""
    while planned < timezone.now() + timedelta(days=1):
        planned += timedelta(weeks=52)
    return planned


def _latest(held: datetime) -> datetime:
    """The last time that it was that day of the week of that time of the year."""
    while held > timezone.now() - timedelta(days=1):
        held -= timedelta(weeks=52)
    return held


def _series(people: People) -> EventSeries:
    values = {
        "title": "Learning from each other (demonstration)",
        "description": "Four times a year, two hours: what worked, what did not, what we ask ourselves.",
        "cadence": Cadence.QUARTERLY,
        "is_demo": True,
    }
    return create_series(values=values, by=people["secretariat@demo.example"])


def _begun(
    title: str,
    institutions: Institutions,
    people: People,
    starts_at: datetime,
    *,
    questions: Iterable[str] = (),
    **values: Any,
) -> LearningEvent | None:
    """A draft that the secretariat runs for the network; None if it is there already."""
    if LearningEvent.objects.filter(title=title, is_demo=True).exists():
        return None
    ends_at = starts_at + LENGTH
    return create_event(
        values={"title": title, "joining_url": "https://video.example.org/demo", "is_demo": True, **values},
        when=When(starts_at.date(), ends_at.date(), "UTC", starts_at, ends_at),
        hosts=[(institutions["network"], HostRole.HOST), (institutions["donor"], HostRole.CO_HOST)],
        questions=questions,
        creation_key=uuid.uuid4(),
        by=people["secretariat@demo.example"],
    )


def _agenda(event: LearningEvent, *items: tuple[str, str, int, str]) -> None:
    """One after the other: kind, title, minutes and who leads."""
    at = event.starts_at or timezone.now()
    rows = []
    for kind, title, minutes, lead in items:
        ends_at = at + timedelta(minutes=minutes)
        rows.append(AgendaItem(event=event, kind=kind, title=title, lead=lead, starts_at=at, ends_at=ends_at))
        at = ends_at
    add_items(event=event, items=rows)


def _presentations(event: LearningEvent, institutions: Institutions, *told: tuple[str, str, str]) -> None:
    item = event.agenda_items.get(kind=ItemKind.PRESENTATION)
    Presentation.objects.bulk_create(
        Presentation(
            item=item,
            number=number,
            title=title,
            institution=institutions[key],
            country=institutions[key].country,
            lesson=lesson,
        )
        for number, (title, key, lesson) in enumerate(told, start=1)
    )


def _groups(event: LearningEvent) -> None:
    item = event.agenda_items.get(kind=ItemKind.BREAKOUT)
    by_text = {question.text: question for question in event.questions.all()}
    told = (
        ("Attribution", ["en"]),
        ("Cost", ["en"]),
        ("Organisations", ["fr"]),
        ("Scale", ["en", "es"]),
    )
    for (topic, languages), text in zip(told, QUESTIONS, strict=True):
        add_group(
            group=BreakoutGroup(
                event=event, item=item, topic=topic, question=by_text[text], languages=languages, places=24
            )
        )
    make_groups(event=event, seed=2027)


def _take_away(event: LearningEvent, people: People) -> None:
    asked = event.questions.first()
    for title, text, stance in (
        ("A fixed hour each month keeps more alive than a visit", "All three reports said so.", Stance.AGREED),
        ("What happens when the one who knows moves on?", "Nobody had an answer that lasts.", Stance.ASKED),
    ):
        save_takeaway(
            takeaway=Takeaway(event=event, title=title, text=text, stance=stance),
            questions=[asked] if asked and stance == Stance.AGREED else [],
            partnerships=[],
            sectors=[],
            by=people["secretariat@demo.example"],
        )


def _registered(event: LearningEvent, institutions: Institutions, people: People, name: str) -> None:
    user, details = account(name, institutions, people)
    register(event=event, details=details, by=user)


def _asked(event: LearningEvent, institutions: Institutions, number: int) -> None:
    """By the mailed link, as everybody without an account."""
    address, details = guest(number, institutions)
    confirm_address(registration=ask_for_place(event=event, address=address, details=details))
