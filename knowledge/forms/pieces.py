"""The pages on which stories, methods and challenges are begun and written."""

import uuid
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community import languages
from community.models import Membership, SDGTarget, Sector, User
from core.forms import TypedTextForm
from core.validators import validate_has_letters
from events.models import LearningEvent
from knowledge.forms.fields import (
    CountriesField,
    InstitutionsField,
    KeyField,
    LinesField,
    OneLineField,
    PagesField,
    RichField,
    ThemesField,
)
from knowledge.forms.figures import FigureFields
from knowledge.markup import as_typed
from knowledge.models import Challenge, Method, Piece, Resource, Story
from knowledge.services.writing import own_institutions
from partnerships.models import CriticalJuncture, Partnership


def _partnerships(user: Any) -> Any:
    return Partnership.objects.visible_to(user)


def _events(user: Any) -> Any:
    return LearningEvent.objects.visible_to(user)


class StartForm(TypedTextForm, forms.Form):
    """A title makes a draft; everything else can follow."""

    title = OneLineField(label=_("Title"), max_length=250, validators=[validate_has_letters])
    language = forms.ChoiceField(label=_("Language you write in"))
    partnerships = PagesField(
        label=_("Partnership it tells of"),
        visible=_partnerships,
        help_text=_("Paste the address of its page, or write its title. Leave it empty if there is none."),
    )
    creation_key = KeyField()

    def __init__(self, *args: Any, user: User, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["language"].choices = languages.choices([])
        fields["partnerships"].user = user
        self.initial.setdefault("language", language)
        self.initial.setdefault("creation_key", uuid.uuid4())

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "language", "partnerships")}


class PieceForm(TypedTextForm, forms.ModelForm):
    """What the kinds have in common: the words first, then what they are about, then whose they are."""

    title = OneLineField(label=_("Title"), max_length=250, validators=[validate_has_letters])
    summary = OneLineField(
        label=_("In two sentences"),
        max_length=600,
        required=False,
        help_text=_("What a reader gets from it. It stands in lists and letters."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language of the text"))
    partnerships = PagesField(
        label=_("Partnerships it tells of"),
        visible=_partnerships,
        help_text=_("One a line: the address of its page, or its title. Leave it empty if there is none."),
    )
    institutions = InstitutionsField(
        label=_("Institutions it tells of"),
        help_text=_(
            "One a line. They are asked to agree before it is published, and so are both sides of the partnerships."
        ),
    )
    countries = CountriesField(label=_("Countries"), help_text=_("One a line."))
    sdg_targets = forms.MultipleChoiceField(label=_("SDG targets"), required=False, widget=forms.CheckboxSelectMultiple)
    themes = ThemesField(
        label=_("Themes"), required=False, max_length=900, help_text=_("A few words, with commas between them.")
    )
    events = PagesField(
        label=_("Learning events"),
        visible=_events,
        help_text=_("Where it was told or asked for. One a line: the address of its page, or its title."),
    )
    rests_on = PagesField(
        label=_("Evidence it rests on"),
        visible=Resource.objects.listed_for,
        help_text=_("Reports, evaluations, articles in the library here. One a line: address or title."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    class Meta:
        model: type[Piece] = Piece
        fields: tuple[str, ...] = (
            "title",
            "summary",
            "language",
            "audience",
            "institution",
            "co_authors",
            "sectors",
            "junctures",
        )
        widgets = {
            "audience": forms.RadioSelect,
            "co_authors": forms.CheckboxSelectMultiple,
            "sectors": forms.CheckboxSelectMultiple,
            "junctures": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, stored = user, self.instance
        for name in stored.SECTIONS:
            self.initial[name] = as_typed(getattr(stored, name))
        self.initial["themes"] = ", ".join(sorted(stored.themes.names()))
        self.initial["version"] = stored.version
        self._offer()
        self._fill_lines()

    def _offer(self) -> None:
        """What one can choose from: what is in use, who is at home here, and what was chosen before."""
        stored, fields = self.instance, dict[str, Any](self.fields)
        fields["language"].choices = languages.choices([stored.language])
        fields["sectors"].queryset = Sector.objects.offered([each.pk for each in stored.sectors.all()])
        fields["junctures"].queryset = CriticalJuncture.objects.all()
        targets = SDGTarget.objects.select_related("goal")
        fields["sdg_targets"].choices = [
            (str(goal), [(each.code, str(each)) for each in group])
            for goal, group in groupby(targets, lambda t: t.goal)
        ]
        self.initial["sdg_targets"] = [each.pk for each in stored.sdg_targets.all()]
        own = own_institutions(stored.author or self.user).values("pk")
        institutions = fields["institution"].queryset
        fields["institution"].queryset = institutions.filter(pk__in=own) | institutions.filter(pk=stored.institution_id)
        fields["institution"].empty_label = _("None")
        at_home = Membership.objects.active().filter(institution__in=self.user.institution_ids).values("user")
        colleagues = User.objects.filter(pk__in=at_home, is_active=True) | User.objects.filter(
            pk__in=stored.co_authors.values("pk")
        )
        fields["co_authors"].queryset = colleagues.exclude(pk=stored.author_id).order_by("name", "pk")
        fields["co_authors"].label_from_instance = lambda person: person.display_name

    def _fill_lines(self) -> None:
        """Records stand as lines; of the parties, those that follow from the partnerships as well."""
        for name, field in self.fields.items():
            if not isinstance(field, LinesField):
                continue
            there = self.parties if name == "institutions" else list(getattr(self.instance, name).all())
            seen = {each.pk for each in there}
            if isinstance(field, PagesField):
                field.user = self.user
                seen = set(field.visible(self.user).filter(pk__in=seen).values_list("pk", flat=True))
            self.initial[name] = field.fill(there, seen)

    @property
    def parties(self) -> list[Any]:
        return [party.institution for party in self.instance.parties.select_related("institution__country")]

    @property
    def sections(self) -> list[Any]:
        return [self[name] for name in self.instance.SECTIONS]

    @property
    def seen_version(self) -> int | None:
        version: int | None = self.cleaned_data.get("version")
        return version

    @property
    def values(self) -> dict[str, Any]:
        """The columns and lists of the piece, as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def at_version(self, version: int) -> None:
        """Keep what was typed, as a change to another version of the piece."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(version)  # type: ignore[index]


class StoryForm(FigureFields, PieceForm):
    class Meta(PieceForm.Meta):
        model = Story
        fields = (*PieceForm.Meta.fields, *Story.SECTIONS, *Story.FIGURE)
        field_classes = dict.fromkeys(Story.SECTIONS, RichField)


class MethodForm(PieceForm):
    class Meta(PieceForm.Meta):
        model = Method
        fields = (*PieceForm.Meta.fields, *Method.SECTIONS, "effort", "people_needed")
        field_classes = dict.fromkeys(Method.SECTIONS, RichField)


class ChallengeForm(PieceForm):
    methods = PagesField(
        label=_("Methods tried"),
        visible=Method.objects.listed_for,
        help_text=_("Methods described on this portal. One a line: address or title."),
    )

    class Meta(PieceForm.Meta):
        model = Challenge
        fields = (*PieceForm.Meta.fields, *Challenge.SECTIONS)
        field_classes = dict.fromkeys(Challenge.SECTIONS, RichField)
