"""What needs and offers add to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import (
    AccountEntry,
    MailKind,
    MailPurpose,
    Merging,
    Panel,
    PersonalData,
    add_account_entry,
    add_mail_kind,
    add_mail_purpose,
    add_merging,
    add_panel,
    add_personal_data,
    add_reportable,
)
from matching.permissions import can_state
from matching.statements import letters, merging, panels, personal_data, searchable
from matching.statements.reporting import find_statement


def register() -> None:
    searchable.register()
    add_account_entry(AccountEntry(_("Our needs and offers"), "matching:own_statements", order=12, may=can_state))
    for page, data in (("institution", panels.of_institution), ("country", panels.of_country)):
        panel = Panel(f"community:{page}", "statements", "matching/_panel_statements.html", order=15, data=data)
        add_panel(panel)
    for url_name in ("matching:need", "matching:offer"):
        add_reportable(url_name, find_statement)
    add_merging(Merging("needs and offers", "community.Institution", merging.keep_apart))
    add_personal_data(PersonalData("needs_and_offers", personal_data.tell, personal_data.forget))
    _register_mail()


def _register_mail() -> None:
    described = _("Drafts to open, and whether your needs and offers still hold.")
    add_mail_kind(MailKind("statements", _("Needs and offers"), described, digestible=False))
    for purpose, still in (
        (letters.DRAFTED, letters.still_draft),
        (letters.CONFIRM, letters.still_asked),
        (letters.CLOSED, letters.still_closed),
    ):
        add_mail_purpose(MailPurpose(purpose, letters.LABELS[purpose], still, kind="statements"))
