"""What people say of themselves to come to an event."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.models import Country, Institution
from community.person_names import validate_person_name
from core.forms import TypedTextForm
from core.validators import validate_has_letters
from events.forms.fields import OneLineField
from events.models import Registration
from events.models.choices import Represents
from events.services.registering import Details
from mail.addresses import clean_address


class PersonForm(TypedTextForm, forms.Form):
    """A person and where they come from; the institution is found by its very name, else the name is kept."""

    name = OneLineField(
        label=_("Your name"),
        max_length=150,
        validators=[validate_has_letters, validate_person_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = OneLineField(
        label=_("Organisation"),
        max_length=250,
        validators=[validate_has_letters],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ModelChoiceField(
        Country.objects.all(), label=_("Country"), required=False, empty_label=_("International, or not said")
    )
    represents = forms.ChoiceField(label=_("You come for"), choices=Represents, widget=forms.RadioSelect)

    def institution(self) -> Institution | None:
        """The one of that name; with several, nobody guesses."""
        name, country = self.cleaned_data["organisation"], self.cleaned_data.get("country")
        found = list(Institution.objects.named(name)[:5])
        if len(found) > 1 and country:
            found = [each for each in found if each.country_id == country.pk]
        return found[0] if len(found) == 1 else None

    def details(self, *, time_zone: str) -> Details:
        cleaned, institution = self.cleaned_data, self.institution()
        return Details(
            name=cleaned["name"],
            job_title=cleaned.get("job_title", ""),
            institution=institution,
            organisation="" if institution else cleaned["organisation"],
            country=cleaned["country"] or (institution.country if institution else None),
            represents=cleaned["represents"],
            language=cleaned.get("language") or get_language() or "en",
            time_zone=time_zone,
            access_needs=cleaned.get("access_needs", ""),
            in_list=cleaned.get("in_list", False),
        )


class ConsentForm(forms.Form):
    """Asked of each person, and never ticked beforehand."""

    in_list = forms.BooleanField(
        label=_("Show me in the list of participants"),
        required=False,
        help_text=_(
            "Other participants then read your name, job title, organisation and country, until 30 days after the "
            "event. Nobody sees your address. You can change this at any time."
        ),
    )
    access_needs = forms.CharField(
        label=_("What do you need to take part?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Captions, sign language, an interpreter, slides sent before. Only the hosts read this."),
    )


class StrangerForm(PersonForm, ConsentForm):
    """For people without an account, or not signed in."""

    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        help_text=_("We send a link there. You have a place only when you have opened it and pressed the button."),
    )
    # No person sees this field; programs that fill in whatever they find give themselves away.
    homepage = forms.CharField(required=False, label=_("Leave this empty"))
    field_order = ["name", "email", "organisation", "country", "represents", "access_needs", "in_list"]

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get("homepage"))

    def clean_email(self) -> str:
        address: Any = self.cleaned_data["email"]
        return clean_address(address)


class InvitedForm(PersonForm, ConsentForm):
    """What an invited person says when they accept."""

    job_title = OneLineField(label=_("Job title"), max_length=150, required=False)
    field_order = ["name", "job_title", "organisation", "country", "represents", "access_needs", "in_list"]


class HandForm(PersonForm):
    """The secretariat enters somebody; whether they stand in the list, they say themselves."""

    email = forms.CharField(label=_("E-mail address"), max_length=320, widget=forms.EmailInput(attrs={"dir": "ltr"}))
    field_order = ["name", "email", "organisation", "country", "represents"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["represents"].label = _("Comes for")

    def clean_email(self) -> str:
        address: Any = self.cleaned_data["email"]
        return clean_address(address)


class OwnRegistrationForm(TypedTextForm, forms.ModelForm):
    """What a registered person may change of it, as often as they like."""

    name = OneLineField(label=_("Your name"), max_length=150, validators=[validate_has_letters])
    job_title = OneLineField(label=_("Job title"), max_length=150, required=False)
    organisation = OneLineField(label=_("Organisation"), max_length=250, required=False)
    in_list = ConsentForm.base_fields["in_list"]
    access_needs = ConsentForm.base_fields["access_needs"]

    class Meta:
        model = Registration
        fields = ["in_list", "access_needs", "name", "job_title", "organisation", "represents", "language"]
        labels = {"language": _("Language of our mails"), "represents": _("You come for")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.institution_id:
            del self.fields["organisation"]
        user = self.instance.user
        if user is None or not (user.is_editor or user.is_administrator):
            self.fields["name"].validators.append(validate_person_name)


class SureForm(forms.Form):
    """A tick, so that a program that follows links and presses buttons cancels nothing."""

    sure = forms.BooleanField(
        label=_("Yes, I am sure"), error_messages={"required": _("Tick the box if you are sure.")}
    )
