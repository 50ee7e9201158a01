"""What learning events add to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import (
    AccountEntry,
    MailKind,
    MailPurpose,
    PersonalData,
    add_account_entry,
    add_mail_kind,
    add_mail_purpose,
    add_personal_data,
)
from events import personal_data, reminder_letters
from events import registration_letters as letters
from events.services.erasing import forget_registrations


def register() -> None:
    _register_reminders()
    _register_registering()


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
