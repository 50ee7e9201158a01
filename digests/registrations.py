"""What digests add to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

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
from digests import followables, kept_lists, letters, panels, personal_data
from digests.permissions import can_edit_editions, can_follow


def register() -> None:
    """Called once, when all models are loaded."""
    followables.register()
    kept_lists.register()
    _register_mail()
    add_personal_data(PersonalData("digests", personal_data.tell, personal_data.forget))
    add_account_entry(AccountEntry(_("What I follow"), "digests:mine", order=20, may=can_follow))
    add_panel(Panel("knowledge:desk", "digests", "digests/_panel_desk.html", order=10, data=panels.next_editions))
    for name in ("partnerships", "events", "story", "method", "challenge", "resource", "need", "offer"):
        add_panel(Panel(f"{name}:list", "keep", "digests/_keep_search.html", order=10, data=panels.keepable(name)))
    add_account_entry(AccountEntry(_("Digest editions"), "digests:editions", order=70, may=can_edit_editions))


def _register_mail() -> None:
    new, searched = _("What is new for you"), _("Your saved searches")
    comes = _("A digest every week or month: what the secretariat chose, and what is new in what you follow.")
    add_mail_kind(MailKind(letters.EDITION, new, comes, digestible=False))
    add_mail_purpose(MailPurpose(letters.EDITION, new, letters.still_true, kind=letters.EDITION))
    tested = _("A test of the digest, to who makes it")
    add_mail_purpose(MailPurpose(letters.TEST, tested, letters.still_the_secretariat))
    at_once = _("As soon as a saved search of yours finds something new, where you asked for it.")
    add_mail_kind(MailKind(letters.AT_ONCE, searched, at_once, digestible=False))
    add_mail_purpose(MailPurpose(letters.AT_ONCE, searched, letters.still_true, kind=letters.AT_ONCE))
