"""Correcting what is published: a copy is corrected, and takes the record's place when both sides stand by it.

Until then readers see the wording that was confirmed (rule R2 of the access matrix).
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from core.append_only import rewriting_logs
from core.models import Visibility
from core.slugs import unique_slug
from partnerships.answers import ALL, KEPT, ORIGIN, stored_answers
from partnerships.lineage import closes_circle
from partnerships.locking import locked
from partnerships.models import (
    Confirmation,
    Correction,
    OwnWords,
    Partnership,
    PartnershipFormerSlug,
    SideLink,
)
from partnerships.services.editing import home_institution, write_answers

REVISED = [name for name in ALL if name not in KEPT]


class OutdatedWording(Exception):
    """The record is no longer the one that the copy was taken from."""


@transaction.atomic
def open_revision(*, partnership: Partnership, by: User) -> Partnership:
    """The person's own copy of a published record, made at the first call and found again at the next."""
    record = locked(partnership)
    mine: Partnership | None = record.revisions.filter(created_by=by).first()
    if mine:
        return mine
    copy = Partnership.objects.create(
        title=record.title,
        slug=unique_slug(Partnership, f"{record.slug}-new-wording", PartnershipFormerSlug),
        standing=Partnership.Standing.ONE_SIDE,
        visibility=Visibility.PRIVATE,
        reported_by=home_institution(by),
        created_by=by,
        is_demo=record.is_demo,
        stage=record.stage,
        revises=record,
        revises_version=record.version,
    )
    write_answers(copy, stored_answers(record, REVISED, by), by=by)
    copy.problem_reported_by = record.problem_reported_by
    copy.problem_in_own_words = record.problem_in_own_words
    copy.save(update_fields=["problem_reported_by", "problem_in_own_words", "updated_at"])
    return copy


def is_outdated(copy: Partnership) -> bool:
    """Whether the record has changed since the copy was taken, so that adopting it would undo that change."""
    return copy.revises is not None and copy.revises.version != copy.revises_version


def needs_revision(user: User, partnership: Partnership) -> bool:
    """Whether a correction by this person waits for the other side before readers see it.

    The secretariat corrects at once what it brought in from a public source.
    """
    if partnership.visibility not in (Visibility.PUBLIC, Visibility.COMMUNITY):
        return False
    return user.role not in User.SECRETARIAT_ROLES or partnership.standing == Partnership.Standing.BOTH_SIDES


@transaction.atomic
def adopt_revision(*, copy: Partnership) -> Partnership:
    """Put a copy's wording in the record's place; the consents, links and corrections given to it go with it.

    Its address leads to the record from now on: letters name it.
    """
    if copy.revises is None:
        raise ValueError("only a new wording of a record can be adopted")
    record = locked(copy.revises)
    if record.version != copy.revises_version:
        raise OutdatedWording(_("The record has changed since this wording was written; ask for a new one."))
    answers = stored_answers(copy, REVISED, copy.created_by)
    if answers[ORIGIN] and closes_circle(record, answers[ORIGIN].pk):
        del answers[ORIGIN]  # somebody else said the opposite meanwhile
    write_answers(record, answers, by=copy.created_by)
    record.problem_in_own_words = copy.problem_in_own_words
    record.problem_reported_by = copy.problem_reported_by
    record.version += 1
    record.changed_at = timezone.now()
    record.save()
    with rewriting_logs():
        _close_double_corrections(record, copy)
        for model in (Confirmation, SideLink, Correction, OwnWords):
            model.objects.filter(partnership=copy).update(partnership=record)
        Partnership.objects.filter(pk=copy.pk).delete()
    PartnershipFormerSlug.objects.create(partnership=record, slug=copy.slug)
    record.refresh_from_db()
    return record


def _close_double_corrections(record: Partnership, copy: Partnership) -> None:
    """What a side still wants differently in the new wording is its later word on that field."""
    for later in copy.corrections.open():
        record.corrections.open().filter(institution=later.institution_id, field=later.field).update(
            status=Correction.Status.WITHDRAWN, decided_at=timezone.now()
        )
