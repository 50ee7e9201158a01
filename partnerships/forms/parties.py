"""Finding an institution by what was typed, or adding it, row by row; works without JavaScript."""

import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import Country, Institution
from core.validators import validate_has_letters
from partnerships.answers import NewInstitution, Party
from partnerships.forms.fields import CleanCharField

NEW = "new"
MOST_SUGGESTIONS = 6
MOST_ROWS = 40
Kind = Institution.Kind
KINDS = [("", gettext_lazy("Kind not known"))] + [choice for choice in Kind.choices if choice[0] != Kind.UNKNOWN]
WITHOUT_COUNTRY = {Kind.MULTILATERAL, Kind.NETWORK, Kind.DONOR, Kind.OTHER}


@dataclass(frozen=True)
class Suggestion:
    """An institution that may be meant, and why we think so."""

    institution: Institution
    reason: str


class PartyForm(forms.Form):
    """One member of a side. After cleaning, `party` is who was meant, or None for an empty row."""

    name = CleanCharField(label=gettext_lazy("Institution"), max_length=250, required=False)
    institution = forms.IntegerField(required=False, widget=forms.HiddenInput)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    asked = forms.CharField(required=False, widget=forms.HiddenInput)
    choice = forms.CharField(required=False, max_length=20)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of institution"), choices=KINDS, required=False)
    brings = CleanCharField(
        label=gettext_lazy("What it brings"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    learns = CleanCharField(
        label=gettext_lazy("What it hopes to learn"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    remove = forms.BooleanField(label=gettext_lazy("Take this one out"), required=False)

    def __init__(
        self, *args: Any, side: str, countries: dict[str, Country], stored: list[Party], label: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.side, self.countries, self.stored = side, countries, stored
        self.party: Party | None = None
        self.suggestions: list[Suggestion] = []
        self.offers_new = False
        self.fields["name"].label = label
        self.fields["name"].widget.attrs |= {
            "data-suggest-url": reverse("community:suggest"),
            "data-suggest-target": f"id_{self.prefix}-institution",
            "data-suggest-add": _("Add “{q}” as new"),
            "data-suggest-count": _("{n} suggestions"),
            "data-suggest-none": _("No suggestions"),
        }
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            ("", _("Country, if known")),
            *((code, str(country)) for code, country in countries.items()),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("remove"):
            party = self._party(cleaned)
            if party:
                self.party = replace(party, brings=cleaned["brings"], learns=cleaned["learns"])
        return cleaned

    def _party(self, cleaned: dict[str, Any]) -> Party | None:
        name, country = cleaned["name"], self.countries.get(cleaned["country"])
        if not name:
            return Party(country=country) if country else None
        for party in self.stored:
            if name == named(party) and cleaned["country"] == place_code(party):
                return party
        institution = self._chosen(cleaned, name) or self._picked(cleaned, name) or self._exact(name, country)
        if institution:
            return Party(institution, institution.country or country)
        if cleaned["choice"] == NEW and cleaned["asked"] == name:
            return self._new(name, country, cleaned["kind"])
        self._suggest(name, country)
        return None

    def _chosen(self, cleaned: dict[str, Any], name: str) -> Institution | None:
        """The one marked in "did you mean", as long as the name still is the one we asked about."""
        if cleaned["asked"] != name or not cleaned["choice"].isdecimal():
            return None
        return next((s.institution for s in suggestions(name) if str(s.institution.pk) == cleaned["choice"]), None)

    def _picked(self, cleaned: dict[str, Any], name: str) -> Institution | None:
        """The one picked while typing, unless the text was changed afterwards."""
        found = Institution.objects.for_listing().filter(pk=cleaned["institution"]).first()
        return found if found and folded(name).startswith(folded(found.name)) else None

    def _exact(self, name: str, country: Country | None) -> Institution | None:
        found = list(Institution.objects.named(name, country).for_listing()[:2])
        return found[0] if len(found) == 1 else None

    def _new(self, name: str, country: Country | None, kind: str) -> Party | None:
        try:
            validate_has_letters(name)
        except ValidationError as error:
            self.add_error("name", error)
        if country is None and kind not in WITHOUT_COUNTRY:
            self.add_error(
                "country",
                _(
                    "Choose the country of the new institution; only international bodies, donors and networks have none."
                ),
            )
            self._offer(name, country)
        if self.errors:
            return None
        return Party(NewInstitution(name, country, kind or Kind.UNKNOWN), country)

    def _suggest(self, name: str, country: Country | None) -> None:
        self._offer(name, country)
        if self.suggestions:
            self.add_error("name", _("Did you mean one of these? Choose it, or add yours as new."))
        else:
            self.add_error("name", _("“%(name)s” is not on the portal yet. Add it as new.") % {"name": name[:80]})

    def _offer(self, name: str, country: Country | None) -> None:
        """Show what may be meant, that of the country first, and the way to add it; remember for which name."""
        self.suggestions = sorted(suggestions(name), key=lambda each: each.institution.country != country)
        self.offers_new = True
        self.data = {**dict(self.data.items()), self.add_prefix("asked"): name}


class BasePartyRows(forms.BaseFormSet):
    """The members of one side; none of them twice, none of them on the other side too."""

    def __init__(
        self, data: Any, *, side: str, stored: list[Party], opposite: set[Any], required: str, extra: int, **kwargs: Any
    ) -> None:
        self.side, self.stored, self.opposite, self.required, self.extra = side, stored, opposite, required, extra
        super().__init__(data, prefix=side, initial=[row_of(party) for party in stored], **kwargs)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Read each row, also one that says what another tab has stored meanwhile."""
        super().add_fields(form, index)
        form.empty_permitted = False

    @property
    def parties(self) -> list[Party]:
        return [form.party for form in self.forms if form.party]

    def clean(self) -> None:
        seen = set()
        for form in self.forms:
            if form.party is None:
                continue
            if form.party.institution in self.opposite and form.party.institution:
                form.add_error("name", _("The same institution cannot both ask and offer."))
            elif form.party.who in seen:
                form.add_error("name", _("This institution is on that side already."))
            seen.add(form.party.who)
        if self.required and not self.parties and not any(form.errors for form in self.forms):
            first = self.forms[0] if self.forms else None
            if first is None:
                raise ValidationError(self.required)
            first.add_error("name", self.required)


PartyRows: Any = forms.formset_factory(
    PartyForm, formset=BasePartyRows, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10, validate_max=True
)


def suggestions(name: str) -> list[Suggestion]:
    """Institutions that may be meant by a name, those that bear it in some country first."""
    same = list(Institution.objects.named(name).for_listing().prefetch_related("other_names")[:MOST_SUGGESTIONS])
    alike = Institution.objects.resembling(name).prefetch_related("other_names")[:MOST_SUGGESTIONS]
    found = {institution.pk: institution for institution in [*same, *alike]}
    return [Suggestion(each, _reason(each, name)) for each in list(found.values())[:MOST_SUGGESTIONS]]


def _reason(institution: Institution, name: str) -> str:
    if folded(institution.name) == folded(name):
        return _("the same name")
    if folded(institution.acronym) == folded(name):
        return _("its acronym")
    others = [other.name for other in institution.other_names.all()]
    if any(folded(other) == folded(name) for other in others):
        return _("also known by that name")
    words = set(folded(name).split())
    closest = next((other for other in others if words & set(folded(other).split())), "")
    if closest and not words & set(folded(institution.name).split()):
        return _("also known as %(name)s") % {"name": closest}
    return _("a similar name")


def folded(text: str) -> str:
    """Lower case, without accents, spaces made single: how names are compared."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def named(party: Party) -> str:
    return str(party.institution or party.stated_name or "")


def place_code(party: Party) -> str:
    return party.country.pk if party.country else ""


def row_of(party: Party) -> dict[str, Any]:
    """A stored member as a row of the form."""
    return {
        "name": named(party),
        "institution": party.institution.pk if isinstance(party.institution, Institution) else None,
        "country": place_code(party),
        "brings": party.brings,
        "learns": party.learns,
    }
