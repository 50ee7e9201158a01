"""The small questions before a need or an offer is opened or closed."""

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import TypedTextForm
from core.models import Visibility


class CloseForm(TypedTextForm, forms.Form):
    """Why it is closed; nobody has to say."""

    because = forms.CharField(
        label=gettext_lazy("Why?"),
        required=False,
        max_length=250,
        help_text=gettext_lazy("A few words for your colleagues. You may leave it empty."),
    )


class OpenForm(forms.Form):
    """Who sees it from now on."""

    visibility = forms.ChoiceField(
        label=gettext_lazy("Who sees it"),
        choices=[
            (Visibility.PUBLIC.value, gettext_lazy("Everybody")),
            (Visibility.COMMUNITY.value, gettext_lazy("Verified members of the portal")),
        ],
        widget=forms.RadioSelect,
    )
