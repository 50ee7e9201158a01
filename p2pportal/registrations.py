"""What the portal itself adds to its frame."""

from django.utils.translation import gettext_lazy as _

from core.registry import AccountEntry, add_account_entry


def register() -> None:
    add_account_entry(AccountEntry(_("Start page"), "start", order=1, may=lambda user: user.is_active))
