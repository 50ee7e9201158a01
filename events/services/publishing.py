"""An event's way through the world: published, moved, cancelled, held; each told once to those concerned."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from community.models import User
from core.slugs import unique_slug
from core.versions import check_version
from events import event_letters, held
from events.agenda_times import shift_agenda
from events.local_times import When
from events.locking import locked
from events.models import LearningEvent, LearningEventFormerSlug
from events.models.choices import EventStatus
from events.reminding import cancel_reminders, reschedule
from events.services.events import set_when


class WrongState(Exception):
    """The event is not in the state for this; the message says what can be done instead."""


@transaction.atomic
def publish_event(*, event: LearningEvent, by: User) -> LearningEvent:
    """Show a draft to those it is for. Publishing what is published changes nothing and tells nobody."""
    stored = locked(event)
    if stored.status == EventStatus.CANCELLED:
        raise WrongState(_("A cancelled event cannot be published. Copy it to plan it anew."))
    if stored.status != EventStatus.DRAFT:
        return stored
    stored.status, stored.published_at = EventStatus.PUBLISHED, timezone.now()
    stored.version += 1
    _settle_address(stored)
    stored.save(update_fields=["status", "published_at", "version", "slug", "updated_at"])
    if not stored.is_over:
        reschedule(stored)
        event_letters.tell_published(stored)
    return stored


@transaction.atomic
def move_event(*, event: LearningEvent, when: When, place: Mapping[str, Any], version: int, by: User) -> LearningEvent:
    """Give a published event another time or place, with its agenda, and tell everybody who is registered.

    `place` holds `format`, `venue` and `joining_url`. What is there already changes nothing and tells nobody.
    """
    stored = locked(event)
    _insist_on_coming(stored, _("Only a published event that is still to come is moved."))
    before = When.of(stored)
    changed = {name: value for name, value in place.items() if getattr(stored, name) != value}
    if before == when and not changed:
        return stored
    check_version(stored, version)
    if when.has_begun and before != when:
        raise WrongState(_("This time has passed. Choose one that is still to come."))

    old_place = event_letters.place_of(stored)
    set_when(stored, when)
    for name, value in changed.items():
        setattr(stored, name, value)
    stored.sequence += 1
    stored.version += 1
    stored.save()
    if before.starts_at and when.starts_at and before.starts_at != when.starts_at:
        shift_agenda(stored, when.starts_at - before.starts_at)
    reschedule(stored)
    event_letters.tell_moved(stored, before=before, old_place=old_place)
    return stored


@transaction.atomic
def cancel_event(*, event: LearningEvent, reason: str, by: User) -> LearningEvent:
    """Call a published event off and tell everybody who is registered why. Once is enough."""
    stored = locked(event)
    if stored.status == EventStatus.CANCELLED:
        return stored
    _insist_on_coming(stored, _("Only a published event that is still to come is cancelled. A draft is deleted."))
    stored.status, stored.cancelled_at, stored.cancellation_reason = EventStatus.CANCELLED, timezone.now(), reason
    stored.sequence += 1
    stored.version += 1
    stored.save()
    cancel_reminders(stored)
    event_letters.tell_cancelled(stored)
    return stored


@transaction.atomic
def mark_held(*, event: LearningEvent, by: User) -> LearningEvent:
    """Say that the event took place, from its beginning on; it does so by itself once it is over."""
    stored = locked(event)
    if stored.status in (EventStatus.HELD, EventStatus.REPORTED):
        return stored
    _insist_on_published(stored, _("Only a published event takes place."))
    if not When.of(stored).has_begun:
        raise WrongState(_("It has not begun yet."))
    held.mark([stored.pk])
    stored.refresh_from_db()
    return stored


def _insist_on_published(event: LearningEvent, message: str) -> None:
    if event.status != EventStatus.PUBLISHED:
        raise WrongState(f"{message} {_('This one is: %(state)s.') % {'state': event.get_status_display()}}")


def _insist_on_coming(event: LearningEvent, message: str) -> None:
    _insist_on_published(event, message)
    if event.is_over:
        raise WrongState(f"{message} {_('This one is over.')}")


def _settle_address(event: LearningEvent) -> None:
    """Give the event the address that its title asks for; the draft's still leads to it."""
    draft_slug = event.slug
    if not draft_slug.startswith("draft-"):
        return
    LearningEvent.objects.filter(pk=event.pk).update(slug=f"draft-{get_random_string(20).lower()}")
    event.slug = unique_slug(LearningEvent, event.title, LearningEventFormerSlug, fallback="event")
    LearningEventFormerSlug.objects.create(event=event, slug=draft_slug)
