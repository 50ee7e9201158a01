"""The note of an edition in four languages, and what is chosen for it; and for whom one looks at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.models import Country, Sector, User
from core.validators import clean_text
from digests.audiences import EVERYONE, MEMBERS
from digests.candidates import Candidate
from digests.models import Edition


@dataclass(frozen=True)
class Row:
    """What may be chosen, and the field in which its place is written."""

    candidate: Candidate
    field: Any


class EditionForm(forms.Form):
    """A place for each thing that could be chosen: 1 stands on top, an empty place is not in the edition."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, edition: Edition, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        self.initial["version"] = edition.version
        notes = edition.said()
        for code, name in settings.LANGUAGES:
            self.fields[f"note_{code}"] = forms.CharField(
                label=name,
                required=False,
                max_length=2000,
                initial=notes.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 3, "lang": code, "dir": "auto"}),
            )
        for each in candidates:
            label = _("Place of “%(title)s”") % {"title": each.title}
            self.fields[each.field] = forms.IntegerField(
                label=label,
                required=False,
                min_value=1,
                max_value=99,
                initial=each.place,
                widget=forms.NumberInput(attrs={"class": "place"}),
            )

    def notes(self) -> list[Any]:
        return [self[f"note_{code}"] for code, _name in settings.LANGUAGES]

    def rows(self) -> Iterator[Row]:
        return (Row(each, self[each.field]) for each in self.candidates)

    @property
    def said(self) -> dict[str, str]:
        """The notes by language."""
        return {code: clean_text(self.cleaned_data[f"note_{code}"]) for code, _name in settings.LANGUAGES}

    @property
    def chosen(self) -> list[tuple[str, int]]:
        """In their order; where two have one place, as they stand on the page."""
        placed = [(self.cleaned_data[each.field], each) for each in self.candidates if self.cleaned_data[each.field]]
        return [(each.kind, each.pk) for _place, each in sorted(placed, key=lambda pair: pair[0])]


class PreviewForm(forms.Form):
    """An example of a reader; administrators also choose a person, since a digest shows what somebody follows."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)
    audience = forms.ChoiceField(
        label=_("Reader"),
        choices=[(MEMBERS, _("A verified member")), (EVERYONE, _("Somebody who is not verified"))],
        required=False,
    )
    sector = forms.ModelChoiceField(label=_("Follows the sector"), queryset=Sector.objects.offered(), required=False)
    country = forms.ModelChoiceField(label=_("Follows the country"), queryset=Country.objects.all(), required=False)
    person = forms.EmailField(label=_("Or the digest of this person"), required=False)

    def __init__(self, *args: Any, may_choose_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_choose_person:
            del self.fields["person"]

    def clean_person(self) -> User | None:
        address = self.cleaned_data["person"]
        found = User.objects.active().filter(email__iexact=address).first() if address else None
        if address and found is None:
            raise forms.ValidationError(_("Nobody here has this address."))
        return found
