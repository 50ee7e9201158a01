"""The six statements of the pulse, as somebody answers them behind their link."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.answering import AnswererForm
from partnerships.models.pulse import AnsweringSide
from partnerships.pulse.questions import ANSWERS, CANNOT_SAY, STATEMENTS


class PulseForm(forms.Form):
    """Nothing is preset, and no name is asked for. Peers of an alliance say first which side they feel to be."""

    side = forms.ChoiceField(
        label=_("In this partnership, what do you do more often?"),
        choices=[
            (AnsweringSide.DEMAND.value, _("We ask, and learn from the others")),
            (AnsweringSide.SUPPLY.value, _("We offer, and the others learn from us")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two. If it is both, choose what is nearer.")},
    )
    website = AnswererForm.base_fields["website"]

    def __init__(self, *args: Any, asks_for_side: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_for_side:
            del self.fields["side"]
        for name, (label, statement) in STATEMENTS.items():
            self.fields[name] = forms.ChoiceField(
                label=statement,
                help_text=label,
                choices=ANSWERS,
                widget=forms.RadioSelect(attrs={"class": "pulse-scale"}),
                error_messages={"required": _("Choose a number, or “I cannot say”.")},
            )

    def clean_website(self) -> str:
        if self.cleaned_data.get("website"):
            raise forms.ValidationError(
                _("A box that people do not see was filled in, as programs do. Empty it and send your answer again."),
                code="program",
            )
        return ""

    def questions(self) -> list[Any]:
        """Every question but the trap."""
        return [field for field in self.visible_fields() if field.name != "website"]

    def scores(self) -> dict[str, int | None]:
        given = {name: self.cleaned_data[name] for name in STATEMENTS}
        return {name: None if score == CANNOT_SAY else int(score) for name, score in given.items()}

    def told(self) -> list[tuple[Any, Any]]:
        """Each question and what was chosen, for reading it over."""
        return [(field.label, dict(field.field.choices)[self.cleaned_data[field.name]]) for field in self.questions()]
