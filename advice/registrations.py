"""What advice adds to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from advice import letters, permissions, personal_data
from advice.lineage import panels
from core.registry import (
    AccountEntry,
    MailKind,
    MailPurpose,
    Panel,
    PersonalData,
    add_account_entry,
    add_mail_kind,
    add_mail_purpose,
    add_panel,
    add_personal_data,
)


def register() -> None:
    """Called once, when all models are loaded."""
    _register_ladder()
    _register_kept()


def _register_kept() -> None:
    add_mail_kind(
        MailKind("advice", _("Advice"), _("A year later: what came of advice that you kept."), digestible=False)
    )
    add_mail_purpose(MailPurpose(letters.PURPOSE, letters.LABEL, letters.still_untold, kind="advice"))
    add_account_entry(AccountEntry(_("Advice"), "advice:kept_list", order=15, may=permissions.is_member))
    add_panel(
        Panel(
            "matching:peers", "advice", "advice/_panel_door.html", order=10, data=lambda asked, _user: {"asked": asked}
        )
    )
    add_personal_data(PersonalData("advice", personal_data.tell, personal_data.forget))


def _register_ladder() -> None:
    shown = Panel("partnerships:detail", "family", "advice/_panel_family.html", order=40, data=panels.of_partnership)
    add_panel(shown)
