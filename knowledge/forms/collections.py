"""Forms of collections: the collection itself, and what is put into one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from community import languages
from core.forms import TypedTextForm
from core.validators import validate_has_letters
from knowledge.forms.addresses import thing_at
from knowledge.forms.evidence import VersionedForm
from knowledge.forms.fields import KeyField, OneLineField, RichField
from knowledge.markup import as_typed
from knowledge.models import Collection, CollectionItem, Piece

NOTE = CollectionItem._meta.get_field("note")


class CollectionForm(VersionedForm):
    title = OneLineField(label=_("Title"), max_length=200, validators=[validate_has_letters])
    introduction = RichField(
        label=_("Introduction"), required=False, help_text=Collection._meta.get_field("introduction").help_text
    )
    theme = forms.ModelChoiceField(Tag.objects.none(), label=_("Theme"), required=False, empty_label=_("None"))
    creation_key = KeyField()

    class Meta:
        model = Collection
        fields = ["title", "introduction", "language", "audience", "theme"]
        widgets = {"audience": forms.RadioSelect}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        collection = self.instance
        self.initial["introduction"] = as_typed(collection.introduction)
        if collection.pk is None:
            self.initial.update(language=(get_language() or "en")[:2], creation_key=KeyField().clean(""))
        else:
            del self.fields["creation_key"]
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the text"), choices=languages.choices([self.initial["language"]])
        )
        audience: Any = self.fields["audience"]
        audience.choices = Collection.Audience.choices
        theme: Any = self.fields["theme"]
        borne = Piece.themes.through.objects.filter(
            object_id__in=Piece.objects.listed_for(user).order_by().values("pk")
        )
        theme.queryset = Tag.objects.filter(pk__in=[*borne.values_list("tag", flat=True), collection.theme_id or 0])
        theme.queryset = theme.queryset.order_by("name")

    def meet(self, stored: Any) -> list[dict[str, Any]]:
        """The other introduction as it is typed, without its markup."""
        rows = super().meet(stored)
        label = self.fields["introduction"].label
        return [row | {"stored": as_typed(stored.introduction)} if row["label"] == label else row for row in rows]

    def save(self, commit: bool = True) -> Any:
        self.instance.creation_key = self.cleaned_data.get("creation_key", self.instance.creation_key)
        return super().save(commit)


class NoteForm(TypedTextForm, forms.Form):
    note = OneLineField(
        label=_("Why it stands here"),
        max_length=NOTE.max_length,
        required=False,
        help_text=_("In a sentence; readers see it."),
    )


class EntryForm(NoteForm):
    """Puts something into this collection, by the address of its page."""

    subject = OneLineField(
        label=_("Page"),
        max_length=500,
        help_text=_("The address of a story, method, challenge, resource, finding or open question."),
    )
    field_order = ["subject", "note"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_subject(self) -> dict[str, Any]:
        named = thing_at(self.cleaned_data["subject"], self.user)
        if not named or "event" in named:
            raise ValidationError(
                gettext("This is no page of a text, finding or question that is published. Copy its address.")
            )
        return named


class CollectForm(NoteForm):
    """Puts the piece whose page one reads into a collection."""

    collection = forms.ModelChoiceField(Collection.objects.none(), label=_("Collection"), empty_label=None)
    field_order = ["collection", "note"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        collection: Any = self.fields["collection"]
        collection.queryset = Collection.objects.visible_to(user).order_by("title", "pk")
