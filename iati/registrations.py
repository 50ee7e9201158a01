"""What IATI adds to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import AccountEntry, Panel, PersonalData, add_account_entry, add_panel, add_personal_data
from iati import panels, permissions, personal_data
from iati.publishing import stream
from partnerships.exports import Format, add_format


def register() -> None:
    """Called once, when all models are loaded."""
    add_format("iati.xml", Format("IATI", stream.TYPE, stream.stream))
    add_account_entry(AccountEntry(_("IATI files"), "iati:index", order=16, may=permissions.can_bring))
    add_panel(Panel("partnerships:detail", "iati", "iati/_panel.html", order=60, data=panels.of_partnership))
    add_personal_data(PersonalData("iati", personal_data.tell, personal_data.forget))
