"""What a reader chooses about the notices of the portal."""

from typing import Any

from django import forms

from core.registry import MailKind, mail_kinds
from mail import services
from mail.models import MailPreference

Choice = MailPreference.Choice


class ChoicesForm(forms.Form):
    """One question for each kind of notice, answered as it stands until the reader answers otherwise."""

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        self._chosen = MailPreference.objects.choices_of([address])
        for kind in mail_kinds():
            self.fields[kind.name] = forms.ChoiceField(
                label=str(kind.label),
                help_text=str(kind.description),
                choices=_choices(kind),
                initial=self._chosen.get((address, kind.name), Choice.AT_ONCE),
                widget=forms.RadioSelect,
            )

    def save(self) -> None:
        """Write down what differs from what was chosen before."""
        changed = {kind: self.cleaned_data[kind] for kind in self.changed_data}
        services.choose(address=self.address, choices=changed)


def _choices(kind: MailKind) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Choice.choices if kind.digestible or value != Choice.DIGEST]
