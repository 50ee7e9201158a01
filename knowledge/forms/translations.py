"""The words of a piece in another language: one box for each text that the original has."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TypedTextForm
from core.validators import validate_has_letters
from knowledge.forms.fields import OneLineField, RichField
from knowledge.markup import as_typed
from knowledge.models import Translation
from knowledge.models.choices import TranslationState
from knowledge.wording_changes import label


class TranslationForm(TypedTextForm, forms.Form):
    title = OneLineField(label=_("Title"), max_length=250, validators=[validate_has_letters])
    summary = OneLineField(
        label=_("In two sentences"), max_length=600, required=False, widget=forms.Textarea({"rows": 3, "dir": "auto"})
    )
    state = forms.ChoiceField(
        label=_("Who translated it"),
        choices=TranslationState.choices,
        initial=TranslationState.HUMAN,
        widget=forms.RadioSelect,
        help_text=_("Readers are told. A machine's translation that you have checked is one by a person."),
    )
    of_sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    seen_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, piece: Any, language: str, translation: Translation | None, sha256: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.piece = piece
        there = translation.content if translation else {}
        self.texts = [name for name in piece.SECTIONS if getattr(piece, name)]
        for name in self.texts:
            self.fields[name] = RichField(label=label(piece.kind, name), required=False)
            self.initial[name] = as_typed(there.get(name, ""))
        for name in ("title", "summary", *self.texts):
            self.fields[name].widget.attrs["lang"] = language
        self.initial.update(title=there.get("title", ""), summary=there.get("summary", ""), of_sha256=sha256)
        if translation:
            self.initial.update(state=translation.state, seen_at=translation.updated_at.isoformat())

    @property
    def beside(self) -> list[tuple[Any, str]]:
        """Each box with the original's text."""
        return [(self[name], getattr(self.piece, name)) for name in self.texts]

    @property
    def content(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "summary", *self.texts)}

    def read_again(self, stored: Translation) -> None:
        """Keep what was typed, as a change to what stands there now."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen_at"] = stored.updated_at.isoformat()  # type: ignore[index]
