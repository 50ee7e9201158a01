"""What somebody wants a token of the API for."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TypedTextForm
from core.registry import api_families
from core.validators import validate_has_letters

LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year"))]


class TokenForm(TypedTextForm, forms.Form):
    """A name to know it again by, what it may read, and for how long."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        validators=[validate_has_letters],
        help_text=_("To know it again: what will use it, and where."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may read"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may read yourself. Tick only what the program needs."),
        error_messages={"required": _("Choose what the token may read.")},
    )
    days = forms.ChoiceField(label=_("It ends after"), choices=LIFETIMES, initial="90")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        families = [(family.name, family.label) for family in api_families()]
        self.fields["scopes"].choices = families  # type: ignore[attr-defined]

    @property
    def lives_for(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["days"]))
