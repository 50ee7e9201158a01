"""Suggesting a resource, and the whole of its record."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community import languages
from core.forms import TypedTextForm
from core.validators import clean_text, validate_has_letters, with_western_digits
from knowledge import doubles
from knowledge.bibliography.cleaning import FIRST_YEAR, LAST_YEAR, clean_doi
from knowledge.bibliography.works import Work
from knowledge.forms.fields import KeyField, OneLineField, PagesField, RichField
from knowledge.forms.pieces import PieceForm
from knowledge.models import Resource
from knowledge.models.choices import Level, ResourceType
from partnerships.models.choices import Direction

MOST_NAMES = 100
LONGEST_NAME = 250


class NamesField(forms.CharField):
    """People and offices, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 3, "dir": "auto"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        names = list(dict.fromkeys(name for name in map(clean_text, super().clean(value).splitlines()) if name))
        if len(names) > MOST_NAMES:
            raise ValidationError(_("At most %(most)d lines fit here.") % {"most": MOST_NAMES})
        if any(len(name) > LONGEST_NAME for name in names):
            raise ValidationError(_("A name has at most %(most)d characters.") % {"most": LONGEST_NAME})
        return names


class YearField(forms.IntegerField):
    """Figures of any script; empty where the work does not say."""

    def __init__(self, **kwargs: Any) -> None:
        said = _("A year has four figures, such as 2019.")
        super().__init__(
            required=False,
            widget=forms.TextInput({"inputmode": "numeric", "size": 6}),
            validators=[MinValueValidator(FIRST_YEAR, said), MaxValueValidator(LAST_YEAR, said)],
            error_messages={"invalid": said},
            **kwargs,
        )

    def to_python(self, value: Any) -> int | None:
        return super().to_python(with_western_digits(value) if isinstance(value, str) else value)


class DoiField(OneLineField):
    """Taken with or without the address before it; kept without."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        doi = clean_doi(typed)
        if typed and not doi:
            raise ValidationError(_("A DOI begins with 10. and a number, such as 10.1787/abc123."))
        return doi


AUTHORS: dict[str, Any] = {
    "label": gettext_lazy("Authors"),
    "help_text": gettext_lazy("One a line, family name first: Mensah, Ama. An office as it is called."),
}
DOI: dict[str, Any] = {
    "label": "DOI",
    "max_length": 250,
    "required": False,
    "help_text": gettext_lazy("The number, or the address that begins with https://doi.org/."),
}


class ResourceStartForm(TypedTextForm, forms.Form):
    """Enough to know which work it is; says so when it seems to be here already."""

    title = OneLineField(label=gettext_lazy("Title"), max_length=250, validators=[validate_has_letters])
    authors = NamesField(**AUTHORS)
    year = YearField(label=gettext_lazy("Year"), help_text=gettext_lazy("Leave it empty if the work does not say."))
    resource_type = forms.ChoiceField(
        label=gettext_lazy("Type"), choices=ResourceType.choices, initial=ResourceType.REPORT
    )
    doi = DoiField(**DOI)
    url = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Where one can read it."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    is_another = forms.BooleanField(label=gettext_lazy("It is another work"), required=False)
    creation_key = KeyField()

    def __init__(self, *args: Any, user: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.same: Resource | None = None
        fields: Any = self.fields
        fields["language"].choices = languages.choices([])
        self.initial.setdefault("language", language)
        self.initial.setdefault("creation_key", uuid.uuid4())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            work = Work(title=cleaned["title"], year=cleaned["year"], doi=cleaned["doi"])
            self.same = doubles.known([work], self.user).get(0)
            if self.same and self.same.creation_key == cleaned["creation_key"]:
                self.same = None
            if self.same and not cleaned["is_another"]:
                self.add_error("title", _("This seems to be here already: “%(title)s”.") % {"title": self.same.title})
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("is_another", "creation_key")}


class ResourceForm(PieceForm):
    """The record of a publication and what we say about it. Nobody is asked to agree: others published it."""

    summary = OneLineField(
        label=gettext_lazy("In three sentences"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("In your own words; never copied from the work. It stands in lists and letters."),
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    authors = NamesField(**AUTHORS)
    publishers = NamesField(label=gettext_lazy("Publishers"), help_text=gettext_lazy("One a line."))
    year = YearField(label=gettext_lazy("Year"))
    doi = DoiField(**DOI)
    url = forms.URLField(label=gettext_lazy("Address"), max_length=500, required=False, assume_scheme="https")
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Levels"), choices=Level, required=False, widget=forms.CheckboxSelectMultiple
    )
    directions = forms.MultipleChoiceField(
        label=gettext_lazy("Directions it looks at"),
        choices=[each for each in Direction.choices if each[0] != Direction.UNKNOWN],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cites = PagesField(
        label=gettext_lazy("Works it cites or brings together"),
        visible=Resource.objects.listed_for,
        help_text=gettext_lazy("Only those in the library here. One a line: address or title."),
    )

    class Meta(PieceForm.Meta):
        model = Resource
        fields = (
            *("title", "summary", "language", "audience", "institution", "co_authors", "sectors", "junctures"),
            *("annotation", "resource_type", "authors", "publishers", "year", "published_on", "container", "volume"),
            *("issue", "pages", "edition", "place", "doi", "isbn", "url", "study_method", "independence", "best_for"),
            *("levels", "directions", "is_synthesis"),
        )
        field_classes = {"annotation": RichField}
        widgets: dict[str, Any] = PieceForm.Meta.widgets | {
            "published_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        }

    RECORD = ("resource_type", "authors", "publishers", "year", "doi", "url")
    FURTHER = ("published_on", "container", "volume", "issue", "pages", "edition", "place", "isbn")
    OURS = ("study_method", "independence", "best_for", "levels", "directions", "is_synthesis", "cites")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["institutions"], self.fields["rests_on"]
        self.fields["partnerships"].label = _("Partnerships that cite it")

    @property
    def record(self) -> list[Any]:
        return [self[name] for name in self.RECORD]

    @property
    def further(self) -> list[Any]:
        return [self[name] for name in self.FURTHER]

    @property
    def ours(self) -> list[Any]:
        return [self[name] for name in self.OURS]

    @property
    def further_fault(self) -> bool:
        """Whether the folded part has to stand open."""
        return any(name in self.errors for name in self.FURTHER)
