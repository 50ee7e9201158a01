"""Inviting one person or many to an event."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community import address_lists
from community.address_lists import Entry
from core.forms import TypedTextForm

MOST_AT_ONCE = 200


class InviteToEventForm(TypedTextForm, forms.Form):
    """`entries` are all lines that were read, each with its address or with what is wrong with it."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr"}),
        help_text=_("One a line, or with commas between them. You can paste a list from your mail program."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries: list[Entry] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "addresses" not in cleaned:
            return cleaned
        self.entries = address_lists.together(address_lists.pasted(cleaned["addresses"]))
        if len(self.entries) > MOST_AT_ONCE:
            raise ValidationError(
                _("At most %(most)d addresses at a time, and here are %(count)d. Send the list in parts."),
                params={"most": MOST_AT_ONCE, "count": len(self.entries)},
            )
        return cleaned

    @property
    def sendable(self) -> list[str]:
        return [entry.address for entry in self.entries if entry.address]

    def left_over(self, refused: dict[str, str]) -> list[tuple[Entry, str]]:
        """Each line that was not written to, with its reason."""
        reasons = [(entry, entry.problem or refused.get(entry.address, "")) for entry in self.entries]
        return [(entry, reason) for entry, reason in reasons if reason]
