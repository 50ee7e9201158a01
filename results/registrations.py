"""What results add to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import (
    AccountEntry,
    MailKind,
    MailPurpose,
    Merging,
    Panel,
    PersonalData,
    add_account_entry,
    add_api_family,
    add_mail_kind,
    add_mail_purpose,
    add_merging,
    add_navigation,
    add_panel,
    add_personal_data,
    add_reportable,
)
from partnerships.recorded import add_openable
from results import outcome_letters as letters
from results import panels, personal_data
from results.follow_ups import asking, links
from results.merging import number_on
from results.models import Capability, HarvestedOutcome, ResultsFramework
from results.owed import letters as owed_letters
from results.reporting import find_outcome


def register() -> None:
    """Called once, when all models are loaded."""
    add_navigation(_("Results"), "results:portfolio", order=50)
    add_api_family("results", _("Results"), order=50)
    panel = Panel("partnerships:detail", "results", "results/_panel.html", order=20, data=panels.of_partnership)
    add_panel(panel)
    add_openable("framework", ResultsFramework)
    add_openable("outcome", HarvestedOutcome)
    add_openable("capability", Capability)
    _register_follow_ups()
    add_merging(Merging("numbers of results", "partnerships.Partnership", number_on))
    _register_owed()
    _register_words()
    add_reportable("results:outcome", find_outcome)
    add_personal_data(PersonalData("results", personal_data.tell, personal_data.forget))


def _register_follow_ups() -> None:
    asked = _("What became of its outcomes, one, two and five years after a partnership closed.")
    add_mail_kind(MailKind(asking.KIND, _("What became of outcomes"), asked))
    label = _("What became of the outcomes of a partnership?")
    add_mail_purpose(MailPurpose(asking.PURPOSE, label, asking.still_asked, kind=asking.KIND))
    reminder = _("A reminder: what became of the outcomes of a partnership?")
    add_mail_purpose(MailPurpose(asking.AGAIN, reminder, asking.still_silent, kind=asking.KIND))
    for purpose, words in ((links.LINK, label), (links.LINK_AGAIN, reminder)):
        add_mail_purpose(MailPurpose(purpose, words, links.still_to_answer, confidential=True))


def _register_owed() -> None:
    """Figures of a period that is over, drafts to finish, observations to verify: one page and one letter a week."""
    waiting = _("Figures that wait for you")
    add_account_entry(AccountEntry(waiting, "results:owed", order=15, may=lambda user: user.is_verified_member))
    described = _("Once a week at most, while figures of your partnerships wait for you.")
    add_mail_kind(MailKind(owed_letters.KIND, waiting, described))
    add_mail_purpose(MailPurpose(owed_letters.PURPOSE, waiting, owed_letters.still_owed, kind=owed_letters.KIND))


def _register_words() -> None:
    """An outcome that awaits a word is a record to confirm; a signed link always goes out."""
    for name, still, kind in (
        (letters.AWAITED, letters.still_awaited, "confirming"),
        (letters.ANSWERED, letters.still_readable, "discussing"),
    ):
        add_mail_purpose(MailPurpose(name, letters.LABELS[name], still, kind=kind))
    for link in (letters.LINK, letters.PARTY_LINK):
        add_mail_purpose(MailPurpose(link, letters.LABELS[link], letters.still_to_answer, confidential=True))
