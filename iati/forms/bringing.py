"""Where a published file is, or the file itself; and on which side each organisation of an activity stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.validators import clean_text, validate_has_letters
from iati.importing.sides import said
from partnerships.models.choices import Side

MOST_BYTES = 50_000_000
NOT_A_MEMBER = "none"
# Who asks or offers, where the file names nobody that could be it.
ADDED = (("added_demand", Side.DEMAND.value), ("added_supply", Side.SUPPLY.value))


class AddressForm(forms.Form):
    """Whether the address leads to a file is found out by the worker that fetches it."""

    url = forms.URLField(
        label=_("Address of the file"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Where your organisation publishes it, beginning with https://. You find it in the IATI registry."),
    )
    is_followed = forms.BooleanField(
        label=_("Look for changes each week"),
        required=False,
        help_text=_("You decide what is taken over each time."),
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url.startswith("https://"):
            raise forms.ValidationError(_("Only addresses that begin with https:// are fetched."))
        return url


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("IATI file"),
        max_length=255,
        allow_empty_file=True,
        help_text=_("XML, plain or packed with gzip, up to 50 MB; any version from 1.01 to 2.03."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.gz"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 50 MB. Split it, for example by country."))
        return file


class SidesForm(forms.Form):
    """One choice for each organisation that an activity names; `proposal` is what was guessed or said before."""

    def __init__(self, *args: Any, proposal: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        choices = [*Side.choices, (NOT_A_MEMBER, _("Takes no part in the exchange"))]
        for place, organisation in enumerate(proposal):
            self.fields[f"side_{place}"] = forms.ChoiceField(
                label=organisation["name"],
                help_text=said(organisation["why"]),
                choices=choices,
                initial=organisation["side"] or NOT_A_MEMBER,
            )
        for name, label in (
            ("added_demand", _("Who asks, if the file does not name it")),
            ("added_supply", _("Who offers, if the file does not name it")),
        ):
            self.fields[name] = forms.CharField(label=label, max_length=250, required=False)

    @property
    def sides(self) -> list[dict[str, Any]]:
        """The organisations with the sides that were chosen, and those that were added."""
        chosen = self.cleaned_data
        said = [chosen.get(f"side_{place}", NOT_A_MEMBER) for place in range(len(self.proposal))]
        sides = [
            {**each, "side": "" if side == NOT_A_MEMBER else side}
            for each, side in zip(self.proposal, said, strict=True)
        ]
        return sides + [{"name": chosen[name], "ref": "", "side": side} for name, side in ADDED if chosen.get(name)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and Side.PEER not in (given := {each["side"] for each in self.sides}):
            if Side.DEMAND not in given:
                raise forms.ValidationError(_("Say who asks, or that they share and learn from each other."))
            if Side.SUPPLY not in given:
                raise forms.ValidationError(_("Say who offers, or that they share and learn from each other."))
        return cleaned

    def clean_added_demand(self) -> str:
        return clean_name(self.cleaned_data["added_demand"])

    def clean_added_supply(self) -> str:
        return clean_name(self.cleaned_data["added_supply"])


def clean_name(name: str) -> str:
    name = " ".join(clean_text(name).split())
    if name:
        validate_has_letters(name)
    return name


class DifferenceForm(forms.Form):
    """Which of two wordings holds: what people wrote here, or what the source says now."""

    name = forms.CharField(max_length=60, widget=forms.HiddenInput)
    take = forms.ChoiceField(choices=[("here", _("Keep ours")), ("there", _("Take theirs"))])
