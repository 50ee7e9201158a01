"""A record before it is one: begun with two answers, continued at leisure, then submitted."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.models import User
from core.models import Visibility
from core.slugs import unique_slug
from core.versions import check_version
from partnerships.answers import Side
from partnerships.asking.letters import ask_for_confirmation
from partnerships.awaited import note_awaited
from partnerships.locking import locked
from partnerships.models import Partnership, PartnershipFormerSlug, PartnershipMember
from partnerships.models.choices import Stage
from partnerships.services import confirmations
from partnerships.services.editing import home_institution, record_stage, write_answers
from partnerships.services.holdings import hold_for_author
from partnerships.services.revising import is_outdated

LONGEST_TITLE = 80
ATTEMPTS = 3


class CannotSubmit(Exception):
    """Something is missing; the message tells what."""


def create_draft(*, values: Mapping[str, Any], creation_key: uuid.UUID, by: User) -> Partnership:
    """A private record of its author; the same key of the same author gives the same record again."""
    for _attempt in range(ATTEMPTS):
        try:
            return _create_once(values, creation_key, by)
        except IntegrityError:
            continue  # another request took the address, or was first with the same form
    return _create_once(values, creation_key, by)


@transaction.atomic
def _create_once(values: Mapping[str, Any], creation_key: uuid.UUID, by: User) -> Partnership:
    made: Partnership | None = Partnership.objects.filter(creation_key=creation_key).first()
    if made and made.created_by_id == by.pk:
        return made
    title = values.get("title") or title_from(values["problem"])
    partnership = Partnership.objects.create(
        title=title,
        slug=f"draft-{get_random_string(12).lower()}",  # its title is told to nobody yet, not even by an address
        visibility=Visibility.PRIVATE,
        standing=Partnership.Standing.ONE_SIDE,
        reported_by=home_institution(by),
        created_by=by,
        creation_key=None if made else creation_key,  # a key of someone else's form is no key
    )
    write_answers(partnership, {**values, "title": title}, by=by)
    return partnership


def title_from(problem: str) -> str:
    """The first words of the problem, until its author finds a better title."""
    first_line = problem.strip().splitlines()[0]
    return str(Truncator(" ".join(first_line.split()).rstrip(".")).chars(LONGEST_TITLE))


@transaction.atomic
def submit_draft(
    *, partnership: Partnership, version: int, own_part: str = "", from_source: bool = False, by: User
) -> Partnership:
    """Show a draft to its parties and ask the other side to confirm it.

    `own_part` is the side on which the author's institution joins where it is no member yet. With
    `from_source` the record is public at once, on the word of its published source. Submitting a
    submitted record changes nothing and sends nothing.
    """
    stored = locked(partnership)
    if not stored.is_draft:
        return stored
    check_version(stored, version)
    from_source = from_source and not stored.revises
    _refuse_unready(stored, from_source)
    if not from_source:
        _take_part(stored, own_part, by)

    stored.visibility = Visibility.PUBLIC if from_source else Visibility.PARTIES
    stored.standing = Partnership.Standing.PUBLIC_SOURCE if from_source else Partnership.Standing.ONE_SIDE
    stored.changed_at = timezone.now()
    stored.version += 1
    if not stored.revises:
        _settle_address(stored)
    stored.save(update_fields=["visibility", "standing", "slug", "version", "changed_at", "updated_at"])
    if stored.stage != Stage.UNKNOWN and not stored.revises:
        record_stage(stored, stored.stage, by)
    if not stored.revises:
        hold_for_author(partnership=stored, by=by)
    if from_source:
        ask_for_confirmation(partnership=stored)
        note_awaited(stored)
        return stored
    return confirmations.record_submission(partnership=stored, by=by)


def _refuse_unready(stored: Partnership, from_source: bool) -> None:
    if is_outdated(stored):
        raise CannotSubmit(_("The record has changed since you began: open it, and write into it what still holds."))
    if not stored.members.filter(side__in=[Side.DEMAND, Side.PEER]).exists():
        raise CannotSubmit(_("Say who asked first (step 2)."))
    if _identifier_is_taken(stored):
        raise CannotSubmit(_("Another partnership has this IATI identifier (step 5)."))
    if from_source and not stored.source_url:
        raise CannotSubmit(_("Give the address of the published source first (step 5)."))


def _identifier_is_taken(partnership: Partnership) -> bool:
    if not partnership.iati_identifier:
        return False
    same = Partnership.objects.filter(iati_identifier=partnership.iati_identifier)
    return same.exclude(pk=partnership.pk).exclude(visibility=Visibility.PRIVATE).exists()


def needs_own_part(partnership: Partnership, user: User) -> bool:
    """Whether the author would lose sight of the record by showing it to its parties only."""
    if user.role in User.SECRETARIAT_ROLES:
        return False
    return not partnership.members.filter(institution__in=user.institution_ids).exists()


def _take_part(partnership: Partnership, own_part: str, by: User) -> None:
    if not needs_own_part(partnership, by):
        return
    home = home_institution(by)
    if not own_part or home is None:
        raise CannotSubmit(_("Say what part your own institution plays; only the parties see the record at first."))
    PartnershipMember.objects.create(partnership=partnership, institution=home, side=own_part)


def _settle_address(partnership: Partnership) -> None:
    """Give the record the address that its final title asks for; the draft's still leads to it."""
    draft_slug = partnership.slug
    Partnership.objects.filter(pk=partnership.pk).update(slug=f"draft-{uuid.uuid4().hex}")
    partnership.slug = unique_slug(Partnership, partnership.title, PartnershipFormerSlug, fallback="partnership")
    if partnership.slug != draft_slug:
        PartnershipFormerSlug.objects.create(partnership=partnership, slug=draft_slug)
