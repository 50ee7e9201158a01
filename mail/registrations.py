"""What mail itself sends: the weekly digest of what readers did not want at once."""

from django.utils.translation import gettext_lazy as _

from core.registry import MailKind, MailPurpose, add_mail_kind, add_mail_purpose
from mail.digest import DIGEST, still_true


def register() -> None:
    label = _("The weekly digest")
    description = _(
        "One mail a week with what you asked to get in the digest. Without news there is none. If you choose "
        "“Never”, you get nothing of what would be in it."
    )
    add_mail_kind(MailKind(DIGEST, label, description, digestible=False))
    add_mail_purpose(MailPurpose(DIGEST, label, still_true, kind=DIGEST))
