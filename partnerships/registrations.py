"""What the register adds to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import MailPurpose, Panel, add_mail_purpose, add_navigation, add_panel
from partnerships import emails, panels


def register() -> None:
    add_navigation(_("Partnerships"), "partnerships:list", order=10)
    still = emails.still_for_their_readers
    add_mail_purpose(MailPurpose("confirmation-asked", _("A partnership of yours awaits confirmation"), still))
    add_mail_purpose(MailPurpose("partnership-confirmed", _("Both sides confirmed a partnership"), still))
    template = "partnerships/_panel_list.html"
    add_panel(Panel("community:institution", "partnerships", template, order=10, data=panels.of_institution))
    add_panel(Panel("community:country", "partnerships", template, order=10, data=panels.of_country))
    add_panel(Panel("community:institutions", "partnerships", "", order=10, data=panels.counts_of))
