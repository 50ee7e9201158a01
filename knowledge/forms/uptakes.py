"""What a reader tells who wrote: we tried or adapted this."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community import languages
from community.models import User
from core.validators import clean_text
from knowledge.models import Uptake
from knowledge.services.writing import own_institutions


class UptakeForm(forms.ModelForm):
    class Meta:
        model = Uptake
        fields = ["kind", "text", "institution", "language"]
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 6})}
        error_messages = {
            "kind": {"required": _("Choose one: you tried it as it is, or you adapted it.")},
            "text": {"required": _("Say in a sentence what you did and what came of it.")},
        }
        help_texts = {"text": _("What went another way than here is what helps most.")}

    def __init__(self, *args: Any, user: User, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        kind.choices = Uptake.Kind.choices  # type: ignore[attr-defined]
        institution = self.fields["institution"]
        institution.queryset = own_institutions(user)  # type: ignore[attr-defined]
        institution.empty_label = _("None: I tell it for myself")  # type: ignore[attr-defined]
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of your words"), choices=languages.choices([language]), initial=language
        )

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"])
        if not any(character.isalnum() for character in text):
            raise forms.ValidationError(_("Say in a sentence what you did and what came of it."))
        return text
