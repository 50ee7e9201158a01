"""What the portal itself adds to its frame."""

from django.utils.translation import gettext_lazy as _

from core.registry import AccountEntry, Panel, add_account_entry, add_api_family, add_kept_list, add_panel
from digests.panels import keepable
from p2pportal.search.keeping import everything


def register() -> None:
    add_account_entry(AccountEntry(_("Start page"), "start", order=1, may=lambda user: user.is_active))
    add_kept_list(everything)
    add_api_family("search", _("Search over everything"), order=70)
    add_panel(Panel("search", "keep", "digests/_keep_search.html", order=10, data=keepable(everything.name)))
