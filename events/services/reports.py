"""The life of a summary report: from the data, through the participants' comments, to a version that stays."""

import hashlib
import json
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from core.versions import check_version
from events import report_letters, tasks
from events.locking import locked
from events.models import EventReport, LearningEvent, Registration, ReportComment, ReportSection
from events.models.choices import EventStatus, ReportStatus
from events.report_content import content_of
from events.report_sections import Change, changes_of, made_from


class CannotReport(Exception):
    """The report does not stand where this can be done; the message tells why."""


@transaction.atomic
def draft_report(*, event: LearningEvent, by: User | None) -> EventReport:
    """Begin the report with sections made from the data. One that is there stays as it is."""
    event = locked(event)
    if event.status in (EventStatus.DRAFT, EventStatus.CANCELLED):
        raise CannotReport(_("Only an event that was held has a report."))
    if not event.is_over:
        raise CannotReport(_("The event is not over yet. Its report comes after it."))
    spoken = [code for code in event.languages if code in dict(settings.LANGUAGES)]
    report, created = EventReport.objects.get_or_create(
        event=event, defaults={"language": spoken[0] if spoken else settings.LANGUAGE_CODE}
    )
    if created:
        _make_sections(report)
    return report


@transaction.atomic
def refresh_sections(*, event: LearningEvent, by: User | None) -> list[Change]:
    """Make the sections anew from the data, without those edited by hand; what changed."""
    report = _unfinished(event)
    changes = changes_of(report)
    _make_sections(report)
    return changes


@transaction.atomic
def apply_house_rule(*, event: LearningEvent) -> None:
    """Take out of unfinished sections who presented what, or name them again, as the event's rule says by now.

    Words that somebody wrote stay theirs; the page of the report asks to read them again.
    """
    event = locked(event)
    report = EventReport.objects.filter(event=event).exclude(status=ReportStatus.FINAL).first()
    if report is None:
        return
    untouched = {section.key: section for section in report.sections.filter(is_edited=False)}
    for made in made_from(event, report.language):
        section = untouched.get(made.key)
        if section is not None and section.text != made.text:
            section.text = made.text
            section.version += 1
            section.save()


@transaction.atomic
def edit_section(*, section: ReportSection, title: str, text: str, version: int, by: User | None) -> ReportSection:
    """Keep somebody's words. Raises EditedMeanwhile when they had not read what is stored."""
    _unfinished(section.report.event)
    stored = ReportSection.objects.select_for_update(of=("self",)).get(pk=section.pk)
    if (stored.title, stored.text) == (title, text):
        return stored
    check_version(stored, version)
    stored.title, stored.text, stored.is_edited = title, text, True
    stored.version += 1
    stored.save()
    return stored


@transaction.atomic
def restore_section(*, section: ReportSection, by: User) -> ReportSection:
    """Give up what was written by hand: the section is made from the data again."""
    report = _unfinished(section.report.event)
    ReportSection.objects.filter(pk=section.pk, report=report).update(is_edited=False)
    _make_sections(report)
    return section


@transaction.atomic
def delete_report(*, event: LearningEvent, by: User) -> None:
    """Take back a report that is not final, with the comments on it. Nothing to take back is no error."""
    event = locked(event)
    report = EventReport.objects.filter(event=event).first()
    if report is None:
        return
    _insist_it_is_not_final(report)
    report.delete()


@transaction.atomic
def open_comment_round(*, event: LearningEvent, until: datetime, by: User) -> EventReport:
    """Ask everybody who had a place for comments until an instant, with one mail each."""
    report = _unfinished(event)
    if report.status != ReportStatus.DRAFT:
        raise CannotReport(_("Participants have been asked for comments already."))
    if until <= timezone.now():
        raise CannotReport(_("Choose a last day that lies ahead."))
    _drop_withdrawn(report)
    report.status = ReportStatus.COMMENT_ROUND
    report.comments_until = until
    report.comment_round_opened_at = timezone.now()
    report.save()
    report_letters.ask_for_comments(report)
    return report


