"""Forms for what is added to a record over its life."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from core.models import Visibility
from core.validators import clean_text
from partnerships.documents import check_upload
from partnerships.models import Activity, Adaptation, CostLine, Document, LearningEntry, Partnership


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PartForm(forms.ModelForm):
    """A part is never more visible than its partnership."""

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.partnership = partnership
        allowed = {Visibility.PUBLIC: 0, Visibility.COMMUNITY: 1, Visibility.PARTIES: 2, Visibility.PRIVATE: 3}
        widest = min(allowed[Visibility(partnership.visibility)], 2)
        self.fields["visibility"].choices = [  # type: ignore[attr-defined]
            choice for choice in Visibility.choices if widest <= allowed[Visibility(choice[0])] <= 2
        ]
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
            "visibility",
        ]


class LearningEntryForm(PartForm):
    class Meta:
        model = LearningEntry
        fields = ["noted_on", "side", "title", "text", "visibility"]


class AdaptationForm(PartForm):
    class Meta:
        model = Adaptation
        fields = ["decided_on", "trigger", "decision", "evidence", "effect", "juncture", "visibility"]


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
            "visibility",
        ]

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, partnership=partnership, **kwargs)
        members = [m.institution_id for m in partnership.members.all() if m.institution_id]
        payer = self.fields["payer"]
        payer.queryset = payer.queryset.filter(pk__in=members)  # type: ignore[attr-defined]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class DocumentForm(PartForm):
    class Meta:
        model = Document
        fields = ["title", "category", "file", "url", "language", "visibility"]

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=[("", "—"), *settings.LANGUAGES]
    )

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
