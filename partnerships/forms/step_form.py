"""What the forms of all steps share: their rows of members, their version, and the answers they give."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from community.models import Country, User
from partnerships.answers import TEXTS, Side, stored_answers
from partnerships.forms.fields import cleaned_field
from partnerships.forms.parties import PartyRows
from partnerships.models import Partnership

OPPOSITE: dict[str, str] = {Side.DEMAND: Side.SUPPLY, Side.SUPPLY: Side.DEMAND}
SIDE_LABELS = {
    Side.DEMAND: gettext_lazy("Institution that asks"),
    Side.PEER: gettext_lazy("Institution that shares and learns"),
    Side.SUPPLY: gettext_lazy("Institution that offers its experience"),
    Side.BROKER: gettext_lazy("Broker"),
    Side.FUNDER: gettext_lazy("Funder"),
    Side.FACILITATOR: gettext_lazy("Facilitator"),
}
SIDE_HINTS = {
    Side.DEMAND: gettext_lazy("Start typing. We suggest institutions already on the portal, so that records join up."),
    Side.PEER: gettext_lazy("Only for a learning alliance, in which nobody is only a learner."),
    Side.SUPPLY: gettext_lazy("Who has been through it before. If no institution is named yet, its country is enough."),
    Side.BROKER: gettext_lazy("Whoever identified the peer and brought the two sides together."),
    Side.FUNDER: gettext_lazy("Whoever pays, if not the partners themselves."),
    Side.FACILITATOR: gettext_lazy("Whoever runs the exchange between them."),
}
MEMBER_REQUIRED = gettext_lazy("Name who asked: the institution, or at least its country.")


class StepForm(forms.ModelForm):
    """One page of questions. Its answers are plain values; what is done with them, the service decides."""

    sides: tuple[str, ...] = ()
    required_side = ""
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Partnership
        fields: list[str] = []
        formfield_callback = cleaned_field

    def __init__(self, *args: Any, user: User, add: str = "", source: Partnership | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.answered = self.instance if self.instance.pk else source
        if self.instance.pk:
            self.fields["version"].initial = self.instance.edit_version
        else:
            del self.fields["version"]
        self.rows = [self._party_rows(side, add) for side in self.sides]

    def _party_rows(self, side: str, add: str) -> Any:
        stored, opposite = [], set()
        if self.answered:
            stored = stored_answers(self.answered, [side], self.user)[side]
            if side in OPPOSITE:
                others = self.answered.members.filter(side=OPPOSITE[side])
                opposite = {member.institution for member in others if member.institution}
        rows = PartyRows(
            self.data if self.is_bound else None,
            side=side,
            stored=stored,
            opposite=opposite,
            required=MEMBER_REQUIRED if side == self.required_side else "",
            extra=1 if add == side or not stored else 0,
            form_kwargs={
                "side": side,
                "countries": self._countries,
                "stored": stored,
                "label": SIDE_LABELS[Side(side)],
            },
        )
        rows.label, rows.hint = SIDE_LABELS[Side(side)], SIDE_HINTS[Side(side)]
        rows.tells_more = side in (Side.DEMAND, Side.SUPPLY, Side.PEER)
        return rows

    @property
    def _countries(self) -> dict[str, Country]:
        if not hasattr(self, "_all_countries"):
            found = sorted(Country.objects.all(), key=str)
            self._all_countries = {country.pk: country for country in found}
        return self._all_countries

    @property
    def row_sets(self) -> list[Any]:
        return self.rows

    @property
    def forms(self) -> list[Any]:
        """This form and those of its rows, for the summary of errors."""
        return [self, *(form for rows in self.row_sets for form in rows.forms)]

    def non_form_errors(self) -> list[str]:
        return [error for rows in self.row_sets for error in rows.non_form_errors()] if self.is_bound else []

    def is_valid(self) -> bool:
        rows_are = [rows.is_valid() for rows in self.row_sets]
        return super().is_valid() and all(rows_are)

    def values(self) -> dict[str, Any]:
        """What was answered, by the names of `partnerships.answers`."""
        texts = {name: self.cleaned_data[name] for name in self.cleaned_data if name in TEXTS}
        return texts | {rows.side: rows.parties for rows in self.rows}

    def at_version(self, version: int) -> None:
        """Keep what was typed, as a change to another version of the record."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(version)  # type: ignore[index]

    def refuse(self, answer: str, message: str) -> None:
        """Show by its question what the service would not save."""
        rows = next((rows for rows in self.rows if rows.side == answer and rows.forms), None)
        if rows:
            rows.forms[-1].add_error("name", message)
        else:
            self.add_error(answer if answer in self.fields else None, message)
