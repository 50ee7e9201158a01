"""What the register adds to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import MailPurpose, add_mail_purpose, add_navigation


def register() -> None:
    add_navigation(_("Partnerships"), "partnerships:list", order=10)
    add_mail_purpose(MailPurpose("confirmation-asked", _("A partnership of yours awaits confirmation")))
    add_mail_purpose(MailPurpose("partnership-confirmed", _("Both sides confirmed a partnership")))
