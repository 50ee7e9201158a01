"""Asking for an introduction without an account."""

import uuid
from typing import Any

from disposable_email_domains import blocklist
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.person_names import validate_person_name
from core.forms import TypedTextForm
from core.validators import validate_has_letters
from mail.addresses import clean_address
from matching.services.mail_requests import Given
from partnerships.forms.fields import CleanCharField


class AskByMailForm(TypedTextForm, forms.Form):
    """What the finder asked comes along; a name and an address are new."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    problem = CleanCharField(
        label=_("What are you trying to change?"),
        max_length=5000,
        validators=[validate_has_letters],
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Say what you are trying to change.")},
    )
    demand_name = CleanCharField(
        label=_("Which institution are you with?"),
        max_length=250,
        validators=[validate_has_letters],
        widget=forms.TextInput({"autocomplete": "organization", "dir": "auto"}),
    )
    name = CleanCharField(
        label=_("Your name"),
        max_length=120,
        validators=[validate_has_letters, validate_person_name],
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    address = forms.CharField(
        label=_("Your e-mail address"),
        max_length=320,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
        help_text=_(
            "We send a link there. A broker reads your request once you have opened it. The peer never sees it."
        ),
    )
    # No person sees this field; programs that fill in whatever they find give themselves away.
    homepage = forms.CharField(required=False, label=_("Leave this empty"))

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get("homepage"))

    def clean_address(self) -> str:
        """One form for each mailbox; not of those that are thrown away before an answer comes."""
        typed: Any = self.cleaned_data["address"]
        address = clean_address(typed)
        labels = address.rpartition("@")[2].split(".")
        if any(".".join(labels[start:]) in blocklist for start in range(len(labels) - 1)):
            raise forms.ValidationError(
                _("This address is thrown away before an answer can come. Please give one that you keep."),
                code="throw_away",
            )
        return address

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data.get("key") or uuid.uuid4()

    def given(self) -> Given:
        said = self.cleaned_data
        names = ("name", "address", "demand_name", "problem")
        return Given(**{each: said[each] for each in names}, language=get_language() or "en")
