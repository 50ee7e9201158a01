"""What the community adds to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from community import emails, searchable
from community.reporting import find_country, find_institution
from core.registry import (
    MailKind,
    MailPurpose,
    add_api_family,
    add_mail_kind,
    add_mail_purpose,
    add_navigation,
    add_reportable,
)


def register() -> None:
    searchable.register()
    add_navigation(_("Institutions"), "community:institutions", order=60)
    add_api_family("institutions", _("Institutions"), order=20)
    _register_mail()
    add_reportable("community:institution", find_institution)
    add_reportable("community:country", find_country)


def _register_mail() -> None:
    """What somebody waits for goes out at once; about notices to those who answer for an institution, they choose."""
    joining = MailKind(
        "joining", _("People who ask to join"), _("When somebody asks to join an institution for which you decide.")
    )
    wrong = MailKind(
        "wrong", _("What is reported as wrong"), _("When somebody says that something is wrong with a record of yours.")
    )
    add_mail_kind(joining)
    add_mail_kind(wrong)
    for name, label, still_open, kind in (
        ("membership-requested", _("Someone asks to join your institution"), emails.requests_still_open, joining),
        ("problem-reported", _("Something is wrong with a record of yours"), emails.reports_still_open, wrong),
    ):
        add_mail_purpose(MailPurpose(name, label, still_open, kind=kind.name))
    add_mail_purpose(MailPurpose("account", _("Your account: codes and security notices"), confidential=True))
    add_mail_purpose(MailPurpose("membership-decided", _("Your membership was decided")))
    add_mail_purpose(
        MailPurpose("invitation", _("Somebody invites you"), emails.invitations_still_open, confidential=True)
    )
    add_mail_purpose(MailPurpose("problem-answered", _("The answer to what you reported")))
