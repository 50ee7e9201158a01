"""Forms about people and institutions."""

import zoneinfo
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community import languages
from community.models import Country, Institution, Membership, Profile, Sector, User
from community.person_names import validate_person_name
from core.forms import TypedTextForm, validate_no_turned_text
from core.validators import between_commas, clean_text, validate_has_letters

LONGEST_NAME = 250
MOST_TAGS, LONGEST_TAG = 20, 60


class SignupDetails(forms.Form):
    """What sign-up asks besides the address and the password; allauth derives its form from it."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As colleagues know you. You choose later who sees it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        validators=[validate_has_letters, validate_no_turned_text, validate_person_name],
    )
    field_order = ["name", "email", "password1"]

    def clean_name(self) -> str:
        return " ".join(clean_text(self.cleaned_data["name"]).split())

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the person exists."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        Profile.objects.get_or_create(user=user, defaults={"locale": get_language() or settings.LANGUAGE_CODE})


class InstitutionFilter(forms.Form):
    """What the directory of institutions can be narrowed by; a value nobody knows is an error of its field."""

    q = forms.CharField(required=False, max_length=200)
    country = forms.ModelChoiceField(
        Country.objects.all(), required=False, label=_("Country"), empty_label=_("All countries")
    )
    kind = forms.ChoiceField(choices=[("", _("All kinds")), *Institution.Kind.choices], required=False, label=_("Kind"))

    def clean_q(self) -> str:
        return clean_text(self.cleaned_data["q"])


class InstitutionForm(TypedTextForm, forms.ModelForm):
    """The facts of an institution; its likely doubles are the view's concern."""

    other_names = forms.CharField(
        label=_("Other names and spellings"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: names in other languages, former names. All of them are found."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Working languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    namesake: Institution | None = None

    class Meta:
        model = Institution
        fields = [
            "name",
            "acronym",
            "other_names",
            "country",
            "kind",
            "branch",
            "level",
            "description",
            "languages",
            "sectors",
            "website",
            "org_identifier",
            "ror_id",
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 5}), "sectors": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = languages.choices(self.instance.languages)  # type: ignore[attr-defined]
        self.fields["sectors"].queryset = Sector.objects.offered(self._sectors_before())  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["other_names"] = "\n".join(name.name for name in self.instance.other_names.all())
            self.initial["seen"] = self.instance.updated_at.isoformat()

    def _sectors_before(self) -> list[str]:
        return [sector.pk for sector in self.instance.sectors.all()] if self.instance.pk else []

    def clean_other_names(self) -> list[str]:
        lines = [clean_text(line) for line in self.cleaned_data["other_names"].splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        for name in names:
            validate_has_letters(name)
            if len(name) > LONGEST_NAME:
                raise ValidationError(
                    _("One of the names is longer than %(most)d characters.") % {"most": LONGEST_NAME}
                )
        return names

    def clean_seen(self) -> datetime | None:
        """When the page was read; None when somebody else wrote what stands there."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        """The same name in the same country is an error here; `namesake` is the institution there is."""
        cleaned = super().clean()
        if "name" in cleaned and "country" in cleaned:
            same = Institution.objects.named(cleaned["name"]).filter(country=cleaned["country"])
            self.namesake = same.exclude(pk=self.instance.pk).first()
        if self.namesake:
            self.add_error("name", str(_("%(name)s is on the portal already.")) % {"name": self.namesake.name})
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the institution, as services take them."""
        apart = {"other_names", "seen"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}


class JoinForm(TypedTextForm, forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["role", "note"]
        widgets = {"role": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "role": _(
                "A focal point verifies colleagues and speaks for the institution: confirms and corrects records."
            )
        }


class ProfileForm(TypedTextForm, forms.ModelForm):
    """What people tell of themselves; each of `SHOWN_FIELDS` has its own "shown to"."""

    name = forms.CharField(label=_("Name"), max_length=150, validators=[validate_has_letters])
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    expertise = forms.CharField(
        label=_("Expertise"),
        required=False,
        max_length=MOST_TAGS * (LONGEST_TAG + 2),
        help_text=_("In a few words each, with commas between them: payroll audit, open data."),
    )

    class Meta:
        model = Profile
        fields = [
            "name",
            "job_title",
            "expertise",
            "languages",
            "locale",
            "time_zone",
            *[f"{field}_shown_to" for field in Profile.SHOWN_FIELDS],
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = self.instance.user.name
        if self.instance.user.role not in User.SECRETARIAT_ROLES:  # who may well be called "EIP Secretariat"
            self.fields["name"].validators.append(validate_person_name)
        self.initial["expertise"] = ", ".join(self.instance.expertise.names())
        self.fields["languages"].choices = languages.choices(self.instance.languages)  # type: ignore[attr-defined]
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in ["UTC", *zones]]  # type: ignore[attr-defined]

    def clean_expertise(self) -> list[str]:
        tags = between_commas(self.cleaned_data["expertise"])
        if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
            message = _("At most %(count)d words or phrases, each of %(length)d characters.")
            raise ValidationError(message % {"count": MOST_TAGS, "length": LONGEST_TAG})
        for tag in tags:
            validate_has_letters(tag)
        return tags

    def save(self, commit: bool = True) -> Profile:
        user = self.instance.user
        with transaction.atomic():
            user.name = self.cleaned_data["name"]
            user.save(update_fields=["name"])
            profile: Profile = super().save(commit)
        return profile


class EraseForm(forms.Form):
    """A second thought before an account is gone."""

    understood = forms.BooleanField(label=_("I understand that this cannot be undone"))
