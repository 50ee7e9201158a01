"""What matching adds to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import (
    MailKind,
    MailPurpose,
    add_mail_kind,
    add_mail_purpose,
    add_navigation,
)
from matching.introducing import letters
from matching.statements import registrations as statements


def register() -> None:
    """Called once, when all models are loaded."""
    add_navigation(_("Find a peer"), "matching:peers", order=20)
    _register_introductions()
    statements.register()


def _register_introductions() -> None:
    described = _("Introductions that await your answer, and how they go on.")
    add_mail_kind(MailKind("introductions", _("Introductions"), described, digestible=False))
    for purpose, label in letters.LABELS.items():
        add_mail_purpose(MailPurpose(purpose, label, letters.still_readable, kind="introductions"))
