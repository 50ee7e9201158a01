"""What somebody tells from experience: who tells it, of which partnership, and the three boxes."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import Country, Institution, User
from core.forms import TypedTextForm
from core.uploads import WHAT_IS_TAKEN, taken_in
from core.validators import clean_text, validate_has_letters
from events.forms.fields import OneLineField
from events.forms.hosts import institution_named, unknown_institution
from events.forms.long_text import LongText
from events.models import AgendaItem, Presentation, PresentationFile
from partnerships.models import Partnership

_ADDRESS = re.compile(r"(?:^|/)partnerships/([-\w]+)/?$")


class PresentationForm(TypedTextForm, forms.ModelForm):
    """An institution is found by its name; a partnership by its address or title, among those the writer sees."""

    number = forms.IntegerField(
        label=gettext_lazy("Number"),
        help_text=gettext_lazy("Its place among the presentations of this item."),
        min_value=1,
        max_value=99,
        required=False,
    )
    title = OneLineField(label=gettext_lazy("Title"), max_length=250, validators=[validate_has_letters])
    presenter = OneLineField(label=gettext_lazy("Presented by"), max_length=250, required=False)
    institution_name = OneLineField(
        label=gettext_lazy("Institution"),
        help_text=gettext_lazy("Start typing its name. Leave it empty if it is not on the portal."),
        max_length=250,
        required=False,
    )
    institution_id = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    country = forms.ModelChoiceField(label=gettext_lazy("Country"), queryset=Country.objects.none(), required=False)
    partnership_named = OneLineField(
        label=gettext_lazy("Partnership it tells of"),
        help_text=gettext_lazy("Paste the address of its page here, or write its title."),
        max_length=500,
        required=False,
    )
    success = LongText(label=gettext_lazy("A success"), most=3000, required=False)
    challenge = LongText(label=gettext_lazy("A challenge"), most=3000, required=False)
    lesson = LongText(label=gettext_lazy("A lesson"), most=3000, required=False)

    field_order = [
        *("title", "presenter", "institution_name", "institution_id", "country", "partnership_named"),
        *("success", "challenge", "lesson", "number"),
    ]

    class Meta:
        model = Presentation
        fields = ["title", "presenter", "country", "success", "challenge", "lesson"]

    def __init__(self, *args: Any, item: AgendaItem, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.instance.item = user, item
        self.fields["country"].queryset = Country.objects.all()  # type: ignore[attr-defined]
        self.fields["institution_name"].widget.attrs |= {
            "data-suggest-url": reverse("community:suggest"),
            "data-suggest-target": "id_institution_id",
            "data-suggest-count": _("{n} suggestions"),
            "data-suggest-none": _("No suggestions"),
        }
        if self.instance.pk:
            self.initial = {**self.initial, **self.stored(self.instance)}

    @property
    def seen_at(self) -> datetime | None:
        """When it was stored as its writer had it before them; None where the page did not say."""
        try:
            return parse_datetime(self.data.get("read", ""))
        except ValueError:
            return None

    def stored(self, presentation: Presentation) -> dict[str, Any]:
        """How a presentation would stand in this form."""
        words = {name: getattr(presentation, name) for name in ("title", "presenter", "success", "challenge", "lesson")}
        return words | {
            "number": presentation.number,
            "institution_name": str(presentation.institution or ""),
            "institution_id": presentation.institution_id,
            "country": presentation.country_id,
            "partnership_named": self._shown_partnership(presentation),
        }

    def differences(self, presentation: Presentation) -> list[dict[str, Any]]:
        """The answers in which what was typed and what is stored now are not the same."""
        shown = self.stored(presentation) | {"country": str(presentation.country or "")}
        typed = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return [
            {"label": self.fields[name].label, "stored": value}
            for name, value in shown.items()
            if name != "institution_id" and str(value or "") != typed[name]
        ]

    def clean_institution_name(self) -> str:
        name = clean_text(self.cleaned_data["institution_name"])
        self.institution: Institution | None = None
        if name:
            picked = self.data.get("institution_id", "")
            self.institution = institution_named(
                name, int(picked[:9]) if picked.isascii() and picked.isdigit() else None
            )
            if self.institution is None:
                raise unknown_institution(name)
        return name

    def clean_partnership_named(self) -> str:
        typed = clean_text(self.cleaned_data["partnership_named"])
        self.partnership: Partnership | None = None
        if typed:
            self.partnership = self._partnership(typed)
        elif self.instance.partnership and not self._shown_partnership(self.instance):
            self.partnership = self.instance.partnership  # tied by somebody who sees it; left as it is
        return typed

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            self.instance.institution, self.instance.partnership = self.institution, self.partnership

    def _partnership(self, typed: str) -> Partnership:
        seen = Partnership.objects.visible_to(self.user)
        address = _ADDRESS.search(typed.split("?")[0].split("#")[0])
        found = list((seen.filter(slug=address[1]) if address else seen.filter(title__iexact=typed))[:2])
        if not found:
            raise ValidationError(_("We find no partnership of this address or title that you may see."))
        if len(found) > 1:
            raise ValidationError(_("Several partnerships bear this title. Paste the address of the one you mean."))
        return found[0]

    def _shown_partnership(self, presentation: Presentation) -> str:
        if presentation.partnership_id is None:
            return ""
        seen = Partnership.objects.visible_to(self.user).filter(pk=presentation.partnership_id).first()
        return seen.get_absolute_url() if seen else ""


class FileForm(TypedTextForm, forms.ModelForm):
    """Slides or a handout."""

    title = OneLineField(
        label=gettext_lazy("What it is"),
        help_text=gettext_lazy("For example: Slides, in French."),
        max_length=250,
        validators=[validate_has_letters],
    )

    class Meta:
        model = PresentationFile
        fields = ["title", "file"]
        widgets = {"file": forms.FileInput}
        help_texts = {"file": WHAT_IS_TAKEN}

    def __init__(self, *args: Any, presentation: Presentation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.presentation = presentation

    def clean_file(self) -> Any:
        return taken_in(self.cleaned_data["file"])
