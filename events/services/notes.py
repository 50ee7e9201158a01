"""What people note in a group: one sheet a writer, and no save that overwrites another."""

from django.db import transaction
from django.utils.translation import ngettext

from community.models import User
from core.validators import clean_text
from core.versions import check_version
from events.models import BreakoutGroup, BreakoutNote
from events.models.breakouts import LONGEST_NOTES


class CannotSaveNotes(Exception):
    """The notes were not saved; the message tells why."""


class NotesTooLong(CannotSaveNotes):
    def __init__(self, length: int) -> None:
        super().__init__(
            ngettext(
                "These notes are %(length)s characters long, and %(most)s fits on a sheet. Shorten them to save.",
                "These notes are %(length)s characters long, and %(most)s fit on a sheet. Shorten them to save.",
                LONGEST_NOTES,
            )
            % {"length": f"{length:,}", "most": f"{LONGEST_NOTES:,}"}
        )


@transaction.atomic
def save_notes(*, group: BreakoutGroup, by: User, text: str, version: int) -> BreakoutNote:
    """Put a writer's words on their sheet; `version` is that of the sheet they were typed on, 0 for an empty one.

    Words that are there already are not saved again. The row is locked from the look at its version to the
    commit, so of two pages that read the same version one is saved and the other is refused.
    """
    text = clean_text(text.replace("\r\n", "\n"))
    if len(text) > LONGEST_NOTES:
        raise NotesTooLong(len(text))
    blank = BreakoutNote(group=group, writer=by, writer_name=_signature(group, by), version=0)
    BreakoutNote.objects.bulk_create([blank], ignore_conflicts=True)
    note = BreakoutNote.objects.select_for_update().get(group=group, writer=by)
    if note.text == text:
        return note
    check_version(note, version)
    note.text, note.version = text, note.version + 1
    note.save(update_fields=["text", "version", "updated_at"])
    return note


def delete_notes(*, note: BreakoutNote, version: int) -> bool:
    """Take a sheet away, unless it was written on since it was read: whether it is gone."""
    BreakoutNote.objects.filter(pk=note.pk, version=version).delete()
    return not BreakoutNote.objects.filter(pk=note.pk).exists()


def unsign_notes(user: User) -> None:
    """What a person noted belongs to the group; whose it was is forgotten."""
    sheets = BreakoutNote.objects.filter(writer=user)
    sheets.filter(text="").delete()
    sheets.update(writer=None, writer_name="")


def _signature(group: BreakoutGroup, writer: User) -> str:
    registration = group.event.registrations.of(writer).seated().first()
    return (registration.name if registration else "") or writer.display_name
