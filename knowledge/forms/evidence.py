"""Forms of the editors of evidence: a finding, a question, its review, and what bears on it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import TypedTextForm
from core.validators import validate_has_letters
from knowledge.forms.addresses import thing_at
from knowledge.forms.fields import OneLineField
from knowledge.models import Condition, Finding, OpenQuestion, Outcome, Piece, QuestionEvidence
from knowledge.models.choices import Bearing, Level


class VersionedForm(TypedTextForm, forms.ModelForm):
    """Carries the version that its writer read, so that two who write at once are told."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.version
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs |= {"rows": 5, "dir": "auto"}

    def meet(self, stored: Any) -> list[dict[str, Any]]:
        """What another person saved meanwhile, where it differs; from now on this form has read it."""
        typed: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, which the stubs call a Mapping
        typed["seen"] = stored.version
        self.data = typed
        return [
            {"label": self.fields[name].label, "stored": _said(stored, name)}
            for name in self._meta.fields or ()
            if self.cleaned_data.get(name) != getattr(stored, name)
        ]


def _said(stored: Any, name: str) -> str:
    """A value in words: the label of a choice, not its key."""
    label = getattr(stored, f"get_{name}_display", None)
    return str(label() if label else getattr(stored, name))


class SourceField(OneLineField):
    """A published piece that its writer sees, by the address of its page or by its title."""

    user: Any = None

    def clean(self, value: Any) -> Any:
        line = super().clean(value)
        listed = Piece.objects.listed_for(self.user)
        slug = line.rstrip("/").rsplit("/", 1)[-1].split("#")[0] if "/" in line else ""
        found = list(listed.filter(slug=slug)[:1]) if slug else []
        found = found or list(listed.filter(title__iexact=line)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(gettext("There are two of this title. Copy the address of its page."))
        raise ValidationError(gettext("Nothing published has this title or address. Copy the address of its page."))


class FindingForm(VersionedForm):
    source = SourceField(label=_("Source"), max_length=500, help_text=_("The address of its page, or its whole title."))
    title = OneLineField(
        label=_("In one line"), max_length=200, validators=[validate_has_letters], help_text=_("Say what was found.")
    )
    confidence_reason = OneLineField(label=_("Why this confidence"), max_length=500, validators=[validate_has_letters])
    place = OneLineField(label=_("Place in the source"), max_length=200, help_text=_("A page, a section, a minute."))
    condition = forms.ModelChoiceField(Condition.objects.all(), label=_("Condition"))
    outcome = forms.ModelChoiceField(Outcome.objects.all(), label=_("Outcome"))

    class Meta:
        model = Finding
        fields = [
            *("source", "condition", "outcome", "effect", "level", "title", "text"),
            *("confidence", "confidence_reason", "place"),
        ]
        labels = {"text": _("Finding"), "effect": _("Direction")}
        help_texts: dict[str, Any] = {"text": _("In your own words; never copied from the source.")}

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.user = user
        if self.instance.source_id:
            self.initial["source"] = self.instance.source.get_absolute_url()
        groups: dict[Any, list[tuple[str, str]]] = {level.label: [] for level in Level}
        for outcome in Outcome.objects.all():
            groups[outcome.get_level_display()].append((outcome.pk, outcome.name))
        column: Any = self.fields["outcome"]
        column.choices = [("", "---------"), *((name, rows) for name, rows in groups.items() if rows)]


class QuestionForm(VersionedForm):
    text = OneLineField(label=_("Question"), max_length=400, validators=[validate_has_letters])

    class Meta:
        model = OpenQuestion
        fields = ["text", "why"]


class ReviewForm(VersionedForm):
    """Where a question stands, after somebody has looked at all its evidence."""

    review_note = OneLineField(label=_("What the review found"), max_length=500, required=False)

    class Meta:
        model = OpenQuestion
        fields = ["state", "answer", "review_note"]


class EvidenceForm(TypedTextForm, forms.Form):
    """Names a finding, a piece or an event by the address of its page, and says what it says."""

    subject = OneLineField(
        label=_("Page"),
        max_length=500,
        help_text=_("The address of a finding, story, method, challenge, resource or event."),
    )
    bearing = forms.ChoiceField(label=_("What it says"), choices=Bearing, widget=forms.RadioSelect)
    note = OneLineField(
        label=_("What it says to this question"),
        max_length=QuestionEvidence._meta.get_field("note").max_length,
        required=False,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_subject(self) -> dict[str, Any]:
        named = thing_at(self.cleaned_data["subject"], self.user)
        if not named or "question" in named:
            raise ValidationError(
                gettext("This is no page of a finding, piece or event that you see. Copy its address.")
            )
        return named
