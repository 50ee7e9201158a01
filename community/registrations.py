"""What the community adds to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from community import emails
from community.reporting import find_country, find_institution
from core.registry import MailPurpose, add_mail_purpose, add_navigation, add_reportable


def register() -> None:
    add_navigation(_("Institutions"), "community:institutions", order=60)
    add_mail_purpose(MailPurpose("account", _("Your account: codes and security notices"), confidential=True))
    add_mail_purpose(
        MailPurpose("membership-requested", _("Someone asks to join your institution"), emails.requests_still_open)
    )
    add_mail_purpose(MailPurpose("membership-decided", _("Your membership was decided")))
    add_mail_purpose(
        MailPurpose("invitation", _("Somebody invites you"), emails.invitations_still_open, confidential=True)
    )
    add_mail_purpose(
        MailPurpose("problem-reported", _("Something is wrong with a record of yours"), emails.reports_still_open)
    )
    add_mail_purpose(MailPurpose("problem-answered", _("The answer to what you reported")))
    add_reportable("community:institution", find_institution)
    add_reportable("community:country", find_country)
