"""What a reader chooses about the notices of the portal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.registry import MailKind, mail_kinds
from mail import services
from mail.models import MailPreference

Choice = MailPreference.Choice


class ChoicesForm(forms.Form):
    """One question for each kind of notice, answered as it stands until the reader answers otherwise; the digest comes last."""

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        self._chosen = MailPreference.objects.choices_of([address])
        for kind in sorted(mail_kinds(), key=lambda kind: not kind.digestible):
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


def _choices(kind: MailKind) -> list[tuple[str, Any]]:
    if kind.digestible:
        return list(Choice.choices)
    return [(Choice.AT_ONCE, _("Yes, send it")), (Choice.NEVER, Choice.NEVER.label)]
