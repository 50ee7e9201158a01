"""What readers choose about their digest and their searches."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.validators import clean_text
from digests.letters import EDITION
from digests.models import DigestChoice, SavedSearch
from digests.models.choices import Rhythm
from digests.services.choices import NEVER
from mail.models import MailPreference


class DigestChoiceForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("How often"), choices=[*Rhythm.choices, (NEVER, _("Never"))], widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As all mail to me")), *settings.LANGUAGES]
    )

    def __init__(self, data: Any = None, *, reader: Any) -> None:
        choice = DigestChoice.objects.filter(user=reader).first() or DigestChoice(user=reader)
        kinds = MailPreference.objects.choices_of([reader.email])
        refused = kinds.get((reader.email, EDITION)) == MailPreference.Choice.NEVER
        initial = {"rhythm": NEVER if refused else choice.rhythm, "language": choice.language}
        super().__init__(data, initial=initial)


class SavedSearchForm(forms.ModelForm):
    class Meta:
        model = SavedSearch
        fields = ("name", "notice")
        widgets = {"notice": forms.RadioSelect}

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"])
