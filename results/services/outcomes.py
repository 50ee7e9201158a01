"""Harvesting an outcome, putting it in other words, and taking it back."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core import uploads
from core.append_only import rewriting_logs
from core.models import Visibility
from core.versions import check_version
from partnerships.models import Partnership
from partnerships.openings import width
from results import outcome_letters as letters
from results.locking import lock_partnership, locked, next_number
from results.models import EvidenceItem, HarvestedOutcome, OutcomeWording, PartnerWord, Substantiation
from results.revisions import content_of, revision_of
from results.services.asking import ask_anew
from results.speaking import institution_of


class CannotRemove(Exception):
    """The outcome stays; the message tells why and what to do instead."""


@transaction.atomic
def harvest_outcome(*, outcome: HarvestedOutcome, by: User) -> HarvestedOutcome:
    """Store a change that was noticed, for the parties. The same form sent twice is one outcome.

    It is reported for the institution that its writer speaks for or belongs to; where that is none of the
    parties (an author's own draft), for none.
    """
    partnership = outcome.partnership
    lock_partnership(partnership)
    key = outcome.creation_key
    same = HarvestedOutcome.objects.filter(creation_key=key).first() if key else None
    if same and same.partnership_id == partnership.pk:
        return same
    if same:  # the key of a form of another partnership, which leads to nothing of it
        outcome.creation_key = None
    outcome.number = next_number(HarvestedOutcome, partnership)
    outcome.recorded_by, outcome.visibility = by, Visibility.PARTIES
    outcome.reported_by_id = institution_of(by, partnership)
    outcome.revision, outcome.changed_at = revision_of(outcome), timezone.now()
    outcome.save()
    letters.tell_partner(outcome, by=by)
    _mark_changed(partnership)
    return outcome


@transaction.atomic
def reword_outcome(*, outcome: HarvestedOutcome, by: User, seen_version: int) -> bool:
    """Store an outcome in other words; whether they are others.

    Nobody has agreed to the new words: it is for the parties again, and its evidence what its papers make it. The
    words until now are kept, for others spoke to them.
    Raises EditedMeanwhile.
    """
    lock_partnership(outcome.partnership)
    stored = locked(outcome)
    check_version(stored, seen_version)
    outcome.revision = revision_of(outcome)
    is_reworded = outcome.revision != stored.revision
    outcome.visibility = Visibility.PARTIES if is_reworded else stored.visibility
    if is_reworded:
        _keep_wording(stored, by)
        outcome.changed_at = timezone.now()
        _note(outcome, "put in other words", by)
    outcome.version = stored.version + 1
    outcome.save()
    if is_reworded:
        letters.tell_partner(outcome, by=by)
        ask_anew(outcome=outcome)
    _mark_changed(outcome.partnership)
    return is_reworded


@transaction.atomic
def remove_outcome(*, outcome: HarvestedOutcome, by: User) -> bool:
    """Take an outcome back that the parties alone see, with its evidence; False if it was gone before.

    Raises CannotRemove once others said something to it: nobody makes a disagreement disappear.
    """
    lock_partnership(outcome.partnership)
    stored = HarvestedOutcome.objects.select_for_update(of=("self",)).filter(pk=outcome.pk).first()
    if stored is None:
        return False
    refuse_removal(stored)
    for item in EvidenceItem.objects.of_outcome(stored).exclude(file=""):
        transaction.on_commit(partial(item.file.storage.delete, str(item.file.name)), robust=True)
    _note(stored, "removed", by)
    with rewriting_logs():  # its earlier wordings go with it
        stored.delete()
    _mark_changed(outcome.partnership)
    return True


def refuse_removal(outcome: HarvestedOutcome) -> None:
    """Raises CannotRemove."""
    said = [model.objects.filter(outcome=outcome).exists() for model in (PartnerWord, Substantiation)]
    if any(said):
        raise CannotRemove(_("Others have said their word to it, so it stays. You can put it in other words."))


@transaction.atomic
def add_evidence(*, item: EvidenceItem, partnership: Partnership, by: User) -> EvidenceItem:
    """Put something beside a claim that others can look at; the very same thing twice is there once."""
    lock_partnership(partnership)
    for owner in filter(None, (item.observation, item.outcome, item.step)):
        locked(owner)
    if not item.file:
        same = EvidenceItem.objects.filter(
            observation=item.observation,
            outcome=item.outcome,
            step=item.step,
            url=item.url,
            document=item.document,
            piece=item.piece,
            place=item.place,
            title=item.title,
            is_confidential=item.is_confidential,
        ).first()
        if same:
            return same
    item.added_by = by
    uploads.describe(item)
    item.save()
    return item


@transaction.atomic
def remove_evidence(*, item: EvidenceItem, partnership: Partnership, by: User) -> bool:
    """Take it away, with its file; False if it was gone before."""
    lock_partnership(partnership)
    stored = EvidenceItem.objects.select_for_update(of=("self",)).filter(pk=item.pk).first()
    if stored is None:
        return False
    if stored.file:
        transaction.on_commit(partial(stored.file.storage.delete, str(stored.file.name)), robust=True)
    detail = f"removed evidence: {stored.title}"
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=partnership, detail=detail)
    stored.delete()
    return True


def _keep_wording(stored: HarvestedOutcome, by: User) -> None:
    """As it stood until now; it was shown no wider than its record."""
    OutcomeWording.objects.create(
        outcome=stored,
        revision=stored.revision,
        content=content_of(stored),
        shown_to=max(stored.visibility, stored.partnership.visibility, key=width),
        replaced_by=by,
        replaced_name=by.display_name,
    )


def _mark_changed(partnership: Partnership) -> None:
    Partnership.objects.filter(pk=partnership.pk).update(changed_at=timezone.now())


def _note(outcome: Any, act: str, by: User) -> None:
    detail = f"{act} outcome {outcome.number}: {outcome.what_changed}"
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=outcome.partnership, detail=detail)