@transaction.atomic
def comment_on_section(*, section: ReportSection, registration: Registration, text: str) -> ReportComment:
    """Keep a participant's comment while the round lasts. The same words twice are one comment."""
    report = _unfinished(section.report.event)
    if report.status != ReportStatus.COMMENT_ROUND:
        raise CannotReport(_("Comments are not asked for."))
    if report.comments_until is None or report.comments_until <= timezone.now():
        raise CannotReport(_("The time for comments is over. Please write to the hosts."))
    if not Registration.objects.filter(pk=registration.pk, event=report.event_id).seated().exists():
        raise CannotReport(_("Only who had a place at the event comments on its report."))
    said = ReportComment.objects.filter(section=section, registration=registration, text=text).first()
    return said or ReportComment.objects.create(section=section, registration=registration, text=text)


@transaction.atomic
def settle_comment(*, comment: ReportComment, answer: str, by: User) -> ReportComment:
    """Answer a comment; a settled one keeps its first answer."""
    _unfinished(comment.section.report.event)
    comment = ReportComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if comment.settled_at is None:
        comment.answer, comment.settled_by, comment.settled_at = answer, by, timezone.now()
        comment.save()
    return comment


@transaction.atomic
def finalise_report(*, event: LearningEvent, by: User | None, on: date | None = None) -> EventReport:
    """Date and freeze the report, and tell the participants once. What it prints is kept as it is now.

    Who agreed to be named is read at this moment. From then on the database refuses every change.
    """
    report = _unfinished(event)
    _insist_it_was_commented(report)
    report.finalised_on = on or timezone.localdate()
    report.finalised_at = timezone.now()
    report.finalised_by = by
    report.content = content_of(report.event, report)
    report.sha256 = checksum(report.content)
    report.status = ReportStatus.FINAL
    report.version += 1
    report.save()
    LearningEvent.objects.filter(pk=report.event_id).update(status=EventStatus.REPORTED, updated_at=timezone.now())
    report_letters.announce_final(report)
    transaction.on_commit(partial(tasks.make_report_files.delay, report.pk), robust=True)
    return report


def checksum(content: Any) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no spaces, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _unfinished(event: LearningEvent) -> EventReport:
    """The report under the lock of its event; whoever writes to it waits for its turn."""
    event = locked(event)
    report = EventReport.objects.filter(event=event).first()
    if report is None:
        raise CannotReport(_("There is no report yet."))
    _insist_it_is_not_final(report)
    report.event = event
    return report


def _insist_it_is_not_final(report: EventReport) -> None:
    if report.is_final:
        raise CannotReport(_("The report is final and stays as it is."))


def _insist_it_was_commented(report: EventReport) -> None:
    """Participants were asked, and every comment is settled or the time is over; with nobody to ask, at once."""
    if report.status == ReportStatus.DRAFT:
        if Registration.objects.filter(event=report.event_id).seated().exists():
            raise CannotReport(_("Ask the participants for comments first."))
        return
    is_running = report.comments_until is not None and report.comments_until > timezone.now()
    if is_running and ReportComment.objects.filter(section__report=report).open().exists():
        raise CannotReport(_("Settle the open comments first, or wait until the time for comments is over."))


def _make_sections(report: EventReport) -> None:
    made = made_from(report.event, report.language)
    kept = {each.key: each for each in report.sections.all()}
    for position, each in enumerate(made):
        section = kept.pop(each.key, None) or ReportSection(report=report, key=each.key, version=0)
        is_changed = section.pk is None or (not section.is_edited and section.text != each.text)
        if is_changed:
            section.title, section.text = each.title, each.text
            section.version += 1
        if is_changed or section.position != position:
            section.position = position
            section.save()
    for section in kept.values():
        if not section.is_edited:
            section.delete()


def _drop_withdrawn(report: EventReport) -> None:
    """What the data does not give any more, such as notes that are the hosts' alone by now, is shown to nobody."""
    gone = [change.key for change in changes_of(report) if change.kind == "gone"]
    report.sections.filter(key__in=gone, is_edited=False).delete()
