"""What the desk, the authors and the parties say on a piece's way to its readers."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from community.models import Institution
from core.forms import TypedTextForm
from knowledge.forms.fields import OneLineField
from knowledge.models.choices import ArchiveReason, Decision
from knowledge.services.consents import Addressee
from partnerships.forms.answering import AnswererForm
from partnerships.forms.texts import LongText

LONGEST_REASON = 2000
AGREE, CHANGES, NO = Decision.AGREED.value, Decision.CHANGES.value, Decision.DECLINED.value


class SubmitForm(TypedTextForm, forms.Form):
    note = OneLineField(
        label=_("What should the secretariat know?"),
        max_length=300,
        required=False,
        help_text=_("For example what you changed, or when it should appear. Readers do not see it."),
    )


class ReasonForm(TypedTextForm, forms.Form):
    reason = LongText(
        label=_("What do you ask for?"),
        most=LONGEST_REASON,
        rows=5,
        help_text=_("The author reads these words in a letter and on the page."),
        error_messages={"required": _("Say in a sentence what the author should do.")},
    )


class DeclineForm(ReasonForm):
    reason = LongText(
        label=_("Why is it not taken up?"),
        most=LONGEST_REASON,
        rows=5,
        help_text=_("The author reads these words in a letter and on the page."),
        error_messages={"required": _("Say in a sentence why.")},
    )


class ArchiveForm(TypedTextForm, forms.Form):
    why = forms.ChoiceField(
        label=_("Why is it taken down?"),
        choices=[(each.value, each.label) for each in (ArchiveReason.OUTDATED, ArchiveReason.BY_SECRETARIAT)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )
    note = LongText(
        label=_("A word to the authors and the institutions it tells of"),
        most=LONGEST_REASON,
        rows=3,
        required=False,
    )


class ConsentForm(TypedTextForm, forms.Form):
    """None of the answers is chosen beforehand. With changes or a no come words, so that somebody can act on them."""

    decision = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[
            (AGREE, _("We agree to these words")),
            (CHANGES, _("We ask for changes")),
            (NO, _("We do not want it published")),
        ],
        widget=forms.RadioSelect(attrs={"class": "radio-cards"}),
        error_messages={"required": _("Choose one of the three answers.")},
    )
    note = LongText(
        label=_("In your words"),
        most=LONGEST_REASON,
        rows=4,
        required=False,
        help_text=_("What should be changed, or why not. The authors and the secretariat read it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") in (CHANGES, NO) and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _t("Say in a sentence what should be changed, or why not."))
        return cleaned


class LinkConsentForm(ConsentForm, AnswererForm):
    field_order = ["decision", "note", "name", "job_title", "website"]


class TakeBackForm(TypedTextForm, forms.Form):
    wanted = forms.BooleanField(
        label=_("Yes, we take our consent back"),
        error_messages={"required": _("Tick the box first: a consent ends only if somebody asks for it.")},
    )
    note = LongText(
        label=_("Why?"),
        most=LONGEST_REASON,
        rows=3,
        required=False,
        help_text=_("The authors and the secretariat read it. You need not say."),
    )


class LinkTakeBackForm(TakeBackForm, AnswererForm):
    field_order = ["wanted", "note", "name", "job_title", "website"]


class CommentForm(TypedTextForm, forms.Form):
    quote = OneLineField(
        label=_("About which words?"), max_length=500, required=False, help_text=_("Copy them from the text.")
    )
    text = LongText(
        label=_("Your comment"), most=5000, rows=4, error_messages={"required": _("Write your comment first.")}
    )
    suggestion = LongText(label=_("Better words"), most=2000, rows=2, required=False)


class SettleForm(TypedTextForm, forms.Form):
    answer = LongText(label=_("Your answer"), most=2000, rows=2, required=False)


class SendForm(TypedTextForm, forms.Form):
    """An address for each institution that has to be asked: needed where nobody speaks for it on the portal."""

    def __init__(self, *args: Any, asked: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for each in asked:
            for name, field in self._fields_for(each.institution, each).items():
                self.fields[f"{name}-{each.institution.pk}"] = field

    def _fields_for(self, institution: Institution, each: Any) -> dict[str, forms.Field]:
        return {
            "address": OneLineField(
                label=_("E-mail address"),
                max_length=254,
                required=False,
                initial=each.address,
                validators=[validate_email],
                widget=forms.EmailInput({"dir": "ltr", "autocomplete": "off"}),
            ),
            "name": OneLineField(label=_("Name"), max_length=150, required=False, initial=each.name),
            "language": forms.ChoiceField(
                label=_("Language of the letter"), choices=settings.LANGUAGES, initial=each.language
            ),
        }

    @property
    def rows(self) -> list[dict[str, Any]]:
        names = ("address", "name", "language")
        return [
            {"asked": each, "fields": [self[f"{name}-{each.institution.pk}"] for name in names]} for each in self.asked
        ]

    @property
    def addressees(self) -> dict[int, Addressee]:
        given = self.cleaned_data
        return {
            each.institution.pk: Addressee(
                given[f"address-{each.institution.pk}"],
                given[f"name-{each.institution.pk}"],
                given[f"language-{each.institution.pk}"],
            )
            for each in self.asked
            if given.get(f"address-{each.institution.pk}")
        }
