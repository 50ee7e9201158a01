"""What learning events add to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import AccountEntry, MailKind, MailPurpose, add_account_entry, add_mail_kind, add_mail_purpose
from events import reminder_letters


def register() -> None:
    _register_reminders()


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
