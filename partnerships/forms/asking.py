"""Whom to ask on each side whose word is missing: somebody the record knows, or a new address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from community.models import Institution
from core.validators import validate_has_letters
from mail.addresses import clean_address
from partnerships.forms.fields import CleanCharField
from partnerships.models import Contact

NEW = "new"


class AddressField(forms.CharField):
    """One address, in the form in which mail is sent to it; whatever else was typed is answered beside the box."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "email", "autocomplete": "off", "dir": "ltr"}
        super().__init__(strip=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return clean_address(text) if text.strip() else ""


class AskForm(forms.Form):
    """One row of the page. A row in which nothing is written asks nobody.

    `contacts` come as pairs of a contact and how much of the address this reader may see.
    """

    who = forms.ChoiceField(label=_("Who can confirm?"), required=False, widget=forms.RadioSelect)
    address = AddressField(label=_("E-mail address"), error_messages={"required": _("Write an e-mail address.")})
    name = CleanCharField(
        label=_("Name"),
        max_length=150,
        validators=[validate_has_letters],
        error_messages={"required": _("Write the name of the person.")},
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES, initial="en")

    def __init__(
        self,
        data: Any = None,
        *,
        institution: Institution,
        contacts: Iterable[tuple[Contact, str]] = (),
        links: Iterable[Any] = (),
        own_address: str = "",
    ) -> None:
        super().__init__(data, prefix=f"ask-{institution.pk}")
        self.institution, self.own_address, self.links = institution, own_address.lower(), list(links)
        self.known = {str(contact.pk): contact for contact, _address in contacts}
        if self.known:
            named = [(str(contact.pk), f"{contact.name} ({address})") for contact, address in contacts]
            self.fields["who"].choices = [*named, (NEW, _t("Someone else"))]  # type: ignore[attr-defined]
        else:
            del self.fields["who"]
        if self.is_bound and not self._names_somebody_new():
            for name in ("address", "name", "language"):
                self.fields[name].required = False
        self.fields["language"].choices = [(code, _in_itself(code)) for code, _name in settings.LANGUAGES]  # type: ignore[attr-defined]

    def _names_somebody_new(self) -> bool:
        """Whether something is written in the row for a new person."""
        return any((self[name].data or "").strip() for name in ("address", "name"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.contact() and self._names_somebody_new():
            self.add_error("who", _t("Choose “Someone else” for the address you wrote, or empty it."))
        elif cleaned.get("address") and cleaned["address"] == self.own_address:
            words = _t("This is your own address. Nobody answers for both sides: name someone of %(name)s.")
            self.add_error("address", words % {"name": self.institution})
        return cleaned

    def contact(self) -> Contact | None:
        return self.known.get(self.cleaned_data.get("who") or "")

    def asks_nobody(self) -> bool:
        return not self.contact() and not self._names_somebody_new()

    def person(self) -> dict[str, Any]:
        """Whom the link goes to."""
        contact = self.contact()
        if contact:
            return {"address": contact.email, "name": contact.name, "language": contact.language}
        given = self.cleaned_data
        return {"address": given["address"], "name": given["name"], "language": given["language"]}


def _in_itself(code: str) -> str:
    """A language by the name that its own readers know."""
    names = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}
    return names.get(code, code)
