"""What stories, methods, challenges and evidence add to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import (
    AccountEntry,
    MailKind,
    MailPurpose,
    Panel,
    PersonalData,
    add_account_entry,
    add_api_family,
    add_mail_kind,
    add_mail_purpose,
    add_navigation,
    add_panel,
    add_personal_data,
    add_reportable,
)
from knowledge import answers_since, panels, personal_data, resource_page, searchable, uptake_letters
from knowledge import curation_letters as letters
from knowledge.permissions import can_use_desk
from knowledge.reporting import find_piece
from knowledge.services.erasing import forget_writing


def register() -> None:
    """Called once, when all models are loaded."""
    searchable.register()
    add_api_family("knowledge", _("Stories, methods, resources and evidence"), order=40)
    _register_writing()
    _register_library()
    _register_curation()
    _register_reading()
    _register_desk()


def _register_desk() -> None:
    add_account_entry(AccountEntry(_("Curation desk"), "knowledge:desk", order=60, may=can_use_desk))


def _register_library() -> None:
    add_reportable("knowledge:resource", resource_page.find_reported)


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
    out = letters.PUBLISHED_LINK
    add_mail_purpose(MailPurpose(out, letters.LABELS[out], letters.still_published, confidential=True))


def _register_reading() -> None:
    """Where readers find texts, and the word back to who wrote them."""
    add_navigation(_("Stories"), "knowledge:stories", order=40)
    add_navigation(_("Resources"), "knowledge:resources", order=60)
    for page, name, template, data in (
        ("partnerships:detail", "knowledge", "knowledge/_panel.html", panels.of_partnership),
        ("community:institution", "knowledge", "knowledge/_panel.html", panels.of_institution),
        ("community:country", "knowledge", "knowledge/_panel.html", panels.of_country),
        ("events:detail", "knowledge", "knowledge/_panel.html", panels.of_event),
        ("events:questions", "answers", "", answers_since.of_event),
        ("events:presentation", "drafting", "knowledge/_panel_presentation.html", panels.of_presentation),
        ("events:group", "drafting", "knowledge/_panel_notes.html", panels.of_group),
    ):
        add_panel(Panel(page, name, template, order=30, data=data))
    for url_name in ("knowledge:story", "knowledge:method", "knowledge:challenge"):
        add_reportable(url_name, find_piece)
    told = MailPurpose(uptake_letters.UPTAKE, uptake_letters.LABEL, uptake_letters.still_shown, kind="texts")
    add_mail_purpose(told)
