"""What a claim rests on: a file, an address, a document of the record, or a text of the portal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.uploads import WHAT_IS_TAKEN, taken_in
from knowledge.models import Piece
from partnerships.forms.fields import cleaned_field
from partnerships.models import Document, Partnership
from results.models import EvidenceItem


class EvidenceForm(forms.ModelForm):
    class Meta:
        model = EvidenceItem
        fields = ["title", "file", "url", "document", "piece", "place", "is_confidential"]
        formfield_callback = cleaned_field
        help_texts = {
            "title": _("Such as “Minutes of the committee, May 2026”."),
            "file": WHAT_IS_TAKEN,
            "place": _("Page, table, section or minute."),
            "is_confidential": _("Others read that there is evidence, and not what."),
        }

    def __init__(self, *args: Any, partnership: Partnership, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document: Any = self.fields["document"]
        document.queryset = Document.objects.visible_to(user).filter(partnership=partnership)
        piece: Any = self.fields["piece"]
        piece.queryset = Piece.objects.listed_for(user).filter(partnerships=partnership)
        for name in ("document", "piece"):
            if not self.fields[name].queryset.exists():  # type: ignore[attr-defined]
                del self.fields[name]

    def clean_file(self) -> Any:
        upload = self.cleaned_data.get("file")
        return taken_in(upload) if upload else upload

    def clean(self) -> dict[str, Any]:
        """What it rests on is asked for once, beside the first of the four fields."""
        cleaned = super().clean() or self.cleaned_data
        given = [name for name in ("file", "url", "document", "piece") if cleaned.get(name)]
        wrong = [name for name in ("file", "url", "document", "piece") if name in self.errors]
        if len(given) != 1 and not wrong:
            self.add_error("file", _("Give one thing: a file, an address, a document of the record or a text."))
        return cleaned
