"""Forms in which people tell who they are."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community import languages
from community.models import Profile, User
from community.person_names import validate_person_name
from core.forms import TypedTextForm, validate_no_turned_text
from core.validators import between_commas, clean_text, validate_has_letters

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
