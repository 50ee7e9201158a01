"""One question, or several at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TypedTextForm
from core.validators import validate_has_letters
from events.forms.fields import LinesField, OneLineField
from events.models import DiscussionQuestion
from events.services.questions import MOST_QUESTIONS


class QuestionsForm(forms.Form):
    questions = LinesField(
        label=_("New questions"), longest=500, most=MOST_QUESTIONS, rows=3, help_text=_("One a line.")
    )


class QuestionForm(TypedTextForm, forms.ModelForm):
    text = OneLineField(
        label=_("Question"), max_length=500, validators=[validate_has_letters], widget=forms.Textarea({"rows": 3})
    )

    class Meta:
        model = DiscussionQuestion
        fields = ["text", "is_key"]
        help_texts: dict[str, Any] = {"is_key": _("Key questions stand on the page of the event.")}
