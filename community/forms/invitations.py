"""Inviting one person or many: a pasted list, a spreadsheet, or both."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community import address_lists
from community.address_lists import Entry
from community.known_domains import domains_of, fits
from community.landing import local_path, validate_page
from community.models import Institution, Membership
from core.forms import TypedTextForm
from core.spreadsheets import Limits, SpreadsheetError, read_table

MOST_AT_ONCE = 200
LIMITS = Limits(size=1_000_000, unpacked=20_000_000, rows=1000, seconds=15)


class InviteForm(TypedTextForm, forms.Form):
    """`entries` are all that was read; `sendable` may go; `strangers` wait for a tick in `also`."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr"}),
        help_text=_("One a line, or with commas between them. You can paste a list from your mail program."),
    )
    file = forms.FileField(
        label=_("Or a spreadsheet"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=_("CSV or Excel (.xlsx) with a column of e-mail addresses."),
    )
    role = forms.ChoiceField(
        label=_("They will be"),
        choices=Membership.Role,
        initial=Membership.Role.STAFF,
        widget=forms.RadioSelect,
        help_text=_("A focal point verifies colleagues and speaks for the institution: confirms and corrects records."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    next_path = forms.CharField(
        label=_("Page they come to"),
        required=False,
        max_length=600,
        help_text=_("The address of a page of this portal, such as a partnership. Empty: the page of the institution."),
    )

    def __init__(self, *args: Any, institution: Institution, also: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution = institution
        self.also = set(also or ())
        self.entries: list[Entry] = []
        self.strangers: list[Entry] = []

    def clean_next_path(self) -> str:
        if not self.cleaned_data["next_path"]:
            return ""
        validate_page(self.cleaned_data["next_path"])
        return local_path(self.cleaned_data["next_path"])

    def clean_file(self) -> list[Entry]:
        file = self.cleaned_data["file"]
        if file is None:
            return []
        if file.size > LIMITS.size:
            raise ValidationError(_("The file is larger than 1 MB. Keep only the column of addresses."))
        try:
            return address_lists.in_table(read_table(file.read(), file.name, LIMITS))
        except SpreadsheetError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self.entries = address_lists.together(address_lists.pasted(cleaned["addresses"]), cleaned["file"])
        if not self.entries:
            raise ValidationError(_("Give at least one address, or a file."), code="empty")
        if len(self.entries) > MOST_AT_ONCE:
            raise ValidationError(
                _("At most %(most)d addresses at a time, and here are %(count)d. Send the list in parts."),
                params={"most": MOST_AT_ONCE, "count": len(self.entries)},
            )
        domains = domains_of(self.institution)
        for entry in self.entries:
            if domains and entry.address and entry.address not in self.also and not fits(entry.address, domains):
                self.strangers.append(entry)
        return cleaned

    @property
    def sendable(self) -> list[str]:
        asked = {entry.address for entry in self.strangers}
        return [entry.address for entry in self.entries if entry.address and entry.address not in asked]

    def left_over(self, refused: dict[str, str]) -> list[tuple[Entry, str]]:
        """Each entry that was not written to, with its reason; those that wait for a tick stand apart."""
        broken = [(entry, entry.problem or refused.get(entry.address, "")) for entry in self.entries]
        return [(entry, reason) for entry, reason in broken if reason]

    def again(self, left: list[tuple[Entry, str]]) -> "InviteForm":
        """The form with what is left of the list in it; what stood there twice is not left because of that."""
        texts = [entry.text for entry, _reason in left if not entry.is_double] + [
            entry.address for entry in self.strangers
        ]
        kept = {name: self.cleaned_data[name] for name in ("role", "language", "next_path")}
        return InviteForm(initial=kept | {"addresses": "\n".join(texts)}, institution=self.institution)


class DeclineForm(forms.Form):
    """A tick, so that a program that follows links and presses buttons declines nothing."""

    sure = forms.BooleanField(label=_("I do not want to join"))
