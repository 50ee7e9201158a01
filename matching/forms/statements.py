"""Telling what one needs or can share: two answers are enough, the rest may stay empty."""

import uuid
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
from knowledge.forms.fields import InstitutionsField, KeyField, PagesField
from matching.models import Need, Offer
from matching.models.choices import FORMS, CapacityUnit
from matching.permissions import can_publish_statement
from partnerships.asking.people import Speakers
from partnerships.forms.fields import FoldedChoices, cleaned_field
from partnerships.forms.plan import sector_groups, target_groups
from partnerships.models import Partnership

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


class StatementForm(TypedTextForm, django_forms.ModelForm):
    """What needs and offers ask alike. `user` writes it; who belongs to one institution is not asked for it."""

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

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, fields = user, dict[str, Any](self.fields)
        stored = self.instance
        chosen = {name: [each.pk for each in getattr(stored, name).all()] if stored.pk else [] for name in self.TIES}
        fields["sectors"].choices = sector_groups(chosen["sectors"])
        fields["sdg_targets"].choices = target_groups()
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
        self._ask_institution()
        self.initial.setdefault("creation_key", uuid.uuid4())
        self.initial["version"] = stored.version
        if not stored.pk:
            self.initial["language"] = (get_language() or "en")[:2]

    def _ask_institution(self) -> None:
        """Only of who could mean more than one; an institution never changes later."""
        if self.instance.pk:
            return
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
        is_own = institution.pk in self.user.institution_ids
        if not is_own and not Speakers([institution.pk]).at(institution.pk):
            raise ValidationError(
                _("Nobody there has an account yet who could open your draft. Invite somebody first.")
            )
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
        institution = getattr(self.instance, "institution", None) if self.instance.institution_id else None
        if institution and institution in cleaned.get("exclusions", ()):
            self.add_error("exclusions", _("Your own institution is never found as its own peer. Take this line out."))
        return cleaned

    @property
    def ties(self) -> dict[str, list[Any]]:
        return {name: self.cleaned_data[name] for name in self.TIES}

    @property
    def may_open(self) -> bool:
        """Whether this writer may open what is written, as far as that is known already."""
        if not self.instance.institution_id:
            return bool(self.user.focal_institution_ids)
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


class NeedForm(StatementForm):
    TELLING = "problem"

    class Meta(StatementForm.Meta):
        model = Need
        fields = (
            *("problem", "reform", "expertise_wanted", "in_return", "sectors", "sdg_targets", "reform_stage"),
            *("languages", "has_interpreter", "forms", "starts_on", "ends_on", "include_own_country"),
            *("visibility", "language"),
        )
        help_texts = {
            "problem": gettext_lazy("In your own words. Two sentences are enough."),
            "reform": gettext_lazy("Its name, what it changes, who is behind it."),
            "expertise_wanted": gettext_lazy("What a peer should have done themselves."),
        }

    def _parts(self) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (_("About the reform"), ("reform", "reform_stage", "expertise_wanted", "in_return")),
            (_("Sectors and goals"), ("sectors", "sdg_targets")),
            (_("Languages, ways of working, dates"), ("languages", "has_interpreter", "forms", "starts_on", "ends_on")),
            (_("Whom to look among"), ("include_own_country", "exclusions", "language")),
        ]


class OfferForm(StatementForm):
    TELLING = "expertise"
    TIES = (*StatementForm.TIES, "evidence")

    capacity = django_forms.IntegerField(
        label=gettext_lazy("How much a year"),
        required=False,
        help_text=gettext_lazy("Leave it empty if you do not know yet."),
    )
    at_once = django_forms.IntegerField(
        label=gettext_lazy("How many peers at once"),
        required=False,
        initial=1,
        help_text=gettext_lazy("Introductions and partnerships under way take a place each."),
    )
    evidence = PagesField(
        label=gettext_lazy("Past partnerships that show it"),
        visible=Partnership.objects.visible_to,
        help_text=gettext_lazy("One a line: the address of its page, or its title."),
    )

    class Meta(StatementForm.Meta):
        model = Offer
        fields = (
            *("expertise", "method", "hopes_to_learn", "evidence", "sectors", "sdg_targets", "reform_stage"),
            *("capacity", "capacity_unit", "at_once", "languages", "has_interpreter", "forms"),
            *("starts_on", "ends_on", "visibility", "language"),
        )
        help_texts = {
            "expertise": gettext_lazy("What you did, and what came of it. Two sentences are enough."),
            "method": gettext_lazy("Visits, calls, reading drafts, working side by side."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        evidence: Any = self.fields["evidence"]
        evidence.user = self.user
        there = [each.pk for each in self.instance.evidence.all()] if self.instance.pk else []
        seen = set(evidence.visible(self.user).filter(pk__in=there).values_list("pk", flat=True))
        self._fill_lines("evidence", seen)
        self.fields["capacity_unit"].required = False

    def _parts(self) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (_("How you would share it"), ("method", "reform_stage", "hopes_to_learn", "evidence")),
            (_("How much, and for how many"), ("capacity", "capacity_unit", "at_once")),
            (_("Sectors and goals"), ("sectors", "sdg_targets")),
            (_("Languages, ways of working, dates"), ("languages", "has_interpreter", "forms", "starts_on", "ends_on")),
            (_("Whom it is not for"), ("exclusions", "language")),
        ]

    def clean_capacity(self) -> int | None:
        amount: int | None = self.cleaned_data["capacity"]
        return _at_least_one(amount, 10_000) if amount is not None else None

    def clean_capacity_unit(self) -> str:
        return self.cleaned_data["capacity_unit"] or CapacityUnit.PLACEMENTS

    def clean_at_once(self) -> int:
        amount: int | None = self.cleaned_data["at_once"]
        return _at_least_one(1 if amount is None else amount, 1_000)

    def clean_evidence(self) -> list[Partnership]:
        """Only what the own institution took part in shows what it can do."""
        named: list[Partnership] = self.cleaned_data["evidence"]
        institution_id = self.instance.institution_id
        if institution_id:
            shared = Partnership.objects.filter(
                pk__in=[each.pk for each in named], members__institution=institution_id
            ).values_list("pk", flat=True)
            for each in named:
                if each.pk not in set(shared):
                    raise ValidationError(
                        _("Your institution is no party of “%(title)s”. Take this line out.") % {"title": each.title}
                    )
        return named


FORM_OF = {"need": NeedForm, "offer": OfferForm}


class CloseForm(TypedTextForm, django_forms.Form):
    """Why it is closed; nobody has to say."""

    because = django_forms.CharField(
        label=gettext_lazy("Why?"),
        required=False,
        max_length=250,
        help_text=gettext_lazy("A few words for your colleagues. You may leave it empty."),
    )


class OpenForm(django_forms.Form):
    """Who sees it from now on."""

    visibility = django_forms.ChoiceField(
        label=gettext_lazy("Who sees it"),
        choices=[
            (Visibility.PUBLIC.value, gettext_lazy("Everybody")),
            (Visibility.COMMUNITY.value, gettext_lazy("Verified members of the portal")),
        ],
        widget=django_forms.RadioSelect,
    )


def _at_least_one(amount: int, most: int) -> int:
    if amount < 1:
        raise ValidationError(_("An offer is for one at least. Pause it while nobody is free."))
    if amount > most:
        raise ValidationError(_("This is more than one institution can do. At most %(most)d.") % {"most": most})
    return amount


def _sensible(day: date | None) -> date | None:
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Look at the year again."))
    return day
