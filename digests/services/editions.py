"""An edition from draft to approval: what the secretariat says and chooses."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from core.versions import check_version
from digests.models import Edition, EditionItem, EditionNote
from digests.models.choices import EditionState

MOST_CHOSEN = 12


class CannotChangeEdition(Exception):
    """The edition does not stand where this can be done; the message tells why."""


@transaction.atomic
def change_edition(
    *, edition: Edition, notes: Mapping[str, str], chosen: Sequence[tuple[str, int]], seen_version: int, by: User
) -> Edition:
    """Store notes by language, and what was chosen in its order, as `("piece", 12)`.

    It is to be looked at anew before it is approved. Raises EditedMeanwhile where somebody else was first.
    """
    edition = _writable(edition)
    check_version(edition, seen_version)
    if len(chosen) > MOST_CHOSEN:
        raise CannotChangeEdition(_("Choose %(most)d at most; readers stop after a few.") % {"most": MOST_CHOSEN})
    edition.notes.all().delete()
    EditionNote.objects.bulk_create(
        EditionNote(edition=edition, language=language, text=text) for language, text in notes.items() if text
    )
    edition.items.all().delete()
    EditionItem.objects.bulk_create(
        EditionItem(edition=edition, position=place, **{f"{kind}_id": pk}) for place, (kind, pk) in enumerate(chosen)
    )
    edition.state = EditionState.DRAFT
    edition.version += 1
    edition.save(update_fields=["state", "version", "updated_at"])
    return edition


@transaction.atomic
def note_preview(*, edition: Edition, by: User) -> Edition:
    """Somebody looked at it as readers will get it. Once more changes nothing but who it was."""
    edition = _locked(edition)
    if edition.is_writable:
        edition.state, edition.previewed_at, edition.previewed_by = EditionState.PREVIEWED, timezone.now(), by
        edition.save(update_fields=["state", "previewed_at", "previewed_by", "updated_at"])
    return edition


@transaction.atomic
def approve_edition(*, edition: Edition, seen_version: int, by: User) -> Edition:
    """It goes out when its time has come; approving it once more changes nothing."""
    edition = _locked(edition)
    if edition.state in (EditionState.APPROVED, EditionState.SENT):
        return edition
    check_version(edition, seen_version)
    if edition.state != EditionState.PREVIEWED:
        raise CannotChangeEdition(_("Look at it first, as its readers will get it."))
    edition.state, edition.approved_at, edition.approved_by = EditionState.APPROVED, timezone.now(), by
    edition.save(update_fields=["state", "approved_at", "approved_by", "updated_at"])
    return edition


@transaction.atomic
def reopen_edition(*, edition: Edition, by: User) -> Edition:
    """Take the approval back, as long as no letter is written."""
    edition = _locked(edition)
    if edition.is_writable:
        return edition
    if edition.state == EditionState.SENT or edition.digests.exists():
        raise CannotChangeEdition(_("Its letters are written. What you add now goes into the next edition."))
    edition.state, edition.approved_at, edition.approved_by = EditionState.DRAFT, None, None
    edition.save(update_fields=["state", "approved_at", "approved_by", "updated_at"])
    return edition


def _locked(edition: Edition) -> Edition:
    return Edition.objects.select_for_update().get(pk=edition.pk)


def _writable(edition: Edition) -> Edition:
    edition = _locked(edition)
    if not edition.is_writable:
        raise CannotChangeEdition(_("It is approved. Take the approval back to change it."))
    return edition
