"""What the page and the files of one group hold: its sheets, and who may do what with them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from community import languages
from community.models import User
from core.registry import panels_for
from events import permissions
from events.models import BreakoutGroup, Registration
from events.models.breakouts import LONGEST_NOTES


def group_page(group: BreakoutGroup, user: User) -> dict[str, Any]:
    sheets = list(group.notes.order_by("created_at", "pk"))
    own = next((sheet for sheet in sheets if sheet.writer_id == user.pk), None)
    may_edit = permissions.can_edit_event(user, group.event)
    others = group.event.breakout_groups.exclude(pk=group.pk)
    if not permissions.can_read_hosts_notes(user, group.event):
        others = others.filter(notes_for=BreakoutGroup.NotesFor.PARTICIPANTS)
    return {
        "event": group.event,
        "group": group,
        "languages": languages.names(group.languages),
        "facilitator": _named(group.facilitator, may_edit),
        "rapporteur": _named(group.rapporteur, may_edit),
        "is_rapporteur": _is_rapporteur(group, user.pk),
        "sheets": [
            {"note": sheet, "is_rapporteur": _is_rapporteur(group, sheet.writer_id)}
            for sheet in sheets
            if sheet.text and sheet is not own
        ],
        "own": own,
        "text": own.text if own else "",
        "version": own.version if own else 0,
        "longest": LONGEST_NOTES,
        "is_own_group": group.members.seated().filter(registration__user=user).exists(),
        "may_edit": may_edit,
        "may_write": permissions.can_write_notes(user, group),
        "may_export": permissions.can_export_notes(user, group),
        "may_delete": permissions.can_delete_notes(user, group),
        "others": others,
        "panels": panels_for("events:group", group, user),
    }


def as_text(group: BreakoutGroup) -> str:
    """All sheets one under the other, each below the name of its writer."""
    head = [group.event.title, group.topic]
    if group.question:
        head.append(group.question.text)
    sheets = [f"{_signature(group, note)}\n\n{note.text}\n" for note in group.notes.written()]
    return "\n\n".join(["\n".join(head), *sheets]) + "\n"


def as_table(group: BreakoutGroup) -> tuple[list[str], list[list[str]]]:
    """One row a sheet: header and rows."""
    header = ["event", "group", "question", "writer", "is_rapporteur", "saved_at", "notes"]
    rows = [
        [
            group.event.title,
            group.topic,
            group.question.text if group.question else "",
            note.writer_name,
            "yes" if _is_rapporteur(group, note.writer_id) else "no",
            note.updated_at.isoformat(timespec="seconds"),
            note.text,
        ]
        for note in group.notes.written()
    ]
    return header, rows


def _signature(group: BreakoutGroup, note: Any) -> str:
    saved = timezone.localtime(note.updated_at).strftime("%Y-%m-%d %H:%M %Z")
    line = f"{note.writer_name or _('A participant')}, {saved}"
    return _("%(line)s (rapporteur)") % {"line": line} if _is_rapporteur(group, note.writer_id) else line


def _is_rapporteur(group: BreakoutGroup, user_id: int | None) -> bool:
    return user_id is not None and group.rapporteur is not None and group.rapporteur.user_id == user_id


def _named(registration: Registration | None, is_host: bool) -> str:
    """Who has a role in the group: to participants only those who agreed to be named to them."""
    if registration is None or not registration.is_seated:
        return ""
    return registration.name if is_host or registration.in_list else str(_("a participant"))
