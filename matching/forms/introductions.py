"""What is typed on the way of an introduction."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import TypedTextForm
from matching.models import Need
from matching.models.choices import BROKER_REASONS, SIDE_REASONS, HowItEnded
from partnerships.forms.fields import CleanCharField


def _text(**options: Any) -> CleanCharField:
    return CleanCharField(widget=forms.Textarea({"rows": 4, "dir": "auto"}), **options)


class AskForm(TypedTextForm, forms.Form):
    message = _text(
        label=_("A message to the peer"),
        required=False,
        max_length=3000,
        help_text=_("What would you ask them first? The broker reads it too. No address is shown to either side."),
    )


class AnswerNeedForm(TypedTextForm, forms.Form):
    """Who offers chooses which open need they would talk about."""

    need = forms.ModelChoiceField(Need.objects.none(), label=_("Which need?"), widget=forms.HiddenInput)
    message = _text(label=_("A message to who asks"), required=False, max_length=3000)

    def __init__(self, *args: Any, needs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].queryset = needs  # type: ignore[attr-defined]


class SendForm(TypedTextForm, forms.Form):
    message = _text(
        label=_("What both sides read"),
        required=False,
        max_length=3000,
        help_text=_("Why you bring these two together. The words of who asks stand above it."),
    )
    deadline = forms.DateField(
        label=_("Answer by"), widget=forms.DateInput({"type": "date"}), help_text=_("Within half a year.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("deadline", timezone.localdate() + timedelta(days=21))
        super().__init__(*args, **kwargs)


class DeclineForm(TypedTextForm, forms.Form):
    because = forms.ChoiceField(
        label=_("Why not?"),
        choices=SIDE_REASONS,
        widget=forms.RadioSelect,
        help_text=_("One reason is enough. It helps to find better peers, and does no harm."),
        error_messages={"required": _("Choose one reason.")},
    )
    note = CleanCharField(
        label=_("In your words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("The other side and the broker read this."),
    )

    def __init__(self, *args: Any, is_sent: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_sent:
            self.fields["note"].help_text = str(_("The broker reads this. The peer does not."))


class CloseForm(TypedTextForm, forms.Form):
    """Why a broker does not write to the peer."""

    because = forms.ChoiceField(
        label=_("Why?"),
        choices=BROKER_REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one reason.")},
    )
    note = CleanCharField(
        label=_("In your words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("Who asked reads this. The peer does not."),
    )


class ExitForm(TypedTextForm, forms.Form):
    answer = forms.ChoiceField(
        label=_("What came of it?"),
        choices=HowItEnded.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is nearest.")},
    )
    helped = _text(
        label=_("What helped, what did not?"),
        required=False,
        max_length=3000,
        help_text=_("Brokers alone read this. “Nothing came of it” is as useful to them as a success."),
    )


class MessageForm(TypedTextForm, forms.Form):
    """Before both sides are written to, who asked and the broker alone read it, and the field says so."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = _text(
        label=_("Your message"),
        max_length=5000,
        help_text=_("The other side and the broker read it here. No address is shown."),
        error_messages={"required": _("Write a message first.")},
    )

    def __init__(self, *args: Any, is_sent: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_sent:
            told = _("Who asked and the broker read it here; the peer does not. No address is shown.")
            self.fields["text"].help_text = str(told)
