"""What stories, methods, challenges and evidence add to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import MailKind, MailPurpose, PersonalData, add_mail_kind, add_mail_purpose, add_personal_data
from knowledge import curation_letters as letters
from knowledge import personal_data
from knowledge.services.erasing import forget_writing


def register() -> None:
    """Called once, when all models are loaded."""
    _register_writing()
    _register_curation()


def _register_writing() -> None:
    add_personal_data(PersonalData("knowledge", personal_data.tell, forget_writing))


def _register_curation() -> None:
    """Whoever wrote a text, or is told of in it, learns what becomes of it; a signed link always goes out."""
    of_texts, of_consents, of_desk = "texts", "consents", "desk"
    described = _("When a text of yours, or one that tells of your institution, is returned, answered or published.")
    add_mail_kind(MailKind(of_texts, _("What becomes of texts"), described))
    described = _("When a story tells of your institution and awaits its word before it is published.")
    add_mail_kind(MailKind(of_consents, _("Texts to agree to"), described))
    described = _("When a text is handed in, or could not be published at its hour.")
    add_mail_kind(MailKind(of_desk, _("Work at the desk"), described))
    still = letters.still_for_their_readers
    for purposes, kind in (
        ((letters.RETURNED, letters.DECLINED, letters.PUBLISHED, letters.ARCHIVED), of_texts),
        ((letters.ANSWERED, letters.TAKEN_BACK), of_texts),
        ((letters.SUBMITTED, letters.NOT_PUBLISHED), of_desk),
    ):
        for name in purposes:
            add_mail_purpose(MailPurpose(name, letters.LABELS[name], still, kind=kind))
    asked, link = letters.CONSENT_ASKED, letters.CONSENT_LINK
    add_mail_purpose(MailPurpose(asked, letters.LABELS[asked], letters.still_awaited, kind=of_consents))
    add_mail_purpose(MailPurpose(link, letters.LABELS[link], letters.still_to_answer, confidential=True))
