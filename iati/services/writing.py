"""Choosing among what was published, confirming who stands where, and writing it into the register."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from iati import tasks, writing_jobs
from iati.importing.differences import NotDecidable, take_theirs
from iati.importing.sides import added_member
from iati.models import PublishedActivity, Reading
from partnerships.imports.importer import Importer
from partnerships.models.choices import Side

MOST_CHOSEN = 2_000
SMALL = 20  # written while the page waits
STUCK_AFTER = timedelta(minutes=20)
Outcome, Status = PublishedActivity.Outcome, Reading.Status


class CannotWrite(Exception):
    """It cannot be done now; the message tells why."""


@transaction.atomic
def choose(*, reading: Reading, shown: list[int], ticked: list[int], by: User) -> None:
    """Of the activities that were shown, those ticked are chosen and the others no longer."""
    reading = _locked(reading)
    if reading.status not in (Status.READ, Status.DONE):
        raise CannotWrite(_("This file is still being read or written. Look again in a moment."))
    able = reading.activities.exclude(outcome__in=[Outcome.SKIPPED, Outcome.FAILED], partnership=None)
    able = able.exclude(key__startswith=" ")
    able.filter(pk__in=set(shown) - set(ticked)).update(is_chosen=False)
    able.filter(pk__in=ticked).update(is_chosen=True)
    if reading.activities.filter(is_chosen=True).count() > MOST_CHOSEN:
        raise CannotWrite(_("At most %(most)d activities are taken over at once.") % {"most": MOST_CHOSEN})


@transaction.atomic
def confirm_sides(*, activity: PublishedActivity, sides: list[dict[str, Any]], by: User) -> None:
    """Say who asks, who offers and who helps; `sides` is the proposal with the sides that were chosen.

    What is not in the proposal is added to it: a file seldom names who asks.
    """
    stored = PublishedActivity.objects.select_for_update().get(pk=activity.pk)
    given = {(each["name"], each["ref"]): each["side"] for each in sides}
    for each in stored.proposal:
        side = given.get((each["name"], each["ref"]), each["side"])
        each["side"] = side if side in Side.values else ""
    known = {(each["name"], each["ref"]) for each in stored.proposal}
    added = [each for each in sides if (each["name"], each["ref"]) not in known and each["side"] in Side.values]
    stored.proposal += [added_member(each["name"], each["side"], stored.content) for each in added]
    stored.sides_confirmed_at, stored.sides_confirmed_by = timezone.now(), by
    stored.save(update_fields=["proposal", "sides_confirmed_at", "sides_confirmed_by"])


def write_chosen(*, reading: Reading, by: User) -> None:
    """Write what was chosen and has its sides confirmed, all of it or none. Writing twice writes once."""
    with transaction.atomic():
        reading = _locked(reading)
        if reading.status == Status.CONFIRMED:
            return
        ready = reading.activities.filter(is_chosen=True).exclude(sides_confirmed_at=None)
        count = ready.count()
        if not count:
            raise CannotWrite(_("Nothing is ready to be written: choose activities and say who asks and who offers."))
        reading.status, reading.owner, reading.message = Status.CONFIRMED, by, ""
        reading.save(update_fields=["status", "owner", "message", "updated_at"])
    if count <= SMALL:
        writing_jobs.write_ready(reading)
    else:
        transaction.on_commit(partial(tasks.write_reading.delay, reading.pk), robust=True)


@transaction.atomic
def decide_difference(*, activity: PublishedActivity, name: str, take: str, by: User) -> None:
    """Keep what stands here, or take over what the source says now. Deciding twice decides once."""
    stored = PublishedActivity.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=activity.pk)
    difference = next((each for each in stored.differences if each["name"] == name), None)
    if difference is None:
        return
    if take == "there":
        try:
            take_theirs(stored, difference, Importer(by))
        except NotDecidable as error:
            raise CannotWrite(str(error)) from error
    stored.differences = [each for each in stored.differences if each["name"] != name]
    if not stored.differences:
        stored.written, stored.written_digest, stored.written_at = stored.content, stored.digest, timezone.now()
        stored.outcome = Outcome.UNCHANGED
    stored.save()


def _locked(reading: Reading) -> Reading:
    return Reading.objects.select_for_update().defer("content").get(pk=reading.pk)
