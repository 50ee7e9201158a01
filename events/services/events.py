"""Events as their hosts write them: begun once, edited without loss, taken as a model, thrown away."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Institution, User
from core.versions import check_version
from events.local_times import When
from events.locking import locked
from events.models import AgendaItem, DiscussionQuestion, EventHost, EventOrganiser, LearningEvent
from events.models.choices import EventStatus
from events.reminding import reschedule
from events.services.questions import add_questions, carry_over_questions
from events.services.reports import apply_house_rule
from events.services.seats import promote_waiting

ATTEMPTS = 3
HostRows = Iterable[tuple[Institution, str]]
# What a new event takes over from the one it is modelled on; people, seats, figures and dates stay behind.
COPIED = (
    *("title", "series", "summary", "objective", "premise", "audience", "format", "venue", "joining_url"),
    *("joining_notes", "dial_in", "capacity", "visibility", "entry", "is_chatham_house", "languages"),
    *("languages_note", "is_demo"),
)
MANY = ("sectors", "junctures")


class CannotEdit(Exception):
    """The event is past changing, or the change would break a promise; `field` is what to change."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class CannotDelete(Exception):
    """It was published: those concerned must hear that it is cancelled."""


def create_event(
    *,
    values: Mapping[str, Any],
    when: When,
    hosts: HostRows,
    questions: Iterable[str] = (),
    creation_key: uuid.UUID,
    by: User,
) -> LearningEvent:
    """A draft that `by` organises; the same key of the same person gives the same event again."""

    def fill(event: LearningEvent) -> None:
        _write(event, values, when)
        _set_hosts(event, hosts)
        if event.follows:
            carry_over_questions(event=event, by=by)
        add_questions(event=event, texts=questions, by=by)

    return _made_once(creation_key, by, _columns(values, when), fill)


def clone_event(*, event: LearningEvent, when: When, follows: bool, creation_key: uuid.UUID, by: User) -> LearningEvent:
    """A new draft with the words, hosts, organisers, questions and the shape of the agenda; without its people."""
    values = {name: getattr(event, name) for name in COPIED} | {name: list(getattr(event, name).all()) for name in MANY}
    values["follows"] = event if follows else None

    def fill(copy: LearningEvent) -> None:
        _write(copy, values, when)
        _set_hosts(copy, [(host.institution, host.role) for host in event.hosts.select_related("institution")])
        others = User.objects.active().filter(organised_events__event=event).exclude(pk=by.pk)
        EventOrganiser.objects.bulk_create(
            [EventOrganiser(event=copy, user=user, added_by=by) for user in others.distinct()]
        )
        _copy_agenda(event, copy)
        if follows:
            carry_over_questions(event=copy, by=by)
        else:
            _copy_questions(event, copy)

    return _made_once(creation_key, by, _columns(values, when), fill)


@transaction.atomic
def edit_event(
    *, event: LearningEvent, values: Mapping[str, Any], when: When | None, hosts: HostRows, version: int, by: User
) -> LearningEvent:
    """Write what differs as a new version; `when` is for drafts, since a published event is moved.

    The same answers again change nothing, whatever the version. Raises EditedMeanwhile and CannotEdit.
    """
    stored = locked(event)
    hosts = list(hosts)
    if not _differs(stored, values, when, hosts):
        return stored
    if stored.status == EventStatus.CANCELLED:
        raise CannotEdit(_("A cancelled event is not changed any more. Copy it to plan it anew."))
    check_version(stored, version)
    if stored.status != EventStatus.DRAFT:
        when = None
    _refuse_too_few_seats(stored, values.get("capacity"))

    title, capacity, is_chatham_house = stored.title, stored.capacity, stored.is_chatham_house
    _write(stored, values, when)
    _set_hosts(stored, hosts)
    stored.version += 1
    told_apart = stored.status != EventStatus.DRAFT and stored.title != title
    if told_apart:
        stored.sequence += 1
    stored.save()
    if told_apart:
        reschedule(stored)
    if stored.capacity != capacity:
        promote_waiting(stored)
    if stored.is_chatham_house != is_chatham_house:
        apply_house_rule(event=stored)
    return stored


