"""Which editions are to be made now, and the notices that wait beside: what beat and `make_digests` do.

Editions come first and take along what waits for their readers; `mail.digest` then writes to everybody else for
whom a notice waits. So a reader gets both in one letter.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from digests.building import build
from digests.models import DigestChoice, Edition
from digests.models.choices import EditionState, Rhythm
from digests.periods import ends_at, last_periods, rhythm_of
from mail import digest as notices


@dataclass(frozen=True)
class Made:
    """How many letters are new, of editions and of notices alone."""

    editions: int
    notices: int


def make_due() -> Made:
    """For the week and the month that ended last. Beat asks all the time, so that one it missed is made up for."""
    DigestChoice.objects.enrol()  # so that the desk counts its readers before an edition goes out
    periods = last_periods()
    written = sum(_make_edition(period) for period in periods.values())
    return Made(written, notices.make_digests(periods[Rhythm.WEEKLY]))


def make_for(period: str) -> Made:
    """By hand, for one week or month. Raises ValueError for what is neither."""
    rhythm = rhythm_of(period)
    written = _make_edition(period)
    return Made(written, notices.make_digests(period) if rhythm == Rhythm.WEEKLY else 0)


def edition_of(period: str) -> Edition:
    """The edition of a week or month, begun on first need."""
    begun = {"rhythm": rhythm_of(period), "ends_at": ends_at(period)}
    edition, _is_new = Edition.objects.get_or_create(period=period, defaults=begun)
    return edition


def shown(period: str) -> Edition:
    """The same to be looked at: one that nobody began is not stored by that."""
    begun = Edition(period=period, rhythm=rhythm_of(period), ends_at=ends_at(period))
    return Edition.objects.filter(period=period).first() or begun


def _make_edition(period: str) -> int:
    """Its letters, with what the editions before it that were approved but never made would have told."""
    edition = _ready(period)
    if edition is None:
        return 0
    missed = list(Edition.objects.to_be_made().filter(rhythm=edition.rhythm, ends_at__lt=edition.ends_at))
    written, is_done = build(edition, missed)
    if is_done:
        made = Edition.objects.to_be_made().filter(pk__in=[each.pk for each in (edition, *missed)])
        made.update(state=EditionState.SENT, sent_at=timezone.now(), updated_at=timezone.now())
    return written


@transaction.atomic
def _ready(period: str) -> Edition | None:
    """The edition if it is to be made; one on which nobody worked needs nobody's approval.

    What somebody began to write waits until it is approved; what its readers would have been told is told then.
    """
    edition = Edition.objects.select_for_update().get(pk=edition_of(period).pk)
    if edition.is_writable and not edition.notes.exists() and not edition.items.exists():
        edition.state, edition.approved_at = EditionState.APPROVED, timezone.now()
        edition.save(update_fields=["state", "approved_at", "updated_at"])
    return edition if edition.state == EditionState.APPROVED else None
