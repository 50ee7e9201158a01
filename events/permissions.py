"""Who may do what with learning events. The only place that decides it.

What one may not see answers 404 before any of these is asked: see `LearningEvent.objects.visible_to`.
"""

from typing import Any

from community.models import Institution, User
from community.permissions import is_secretariat
from events.models import BreakoutGroup, EventOrganiser, EventReport, EventSeries, LearningEvent, Registration
from events.models.choices import SEATED, EventStatus, ReportStatus


def is_editor(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.role == User.Role.EDITOR)


def is_host(user: Any, event: LearningEvent) -> bool:
    """Whether this person runs the event."""
    if not user.is_authenticated or not user.is_active:
        return False
    return EventOrganiser.objects.filter(event=event, user=user).exists()


def is_participant(user: Any, event: LearningEvent) -> bool:
    """Whether this person has a place; the waiting list and the invited have none."""
    if not user.is_authenticated or not user.is_active:
        return False
    return Registration.objects.filter(event=event, user=user, status__in=SEATED).exists()


def can_create_event(user: Any) -> bool:
    """Staff of donors, focal points of other institutions, and the secretariat."""
    if is_secretariat(user):
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    if user.focal_institution_ids:
        return True
    donors = Institution.objects.filter(pk__in=user.institution_ids, kind=Institution.Kind.DONOR)
    return bool(user.institution_ids) and donors.exists()


def can_edit_event(user: Any, event: LearningEvent) -> bool:
    """Words, agenda, groups, publishing, moving and cancelling."""
    return is_secretariat(user) or is_host(user, event)


def can_delete_event(user: Any, event: LearningEvent) -> bool:
    """A draft alone: what was published is cancelled, so that those concerned hear of it."""
    return event.status == EventStatus.DRAFT and can_edit_event(user, event)


def can_see_registrations(user: Any, event: LearningEvent) -> bool:
    """Every registration with its status, to take attendance and to answer those who ask for a place."""
    return is_secretariat(user) or is_host(user, event)


def can_add_registrations(user: Any, event: LearningEvent) -> bool:
    """Enter somebody by hand; hosts invite, the secretariat's editors enter."""
    return is_editor(user)


def can_see_participants(user: Any, event: LearningEvent) -> bool:
    """The list of those who agreed to stand in it."""
    return can_see_registrations(user, event) or is_participant(user, event)


def can_see_joining_link(user: Any, event: LearningEvent) -> bool:
    return can_edit_event(user, event) or is_participant(user, event)


def can_read_hosts_notes(user: Any, event: LearningEvent) -> bool:
    """Notes for the hosts alone; administrators open them in the Django admin, where that is logged."""
    return is_host(user, event) or is_editor(user)


def can_read_notes(user: Any, group: BreakoutGroup) -> bool:
    """What a group noted: its event's participants, or the hosts alone."""
    if group.notes_for == BreakoutGroup.NotesFor.HOSTS:
        return can_read_hosts_notes(user, group.event)
    return can_edit_event(user, group.event) or is_participant(user, group.event)


def can_write_notes(user: Any, group: BreakoutGroup) -> bool:
    """Hosts anywhere; participants where notes are theirs to read."""
    if is_host(user, group.event):
        return True
    return group.notes_for == BreakoutGroup.NotesFor.PARTICIPANTS and is_participant(user, group.event)


def can_read_report(user: Any, event: LearningEvent, report: EventReport) -> bool:
    """A final report is for whoever sees the event; under comment, for participants; a draft for hosts."""
    if report.status == ReportStatus.FINAL or can_edit_event(user, event):
        return True
    return report.status == ReportStatus.COMMENT_ROUND and is_participant(user, event)


def can_write_report(user: Any, event: LearningEvent) -> bool:
    """Write sections, and open the comment round: hosts and editors; administrators read."""
    return is_host(user, event) or is_editor(user)


def can_comment_report(user: Any, event: LearningEvent, report: EventReport) -> bool:
    return report.status == ReportStatus.COMMENT_ROUND and is_participant(user, event)


def can_finalise_report(user: Any, event: LearningEvent) -> bool:
    """The secretariat's editors make it final: what the community remembers has a second pair of eyes."""
    return is_editor(user)


def can_export_report(user: Any, event: LearningEvent, report: EventReport) -> bool:
    """Take it along as a file: the final one whoever reads it, under comment who comments or writes, a draft nobody."""
    if report.status == ReportStatus.FINAL:
        return True
    return report.status == ReportStatus.COMMENT_ROUND and (
        is_participant(user, event) or can_write_report(user, event)
    )


def can_edit_registrations(user: Any, event: LearningEvent) -> bool:
    """Answer those who ask for a place, invite, and take attendance; administrators read."""
    return is_host(user, event) or is_editor(user)


def can_remove_registrations(user: Any, event: LearningEvent) -> bool:
    """Take a place from somebody who has one; the secretariat does it, and the hosts ask for it."""
    return is_secretariat(user)


def can_export_notes(user: Any, group: BreakoutGroup) -> bool:
    """Take the notes along: hosts and editors, and never those for the hosts alone."""
    is_shared = group.notes_for == BreakoutGroup.NotesFor.PARTICIPANTS
    return is_shared and (is_host(user, group.event) or is_editor(user))


def can_delete_notes(user: Any, group: BreakoutGroup) -> bool:
    """Hosts anywhere; administrators what they may read."""
    if is_host(user, group.event):
        return True
    return can_read_notes(user, group) and is_secretariat(user) and not is_editor(user)


def can_edit_report(user: Any, event: LearningEvent, report: EventReport) -> bool:
    """Write its sections; of a final one only the secretariat is told why not, the rest may not ask."""
    if report.status == ReportStatus.FINAL:
        return is_secretariat(user)
    return can_write_report(user, event)


def can_make_report_final(user: Any, event: LearningEvent, report: EventReport) -> bool:
    return can_finalise_report(user, event) or (report.status == ReportStatus.FINAL and is_secretariat(user))


def can_delete_report(user: Any, event: LearningEvent, report: EventReport) -> bool:
    """Take a draft back: editors and administrators; under comment, administrators alone."""
    if report.status == ReportStatus.DRAFT:
        return is_secretariat(user)
    return is_secretariat(user) and not is_editor(user)


def can_read_feedback(user: Any, event: LearningEvent) -> bool:
    """What participants said of the event: who runs it, and the secretariat's editors."""
    return is_host(user, event) or is_editor(user)


def can_clone_event(user: Any, event: LearningEvent) -> bool:
    """A copy is a new event: for those who run this one, where they may begin one at all."""
    return can_edit_event(user, event) and can_create_event(user)


def can_edit_series(user: Any, series: EventSeries) -> bool:
    """Whoever began it, whoever runs one of its events, and the secretariat."""
    if is_secretariat(user):
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    return series.created_by_id == user.pk or EventOrganiser.objects.filter(event__series=series, user=user).exists()


def can_follow(user: Any, before: LearningEvent, series: EventSeries | None) -> bool:
    """Let an event of this series go on from another, whose participants are told of it then."""
    is_next_of_series = series is not None and before.series_id == series.pk
    return is_secretariat(user) or is_next_of_series or is_host(user, before)


def can_export_events(user: Any) -> bool:
    """All events as one table: the secretariat's programme."""
    return is_secretariat(user)
