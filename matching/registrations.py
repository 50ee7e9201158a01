"""What matching adds to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import (
    AccountEntry,
    MailKind,
    MailPurpose,
    Merging,
    PersonalData,
    add_account_entry,
    add_api_family,
    add_mail_kind,
    add_mail_purpose,
    add_merging,
    add_navigation,
    add_personal_data,
)
from matching import permissions
from matching.introducing import by_mail, leaving, letters, merging, personal_data, reminding
from matching.statements import registrations as statements


def register() -> None:
    """Called once, when all models are loaded."""
    add_navigation(_("Find a peer"), "matching:peers", order=20)
    add_api_family("matching", _("Needs and offers"), order=60)
    _register_introductions()
    statements.register()


def _register_introductions() -> None:
    described = _("Introductions that await your answer, and how they go on.")
    add_mail_kind(MailKind("introductions", _("Introductions"), described, digestible=False))
    for purpose, label in letters.LABELS.items():
        add_mail_purpose(MailPurpose(purpose, label, letters.still_readable, kind="introductions"))
    reminder = MailPurpose(reminding.PURPOSE, reminding.LABEL, reminding.still_awaited, kind="introductions")
    add_mail_purpose(reminder)
    add_mail_purpose(MailPurpose(leaving.PURPOSE, leaving.LABEL, leaving.still_unsaid, kind="introductions"))
    # Who asked by mail waits for these, and has no account in which to choose.
    add_mail_purpose(
        MailPurpose(by_mail.CONFIRM, by_mail.LABELS[by_mail.CONFIRM], by_mail.still_unconfirmed, confidential=True)
    )
    add_mail_purpose(MailPurpose(by_mail.NEWS, by_mail.LABELS[by_mail.NEWS], by_mail.still_asked, confidential=True))
    mine = AccountEntry(_("Introductions"), "matching:introductions", order=13, may=permissions.is_member)
    desk = AccountEntry(_("Broker’s desk"), "matching:broker", order=14, may=permissions.is_broker)
    for entry in (mine, desk):
        add_account_entry(entry)
    add_merging(Merging("introductions", "community.Institution", merging.set_apart))
    add_personal_data(PersonalData("introductions", personal_data.tell, personal_data.forget))
