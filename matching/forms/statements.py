"""Telling what one needs or can share: two answers are enough, the rest may stay empty."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from community import languages
from community.models import Institution
from community.permissions import is_secretariat
from core.forms import TypedTextForm
from core.models import Visibility
from knowledge.forms.fields import InstitutionsField, KeyField
from matching.models.choices import FORMS
from matching.permissions import can_open_any, can_publish_statement
from partnerships.asking.people import Speakers
from partnerships.forms.fields import FoldedChoices, cleaned_field
from partnerships.forms.plan import sector_groups, target_groups

FIRST_YEAR, LAST_YEAR = 1990, 2100


class OneInstitutionField(InstitutionsField):
    """Its name in the register, on one line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget = django_forms.TextInput({"dir": "auto", "maxlength": 300})
        self.required = True

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if len(found) != 1:
            raise ValidationError(_("Write the name of one institution."))
        return found[0]


@dataclass(frozen=True)
class Offered:
    """What every form lets choose from; read once for many rows of a sheet."""

    sectors: list[Any]
    targets: list[Any]

    @classmethod
    def read(cls, chosen: list[str] | None = None) -> "Offered":
        return cls(sector_groups(chosen or []), target_groups())


class StatementForm(TypedTextForm, django_forms.ModelForm):
    """What needs and offers ask alike. `user` writes it; who belongs to one institution is not asked for it.

    With an `institution` nobody is asked, because a row of a sheet has named it.
    """

    TELLING = ""
    TIES: tuple[str, ...] = ("sectors", "sdg_targets", "exclusions")

    sectors = django_forms.MultipleChoiceField(
        label=gettext_lazy("Sectors"),
        required=False,
        widget=FoldedChoices,
        help_text=gettext_lazy("Without one, peers are found by your words alone."),
    )
    sdg_targets = django_forms.MultipleChoiceField(
        label=gettext_lazy("SDG targets"), required=False, widget=FoldedChoices
    )
    languages = django_forms.MultipleChoiceField(
        label=gettext_lazy("Languages you can work in"),
        required=False,
        widget=django_forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Empty: those of your institution, or of your country."),
    )
    forms = django_forms.MultipleChoiceField(
        label=gettext_lazy("Ways of working together"),
        choices=FORMS,
        required=False,
        widget=django_forms.CheckboxSelectMultiple,
    )
    language = django_forms.ChoiceField(label=gettext_lazy("Language you write in"))
    exclusions = InstitutionsField(
        label=gettext_lazy("Never together with"),
        help_text=gettext_lazy("One institution a line. Only your own institution reads this."),
    )
    creation_key = KeyField()
    version = django_forms.IntegerField(
        widget=django_forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1
    )

    class Meta:
        formfield_callback = cleaned_field
        widgets: dict[str, Any] = {
            "visibility": django_forms.RadioSelect,
            "starts_on": django_forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "ends_on": django_forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }
        labels = {"starts_on": gettext_lazy("Earliest day"), "ends_on": gettext_lazy("Last day")}

    def __init__(
        self,
        *args: Any,
        user: Any,
        offered: Offered | None = None,
        institution: Institution | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, fields = user, dict[str, Any](self.fields)
        stored = self.instance
        chosen = {name: [each.pk for each in getattr(stored, name).all()] if stored.pk else [] for name in self.TIES}
        offered = offered or Offered.read(chosen["sectors"])
        fields["sectors"].choices, fields["sdg_targets"].choices = offered.sectors, offered.targets
        fields["languages"].choices = languages.choices(stored.languages)
        fields["language"].choices = languages.choices([stored.language])
        fields["visibility"].choices = [
            (Visibility.PUBLIC.value, _("Everybody")),
            (Visibility.COMMUNITY.value, _("Verified members of the portal")),
        ]
        for name in ("sectors", "sdg_targets"):
            self.initial[name] = chosen[name]
        for field in fields.values():
            if isinstance(field.widget, django_forms.Textarea):
                field.widget.attrs |= {"rows": 3, "dir": "auto"}
        self._fill_lines("exclusions", None)
        if institution:
            stored.institution = institution
        elif not stored.pk:
            self._ask_institution()
        self.initial.setdefault("creation_key", uuid.uuid4())
        self.initial["version"] = stored.version
        if not stored.pk:
            self.initial["language"] = (get_language() or "en")[:2]

    def _ask_institution(self) -> None:
        """Only of who could mean more than one; an institution never changes later."""
        own = list(Institution.objects.filter(pk__in=self.user.institution_ids).select_related("country"))
        if is_secretariat(self.user):
            field: Any = OneInstitutionField(
                label=_("Institution"), help_text=_("Who speaks for it gets your draft, and opens it.")
            )
            if len(own) == 1:
                self.initial.setdefault("institution", field.shown(own[0]))
        elif len(own) == 1:
            self.instance.institution = own[0]
            return
        else:
            field = django_forms.ModelChoiceField(
                Institution.objects.filter(pk__in=[each.pk for each in own]), label=_("Institution")
            )
        self.fields = {self.TELLING: self.fields.pop(self.TELLING), "institution": field, **self.fields}

    def _fill_lines(self, name: str, seen: set[Any] | None) -> None:
        """What is stored as lines; `seen` are the keys of what this writer may see, None for all."""
        stored = self.instance
        there = list(getattr(stored, name).all()) if stored.pk else []
        field: Any = self.fields[name]
        self.initial[name] = field.fill(there, {each.pk for each in there} if seen is None else seen)

    def clean_institution(self) -> Institution:
        institution: Institution = self.cleaned_data["institution"]
        self.instance.institution = institution
        return institution

    def clean_starts_on(self) -> date | None:
        return _sensible(self.cleaned_data["starts_on"])

    def clean_ends_on(self) -> date | None:
        day = _sensible(self.cleaned_data["ends_on"])
        if day and day < timezone.localdate() and day != self.instance.ends_on:
            raise ValidationError(_("This day is over."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("It cannot end before it begins."))
        institution = self.instance.institution if self.instance.institution_id else None
        if institution and not self._has_speaker(institution):
            nobody = _("Nobody there has an account yet who could open your draft. Invite somebody first.")
            self.add_error("institution" if "institution" in self.fields else None, nobody)
        if institution and institution in cleaned.get("exclusions", ()):
            self.add_error("exclusions", _("Your own institution is never found as its own peer. Take this line out."))
        return cleaned

    def _has_speaker(self, institution: Institution) -> bool:
        """Somebody who could open the draft; at home that is found out among colleagues."""
        is_at_home = self.instance.pk or institution.pk in self.user.institution_ids
        return bool(is_at_home or Speakers([institution.pk]).at(institution.pk))

    @property
    def ties(self) -> dict[str, list[Any]]:
        return {name: self.cleaned_data[name] for name in self.TIES}

    @property
    def may_open(self) -> bool:
        """Whether this writer may open what is written, as far as that is known already."""
        if not self.instance.institution_id:
            return can_open_any(self.user)
        return can_publish_statement(self.user, self.instance)

    @property
    def first(self) -> list[Any]:
        return [self[name] for name in (self.TELLING, "institution") if name in self.fields]

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The rest, folded; a part in which something is wrong or was said stands open."""
        return [
            {"title": title, "fields": [self[name] for name in names], "is_open": self._is_open(names)}
            for title, names in self._parts()
        ]

    def _parts(self) -> list[tuple[str, tuple[str, ...]]]:
        raise NotImplementedError

    def _is_open(self, names: tuple[str, ...]) -> bool:
        return any(name in self.errors for name in names)

    def at_version(self, version: int) -> None:
        """Keep what was typed, as a change to another version."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(version)  # type: ignore[index]


def _sensible(day: date | None) -> date | None:
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Look at the year again."))
    return day
