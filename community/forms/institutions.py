"""Forms about institutions."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community import languages
from community.models import Country, Institution, Sector
from core.forms import TypedTextForm
from core.validators import clean_text, validate_has_letters

LONGEST_NAME = 250


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
