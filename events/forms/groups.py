"""The form of a breakout group."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community import languages
from core.forms import TypedTextForm
from core.validators import validate_has_letters
from events.models import BreakoutGroup, LearningEvent

MOST_PLACES = 1000


class GroupForm(TypedTextForm, forms.ModelForm):
    """What a group talks about, in which languages, and who leads it."""

    topic = forms.CharField(
        label=_("Topic"),
        max_length=200,
        validators=[validate_has_letters],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only people who speak one of them are put here. With none ticked, the group is for everyone."),
    )
    places = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("Leave it empty for no limit."),
        error_messages={
            "invalid": _("Write the places as a whole number, such as 12."),
            "min_value": _("A group needs at least one place."),
            "max_value": _("A group has at most %(limit_value)s places."),
        },
    )
    read = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = BreakoutGroup
        fields = ["topic", "question", "item", "languages", "places", "facilitator", "rapporteur", "notes_for"]
        labels = {
            "question": _("Question"),
            "item": _("When, on the agenda"),
            "facilitator": _("Who leads the talk"),
            "rapporteur": _("Who writes the notes"),
            "notes_for": _("Who may read the notes"),
        }
        help_texts = {
            "facilitator": _("Somebody who has a place at the event."),
            "rapporteur": _("Others may write too, each on their own sheet."),
        }
        widgets = {"notes_for": forms.RadioSelect}

    def __init__(self, *args: Any, event: LearningEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.event = event
        fields: dict[str, Any] = self.fields
        fields["languages"].choices = languages.choices([*event.languages, *self.instance.languages])
        fields["question"].queryset = event.questions.all()
        fields["item"].queryset = event.agenda_items.all()
        for role in ("facilitator", "rapporteur"):
            fields[role].queryset = event.registrations.seated().select_related("institution").order_by("name", "pk")
            fields[role].label_from_instance = _with_organisation
        for name in ("question", "item", "facilitator", "rapporteur"):
            fields[name].empty_label = _("None yet")
        if self.instance.pk:
            self.initial["read"] = self.instance.updated_at.isoformat()

    def clean_read(self) -> datetime | None:
        """When the page was read; None when somebody else wrote what stands there."""
        try:
            return datetime.fromisoformat(self.cleaned_data["read"])
        except ValueError:
            return None

    def read_again(self, stored: BreakoutGroup) -> None:
        """Show what was typed once more, as an answer to what is stored now."""
        typed: Any = self.data
        typed = typed.copy()
        typed["read"] = stored.updated_at.isoformat()
        self.data = typed


def _with_organisation(registration: Any) -> str:
    organisation = registration.organisation_name
    return f"{registration} · {organisation}" if organisation else str(registration)
