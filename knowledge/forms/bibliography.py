"""Forms of the library's upkeep: an import, a recommendation, a note beside a finding."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from community import languages
from core.forms import TypedTextForm
from core.validators import validate_has_letters
from knowledge.models import FindingNote, Recommendation

MOST_BYTES = 3_000_000
MOST_ENTRIES = 500


class ImportForm(forms.Form):
    """A file, or its text: after a first look the text stands on the page, where it can be mended."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("CSV, BibTeX (.bib), RIS or CSL-JSON; 3 MB and 500 entries at most."),
        widget=forms.ClearableFileInput({"accept": ".csv,.bib,.ris,.json,.txt,text/csv,application/json"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste the entries here"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8, "dir": "auto", "spellcheck": "false"}),
    )
    name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    fill = forms.BooleanField(
        label=gettext_lazy("Where a resource is here already, add what it lacks"),
        required=False,
        help_text=gettext_lazy("Nothing that it says is replaced."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        if upload:
            cleaned |= {"text": _text_of(upload), "name": upload.name}
        if not (cleaned.get("text") or "").strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste entries below."))
        elif len(cleaned.get("text") or "") > MOST_BYTES:
            self.add_error("text", _("This is too much for one import. Bring it in parts."))
        return cleaned


def _text_of(upload: Any) -> str:
    """In UTF-8 as nearly all files are, else as older programs on Windows wrote."""
    if upload.size > MOST_BYTES:
        raise ValidationError({"file": _("The file is larger than 3 MB. Bring it in parts.")})
    content = upload.read()
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            text: str = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ValidationError({"file": _("This is no text file. Save the list as CSV, BibTeX, RIS or CSL-JSON first.")})


class RecommendationForm(TypedTextForm, forms.ModelForm):
    class Meta:
        model = Recommendation
        fields = ("text", "response_state", "response", "responded_by", "responded_on")
        widgets = {
            "text": forms.Textarea({"rows": 3, "dir": "auto"}),
            "response": forms.Textarea({"rows": 3, "dir": "auto"}),
            "responded_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }


class NoteForm(TypedTextForm, forms.ModelForm):
    text = forms.CharField(
        label=gettext_lazy("Your note"),
        max_length=1000,
        validators=[validate_has_letters],
        help_text=gettext_lazy("Does it hold where you work? Everyone reads it, under the name of your institution."),
        widget=forms.Textarea({"rows": 4, "dir": "auto", "maxlength": 1000}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language you write in"))

    class Meta:
        model = FindingNote
        fields = ("text", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["language"].choices = languages.choices([])
        self.initial["language"] = get_language() or "en"
