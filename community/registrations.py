"""What the community adds to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from community import emails
from core.registry import MailPurpose, add_mail_purpose, add_navigation


def register() -> None:
    add_navigation(_("Institutions"), "community:institutions", order=60)
    add_mail_purpose(MailPurpose("account", _("Your account: codes and security notices"), confidential=True))
    add_mail_purpose(
        MailPurpose("membership-requested", _("Someone asks to join your institution"), emails.requests_still_open)
    )
    add_mail_purpose(MailPurpose("membership-decided", _("Your membership was decided")))
