"""What one side says when it confirms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import Visibility

AUDIENCES = [
    (Visibility.PUBLIC, _("Everyone")),
    (Visibility.COMMUNITY, _("Verified members of the community")),
    (Visibility.PARTIES, _("Only the institutions concerned")),
]


class ConfirmForm(forms.Form):
    """`revision` is the wording that the page shows: nobody confirms words that they have not read."""

    revision = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    agreed_visibility = forms.ChoiceField(
        label=_("Who may see it, once both sides have confirmed"),
        choices=AUDIENCES,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("A note to the other side"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ShareForm(forms.Form):
    to = forms.ChoiceField(label=_("Who may see this record"), choices=AUDIENCES, widget=forms.RadioSelect)
