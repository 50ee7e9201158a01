"""What matching adds to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import (
    AccountEntry,
    MailKind,
    MailPurpose,
    add_account_entry,
    add_mail_kind,
    add_mail_purpose,
    add_navigation,
    add_reportable,
)
from matching.introducing import letters
from matching.permissions import can_state
from matching.statements import letters as statement_letters
from matching.statements import reporting as statement_reporting


def register() -> None:
    """Called once, when all models are loaded."""
    add_navigation(_("Find a peer"), "matching:peers", order=20)
    _register_introductions()
    _register_statements()


def _register_introductions() -> None:
    described = _("Introductions that await your answer, and how they go on.")
    add_mail_kind(MailKind("introductions", _("Introductions"), described, digestible=False))
    for purpose, label in letters.LABELS.items():
        add_mail_purpose(MailPurpose(purpose, label, letters.still_readable, kind="introductions"))


def _register_statements() -> None:
    mine = _("Our needs and offers")
    add_account_entry(AccountEntry(mine, "matching:own_statements", order=12, may=can_state))
    for url_name in ("matching:need", "matching:offer"):
        add_reportable(url_name, statement_reporting.find_statement)
    described = _("Drafts to open, and whether your needs and offers still hold.")
    add_mail_kind(MailKind("statements", _("Needs and offers"), described, digestible=False))
    of = statement_letters
    stills = ((of.DRAFTED, of.still_draft), (of.CONFIRM, of.still_asked), (of.CLOSED, of.still_closed))
    for purpose, still in stills:
        add_mail_purpose(MailPurpose(purpose, of.LABELS[purpose], still, kind="statements"))
