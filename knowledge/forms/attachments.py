"""What goes with a piece: pictures, whose words stand in for them, and files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community import languages
from core.forms import TypedTextForm
from core.uploads import WHAT_IS_TAKEN, picture_taken_in, taken_in
from core.validators import validate_has_letters
from knowledge.forms.fields import OneLineField
from knowledge.models import PieceFile, PieceImage


class PictureForm(TypedTextForm, forms.ModelForm):
    """The file is asked for once; its words can be changed."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG or PNG, 10 MB at most. Where and when it was taken is removed from the file."),
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png"}),
    )
    alt = OneLineField(
        label=_("What it shows, for who cannot see it"),
        help_text=_("One sentence, such as: Two auditors look at a map on a table."),
        max_length=500,
        required=False,
    )
    caption = OneLineField(label=_("Words below it"), max_length=500, required=False)
    credit = OneLineField(
        label=_("Who took it"), help_text=_("The person or office that it belongs to."), max_length=250
    )

    class Meta:
        model = PieceImage
        fields = ("file", "alt", "is_decorative", "caption", "credit", "people_agreed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["file"]
        self.fields["people_agreed"].required = True
        self.fields["people_agreed"].error_messages["required"] = _(
            "A picture is shown only when everyone who can be recognised agreed."
        )

    def clean_file(self) -> Any:
        return picture_taken_in(self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("alt") and not cleaned.get("is_decorative") and "alt" not in self.errors:
            self.add_error("alt", _("Say what the picture shows, or that it is only decoration."))
        return cleaned


class FileForm(TypedTextForm, forms.ModelForm):
    title = OneLineField(label=_("Title"), max_length=250, validators=[validate_has_letters])
    file = forms.FileField(label=_("File"), help_text=WHAT_IS_TAKEN)
    language = forms.ChoiceField(label=_("Language"), required=False)

    class Meta:
        model = PieceFile
        fields = ("title", "file", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["language"].choices = [("", _("Not chosen")), *languages.choices([])]

    def clean_file(self) -> Any:
        return taken_in(self.cleaned_data["file"])
