"""Finding the member who is to run an event too."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import Membership, Profile, User
from core.forms import TypedTextForm
from events.forms.fields import OneLineField


class OrganiserForm(TypedTextForm, forms.Form):
    """By address, or by the whole name where only one member bears it. After cleaning, `user` is who is meant."""

    who = OneLineField(
        label=gettext_lazy("E-mail address or name of a member"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )

    def clean_who(self) -> User:
        typed = self.cleaned_data["who"]
        verified = User.objects.active().filter(memberships__in=Membership.objects.active())
        if "@" in typed:
            found: Any = verified.filter(email__iexact=typed)
        else:
            found = verified.filter(name__iexact=typed).exclude(profile__name_shown_to=Profile.Shown.HIDDEN)
        people = list(found.distinct()[:2])
        if not people:
            raise ValidationError(_("No verified member is known by this. Invite the person to an institution first."))
        if len(people) > 1:
            raise ValidationError(_("Several members bear this name. Give the e-mail address."))
        return people[0]
