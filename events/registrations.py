"""What learning events add to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import (
    AccountEntry,
    Estate,
    MailKind,
    MailPurpose,
    Panel,
    PersonalData,
    add_account_entry,
    add_api_family,
    add_estate,
    add_mail_kind,
    add_mail_purpose,
    add_navigation,
    add_panel,
    add_personal_data,
    add_reportable,
)
from events import event_letters, panels, personal_data, reminder_letters, report_letters, searchable
from events import registration_letters as letters
from events.reporting import find_event
from events.services.erasing import forget_registrations
from events.services.organisers import count_organised, hand_over_organised


def register() -> None:
    searchable.register()
    add_navigation(_("Events"), "events:list", order=30)
    add_api_family("events", _("Events"), order=30)
    add_panel(Panel("community:institution", "events", "events/_panel.html", order=20, data=panels.of_institution))
    add_reportable("events:detail", find_event)
    _register_organising()
    _register_reminders()
    _register_registering()
    _register_reports()


def _register_organising() -> None:
    """That an event comes is for readers to choose; that one's own moves or is off, everybody waits for."""
    description = _("When an event is published that goes on from one at which you were.")
    add_mail_kind(MailKind("events", _("New learning events"), description))
    coming = _("A new learning event")
    add_mail_purpose(MailPurpose(event_letters.PUBLISHED, coming, event_letters.still_news, kind="events"))
    moved, cancelled = _("An event of yours has moved"), _("An event of yours is cancelled")
    # The links in these open one's own registration, so their text is not kept once sent.
    add_mail_purpose(MailPurpose(event_letters.MOVED, moved, event_letters.still_at_this_time, confidential=True))
    add_mail_purpose(MailPurpose(event_letters.CANCELLED, cancelled, event_letters.still_registered, confidential=True))
    running = _("You run a learning event now")
    add_mail_purpose(MailPurpose(event_letters.ORGANISER, running, event_letters.still_organises))
    add_estate(Estate("events", _("Events organised"), count_organised, hand_over_organised))


def _register_reminders() -> None:
    add_account_entry(AccountEntry(_("My calendar"), "events:my_calendar", order=30, may=lambda user: user.is_active))
    description = _("A week, a day and an hour before an event at which you have a place, and the thanks after it.")
    add_mail_kind(MailKind("event-reminders", _("Reminders of events"), description, digestible=False))
    for kind, label in (
        ("week", _("An event of yours is in a week")),
        ("day", _("An event of yours is tomorrow")),
        ("hour", _("An event of yours begins in an hour")),
        ("thanks", _("Thanks after an event, with the feedback form")),
    ):
        purpose = reminder_letters.PURPOSES[kind]
        add_mail_purpose(MailPurpose(purpose, label, reminder_letters.still_wanted, kind="event-reminders"))


def _register_registering() -> None:
    """Somebody waits for each of these letters; those whose links open doors are not kept once sent."""
    for name, still in (
        (letters.PLACE, letters.still_seated),
        (letters.NEWS, letters.still_so),
        (letters.ADDRESS, letters.still_to_confirm),
        (letters.INVITATION, letters.still_invited),
        (letters.REQUEST, letters.still_asked),
    ):
        add_mail_purpose(MailPurpose(name, letters.LABELS[name], still, confidential=name != letters.REQUEST))
    add_personal_data(PersonalData("events", personal_data.tell, forget_registrations))


def _register_reports() -> None:
    """Asked of everybody who had a place; who does not want to be asked says so once for all events."""
    kind = MailKind(
        "event-reports",
        _("Reports of events"),
        _("When the report of an event at which you had a place awaits your comments, and when it is final."),
        digestible=False,
    )
    add_mail_kind(kind)
    for purpose, label, still_wanted in (
        (report_letters.COMMENTS, _("The report of an event of yours awaits comments"), report_letters.still_asked),
        (report_letters.FINAL, _("The report of an event of yours is final"), report_letters.still_final),
    ):
        add_mail_purpose(MailPurpose(purpose, label, still_wanted, kind=kind.name))
