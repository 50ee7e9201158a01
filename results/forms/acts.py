"""What the partner and people outside both sides say to an outcome, and whom to ask."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms import TypedTextForm
from core.validators import validate_has_letters
from knowledge.forms.fields import OneLineField
from partnerships.forms.answering import AnswererForm
from partnerships.forms.asking import AskForm as ContactForm
from partnerships.forms.texts import LongText
from results.models import HarvestedOutcome
from results.models.choices import Verdict

WORDS = {
    Verdict.AGREE: _("Yes, it is so"),
    Verdict.PARTLY: _("It is so in part"),
    Verdict.DISAGREE: _("No, it is not so"),
    Verdict.COMMENT: _("I only want to add something"),
}


class VerdictForm(TypedTextForm, forms.Form):
    """None of the answers is chosen beforehand; `wording` is that of the page on which they were given."""

    verdict = forms.ChoiceField(
        label=_("Is it so?"),
        widget=forms.RadioSelect(attrs={"class": "radio-cards"}),
        error_messages={"required": _("Choose one of the answers.")},
    )
    comment = LongText(
        label=_("What would you say instead, or add?"),
        most=3000,
        rows=5,
        required=False,
        help_text=_("Needed unless you agree. It stands beside the outcome, for everybody who sees it."),
    )
    wording = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    choices = tuple((verdict, WORDS[verdict]) for verdict in (Verdict.AGREE, Verdict.PARTLY, Verdict.DISAGREE))

    def __init__(self, *args: Any, outcome: HarvestedOutcome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = self.choices  # type: ignore[attr-defined]
        self.fields["wording"].initial = outcome.revision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        verdict = cleaned.get("verdict")
        if verdict and verdict != Verdict.AGREE and not cleaned.get("comment") and "comment" not in self.errors:
            self.add_error("comment", _t("Say in a few words how you see it."))
        return cleaned

    def about_present_words(self, outcome: HarvestedOutcome) -> "VerdictForm":
        """The same answers, to be given once more after reading the words that stand now."""
        data = {name: self[name].data for name in self.fields} | {"wording": outcome.revision}
        return type(self)(data, outcome=outcome)


class PartyForm(VerdictForm, AnswererForm):
    """For the own institution, by a link. Who answers is asked each time: the link may have been passed on."""

    field_order = ["verdict", "comment", "name", "job_title", "wording", "website"]


class OutsideForm(VerdictForm, AnswererForm):
    """Who answers is asked each time: the link may have been passed on."""

    choices = tuple(WORDS.items())
    job_title = None  # type: ignore[assignment]
    office = OneLineField(
        label=_("Your office and organisation"),
        max_length=200,
        validators=[validate_has_letters],
        error_messages={"required": _("Write where you work or from where you know of it.")},
    )
    may_be_named = forms.BooleanField(
        label=_("My name and office may be shown beside my answer"),
        required=False,
        help_text=_("If not, only the two sides see who you are. Others read “A person outside both sides”."),
    )
    field_order = ["verdict", "comment", "name", "office", "may_be_named", "wording", "website"]


class AskPartyForm(ContactForm):
    """One party: somebody the record knows, or a new address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "who" in self.fields:
            self.fields["who"].label = _t("Who can answer?")


class AskForm(TypedTextForm, forms.Form):
    """Somebody who knows of it and belongs to neither side."""

    name = OneLineField(label=_("Name"), max_length=150, validators=[validate_has_letters])
    office = OneLineField(
        label=_("Office and organisation"),
        max_length=200,
        validators=[validate_has_letters],
        help_text=_("Such as “Clerk of the budget committee, Parliament”."),
    )
    address = OneLineField(
        label=_("E-mail address"),
        max_length=254,
        validators=[validate_email],
        widget=forms.EmailInput({"dir": "ltr", "autocomplete": "off"}),
        help_text=_("Of the person, outside both sides. It is shown to nobody but the two sides."),
    )
    how_they_know = OneLineField(
        label=_("How do they know of it?"),
        max_length=300,
        required=False,
        help_text=_("One sentence. It stands in the letter."),
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)
