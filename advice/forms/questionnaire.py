"""The questionnaire, all of it in the address; and what an institution says a year later."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from advice.asking.questions import ASKED
from advice.models import CameOfIt, Support
from community.models import Institution
from core.forms import TypedTextForm
from core.validators import validate_has_letters
from matching.finder_who import Who
from matching.forms.peers import LONGEST_QUESTION, NOT_CHOSEN, sector_choices
from matching.scoring.asked import Asked
from partnerships.forms.fields import CleanCharField
from partnerships.models import Partnership


class QuestionnaireForm(TypedTextForm, forms.Form):
    """Five questions to be answered; with a problem told, the finder answers the sixth, whether there are peers."""

    text = forms.CharField(
        label=_("What are you trying to change?"),
        required=False,
        max_length=LONGEST_QUESTION,
        validators=[validate_has_letters],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Not asked of you, but with it we look whether there are peers."),
    )
    who = forms.CharField(
        label=_("Who are you?"),
        required=False,
        max_length=250,
        help_text=_("Your institution, or your country."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    institution = forms.CharField(required=False, widget=forms.HiddenInput)
    sector = forms.ChoiceField(label=_("Sector"), required=False)

    def __init__(self, *args: Any, who: Who | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = who or Who()
        sector: Any = self.fields["sector"]
        sector.choices = [NOT_CHOSEN, *sector_choices()]
        for question in ASKED:
            self.fields[question.name] = forms.ChoiceField(
                label=str(question.text),
                choices=list(question.answers.items()),
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose what is nearest."),
                    "invalid_choice": _("Choose what is nearest."),
                },
            )
        self.order_fields([*(question.name for question in ASKED), "text", "who", "institution", "sector"])

    def answers(self) -> dict[str, str]:
        return {question.name: self.cleaned_data[question.name] for question in ASKED}

    def asked(self) -> Asked | None:
        """The question to the finder; None where no problem was told."""
        text = self.cleaned_data["text"]
        if not text:
            return None
        sector = self.cleaned_data["sector"]
        return Asked(
            text=text,
            who=self.asks.asker,
            language=(get_language() or "en")[:2],
            sectors=(sector,) if sector else (),
            has_interpreter=True,
        )


class KeepForm(forms.Form):
    """For which of one's institutions the advice is kept."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    institution = forms.ModelChoiceField(
        Institution.objects.none(), label=_("For which institution?"), empty_label=None
    )

    def __init__(self, *args: Any, institutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["institution"]
        field.queryset = institutions


class CameForm(TypedTextForm, forms.Form):
    """What was done, and what came of it."""

    chosen = forms.ChoiceField(
        label=_("What did you do?"),
        choices=Support.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is nearest.")},
    )
    came_of_it = forms.ChoiceField(
        label=_("What came of it?"),
        choices=CameOfIt.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is nearest.")},
        help_text=_("That nothing changed, or things got worse, is as useful to others as a success."),
    )
    came_note = CleanCharField(
        label=_("In your words"), required=False, max_length=3000, widget=forms.Textarea({"rows": 4, "dir": "auto"})
    )
    partnership = forms.ModelChoiceField(
        Partnership.objects.none(), label=_("The partnership that came of it, if any"), required=False
    )

    def __init__(self, *args: Any, partnerships: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["partnership"]
        field.queryset = partnerships
