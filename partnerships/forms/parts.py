"""Forms for what is added to a record over its life."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from core.validators import clean_text
from partnerships.documents import check_upload
from partnerships.models import Activity, Adaptation, CostLine, Document, LearningEntry, Partnership


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PartForm(forms.ModelForm):
    """A part for the parties: who sees it is not asked, for opening it further takes both sides."""

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.partnership = partnership
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DateInput()
                field.widget.is_required = field.required

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {name: clean_text(value) if isinstance(value, str) else value for name, value in cleaned.items()}


class ActivityForm(PartForm):
    class Meta:
        model = Activity
        fields = [
            "title",
            "kind",
            "starts_on",
            "ends_on",
            "mode",
            "travels",
            "people",
            "working_mode",
            "what_changed",
        ]


class LearningEntryForm(PartForm):
    class Meta:
        model = LearningEntry
        fields = ["noted_on", "side", "title", "text"]


class AdaptationForm(PartForm):
    class Meta:
        model = Adaptation
        fields = ["decided_on", "trigger", "decision", "evidence", "effect", "juncture"]


class CostLineForm(PartForm):
    class Meta:
        model = CostLine
        fields = [
            "payer",
            "kind",
            "amount",
            "currency",
            "days",
            "day_rate",
            "rate_source",
            "starts_on",
            "ends_on",
            "note",
        ]

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, partnership=partnership, **kwargs)
        members = {m.institution_id for m in partnership.members.all()} | {self.instance.payer_id}
        payer = self.fields["payer"]
        payer.queryset = payer.queryset.filter(pk__in=members - {None})  # type: ignore[attr-defined]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class DocumentWordsForm(PartForm):
    """What is said of a document. For another file, it is removed and added again."""

    class Meta:
        model = Document
        fields = ["title", "category", "language"]

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=[("", "—"), *settings.LANGUAGES]
    )


class DocumentForm(DocumentWordsForm):
    class Meta:
        model = Document
        fields = ["title", "category", "file", "url", "language"]

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload:
            check_upload(upload)
        return upload


PART_FORMS: dict[str, tuple[type[PartForm], Any]] = {
    "exchange": (ActivityForm, gettext_lazy("Add an exchange")),
    "lesson": (LearningEntryForm, gettext_lazy("Add something learnt")),
    "adaptation": (AdaptationForm, gettext_lazy("Add a change of course")),
    "document": (DocumentForm, gettext_lazy("Add a document")),
    "cost": (CostLineForm, gettext_lazy("Add a cost")),
}
EDIT_FORMS: dict[str, tuple[type[PartForm], Any]] = {
    "exchange": (ActivityForm, gettext_lazy("Edit an exchange")),
    "lesson": (LearningEntryForm, gettext_lazy("Edit something learnt")),
    "document": (DocumentWordsForm, gettext_lazy("Edit what is said of a document")),
    "cost": (CostLineForm, gettext_lazy("Edit a cost")),
}