@transaction.atomic
def delete_event(*, event: LearningEvent, by: User) -> None:
    """Throw a draft away. Raises CannotDelete for what was published."""
    stored = LearningEvent.objects.select_for_update(of=("self",)).filter(pk=event.pk).first()
    if stored is None:
        return
    if stored.status != EventStatus.DRAFT:
        raise CannotDelete(_("This event was published. Cancel it instead, so that those concerned hear of it."))
    stored.delete()


# --- Steps of the above -----------------------------------------------------------------------------


def _made_once(
    key: uuid.UUID, by: User, columns: dict[str, Any], fill: Callable[[LearningEvent], None]
) -> LearningEvent:
    """A draft made under this key, filled once; another request with the same form may be first."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return _make(key, by, columns, fill)
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _make(key: uuid.UUID, by: User, columns: dict[str, Any], fill: Callable[[LearningEvent], None]) -> LearningEvent:
    made = LearningEvent.objects.filter(creation_key=key).first()
    if made and made.created_by_id == by.pk:
        return made
    event = LearningEvent.objects.create(
        slug=f"draft-{get_random_string(12).lower()}",  # its title is told to nobody yet, not even by an address
        created_by=by,
        creation_key=None if made else key,  # a key of somebody else's form is no key
        **columns,
    )
    EventOrganiser.objects.create(event=event, user=by, added_by=by)
    fill(event)
    return event


def _columns(values: Mapping[str, Any], when: When) -> dict[str, Any]:
    columns = {name: value for name, value in values.items() if name not in MANY}
    return columns | {name: getattr(when, name) for name in When.__dataclass_fields__}


def _write(event: LearningEvent, values: Mapping[str, Any], when: When | None) -> None:
    for name, value in values.items():
        if name in MANY:
            getattr(event, name).set(value)
        else:
            setattr(event, name, value)
    if when:
        set_when(event, when)


def set_when(event: LearningEvent, when: When) -> None:
    for name in When.__dataclass_fields__:
        setattr(event, name, getattr(when, name))


def _differs(
    stored: LearningEvent, values: Mapping[str, Any], when: When | None, hosts: list[tuple[Institution, str]]
) -> bool:
    for name, value in values.items():
        before = set(getattr(stored, name).all()) if name in MANY else getattr(stored, name)
        if before != (set(value) if name in MANY else value):
            return True
    if when and stored.status == EventStatus.DRAFT and When.of(stored) != when:
        return True
    return [(host.institution_id, host.role) for host in stored.hosts.all()] != [
        (each.pk, role) for each, role in hosts
    ]


def _set_hosts(event: LearningEvent, hosts: HostRows) -> None:
    wanted = {institution.pk: role for institution, role in hosts}
    event.hosts.exclude(institution__in=wanted).delete()
    for position, (institution, role) in enumerate(wanted.items()):
        EventHost.objects.update_or_create(
            event=event, institution_id=institution, defaults={"role": role, "position": position}
        )


def _refuse_too_few_seats(stored: LearningEvent, capacity: int | None) -> None:
    if capacity is None or capacity >= stored.seats_taken:
        return
    raise CannotEdit(
        ngettext(
            "%(taken)d seat is taken already, so there cannot be %(seats)d. Give at least %(taken)d.",
            "%(taken)d seats are taken already, so there cannot be %(seats)d. Give at least %(taken)d.",
            stored.seats_taken,
        )
        % {"taken": stored.seats_taken, "seats": capacity},
        "capacity",
    )


def _copy_agenda(event: LearningEvent, copy: LearningEvent) -> None:
    """The items, as far from the beginning as they were; presentations are somebody's, and stay."""
    shift: timedelta | None = None
    if event.starts_at and copy.starts_at:
        shift = copy.starts_at - event.starts_at
    AgendaItem.objects.bulk_create(
        AgendaItem(
            event=copy,
            track=item.track,
            kind=item.kind,
            title=item.title,
            description=item.description,
            position=item.position,
            starts_at=item.starts_at + shift if item.starts_at and shift is not None else None,
            ends_at=item.ends_at + shift if item.ends_at and shift is not None else None,
        )
        for item in event.agenda_items.all()
    )


def _copy_questions(event: LearningEvent, copy: LearningEvent) -> None:
    DiscussionQuestion.objects.bulk_create(
        DiscussionQuestion(event=copy, position=question.position, text=question.text, is_key=question.is_key)
        for question in event.questions.all()
    )
