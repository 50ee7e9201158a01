"""What the register adds to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import (
    AccountEntry,
    Estate,
    MailKind,
    MailPurpose,
    Merging,
    Panel,
    PersonalData,
    add_account_entry,
    add_api_family,
    add_estate,
    add_mail_kind,
    add_mail_purpose,
    add_merging,
    add_navigation,
    add_panel,
    add_personal_data,
    add_reportable,
)
from partnerships import emails, opening_letters, panels, personal_data, searchable
from partnerships.merged_institutions import keep_consents
from partnerships.permissions_portfolio import can_open_portfolio
from partnerships.portfolio import holders, letters
from partnerships.pulse import links as pulse_links
from partnerships.reporting import find_partnership
from partnerships.services import holdings


def register() -> None:
    searchable.register()
    add_navigation(_("Partnerships"), "partnerships:list", order=10)
    add_api_family("partnerships", _("Partnerships"), order=10)
    _register_mail()
    _register_portfolio()
    add_reportable("partnerships:detail", find_partnership)
    add_personal_data(PersonalData("partnerships", personal_data.tell, personal_data.forget))
    add_merging(Merging("consents", "community.Institution", keep_consents))
    template = "partnerships/_panel_list.html"
    add_panel(Panel("community:institution", "partnerships", template, order=10, data=panels.of_institution))
    add_panel(Panel("community:country", "partnerships", template, order=10, data=panels.of_country))
    add_panel(Panel("community:institutions", "partnerships", "", order=10, data=panels.counts_of))


def _register_mail() -> None:
    """Letters about records go to who may still read them; a signed link, while it can still be answered."""
    still = emails.still_for_their_readers
    confirming, discussing = "confirming", "discussing"
    asked = _(
        "When a record of your institution awaits its word, once a year again, and twice a year six "
        "statements on how both sides work together."
    )
    add_mail_kind(MailKind(confirming, _("Records to confirm"), asked))
    answered = _("When another side confirms, corrects, objects, writes back or signs.")
    add_mail_kind(MailKind(discussing, _("What the other sides say"), answered))
    links = emails.still_to_answer
    add_mail_purpose(MailPurpose("side-link-confirm", _("A signed link to confirm a record"), links, True))
    add_mail_purpose(MailPurpose("side-link-terms", _("A signed link to sign terms"), links, True))
    several = emails.still_some_to_answer
    add_mail_purpose(MailPurpose("side-links-again", _("Signed links, a year after the last answer"), several, True))
    there = emails.still_there
    add_mail_purpose(MailPurpose("side-link-settled", _("Both sides confirmed, to who answered by link"), there, True))
    waiting, how = pulse_links.still_to_answer, _("How both sides work together")
    add_mail_purpose(MailPurpose(pulse_links.ASKED, how, waiting, True))
    once_more = _("How both sides work together, the reminder")
    add_mail_purpose(MailPurpose(pulse_links.ASKED_AGAIN, once_more, waiting, True))
    awaited = _("A partnership of yours awaits confirmation")
    add_mail_purpose(MailPurpose("confirmation-asked", awaited, emails.still_awaited, kind=confirming))
    unsigned = _("Terms await your signature")
    add_mail_purpose(MailPurpose("terms-to-sign", unsigned, emails.still_to_sign, kind=confirming))
    for name, label, kind in (
        ("partnership-confirmed", _("Both sides confirmed a partnership"), discussing),
        ("corrections-proposed", _("The other side proposes other words"), discussing),
        ("corrections-accepted", _("Your words were accepted"), discussing),
        ("correction-remark", _("A remark on a correction"), discussing),
        ("terms-signed", _("Both sides signed the terms"), discussing),
    ):
        add_mail_purpose(MailPurpose(name, label, still, kind=kind))
    opened = opening_letters.still_asked
    add_mail_purpose(MailPurpose(opening_letters.PURPOSE, _("May a part be shown to more?"), opened, kind=confirming))
    stale = emails.stale_for_their_readers
    add_mail_purpose(MailPurpose("records-stale", _("Records not confirmed for a year"), stale, kind=confirming))
    add_mail_purpose(MailPurpose("objection", _("A party objects to a record"), still))


def _register_portfolio() -> None:
    add_account_entry(AccountEntry(_("My partnerships"), "portfolio:list", order=10, may=can_open_portfolio))
    add_estate(Estate("holdings", _("Partnerships looked after"), holdings.count_held, holdings.hand_over_all))
    label = _("A colleague handed you partnerships to look after")
    add_mail_purpose(MailPurpose(letters.PURPOSE, label, letters.still_held))
    template = "partnerships/_portfolio_holders.html"
    add_panel(Panel("partnerships:detail", "holders", template, order=90, data=holders.of_partnership))
