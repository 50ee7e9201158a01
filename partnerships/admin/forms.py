"""What an administrator types: the rules that no constraint can say in time, or in words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community import languages
from core.forms import TypedTextForm
from core.models import Visibility
from core.slugs import RESERVED
from core.uploads import taken_in
from partnerships.admin.confirmed import WHY, is_confirmed
from partnerships.lineage import closes_circle
from partnerships.models import Document, Partnership, PartnershipFormerSlug, PartnershipMember
from partnerships.models.choices import NEXT_STAGES, Stage, Standing
from partnerships.services.editing import both_sides_named

WIDEST_FIRST = (Visibility.PUBLIC, Visibility.COMMUNITY, Visibility.PARTIES, Visibility.PRIVATE)
Side = PartnershipMember.Side


class WholeRow(TypedTextForm, forms.ModelForm):
    """Holds the row to its constraints also where they speak of fields that are only read here."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


class PartnershipForm(WholeRow):
    """Confirming is the parties' own act, so a new record is either one side's word or a public source's."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    languages = forms.MultipleChoiceField(label=gettext_lazy("Languages"), required=False)

    class Meta:
        model = Partnership
        fields = "__all__"  # noqa: DJ007 - the admin names the fields, and for whom they are read-only

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "languages" in self.fields:
            self.fields["languages"].choices = languages.choices(self.instance.languages)  # type: ignore[attr-defined]
        self.fields["seen_version"].initial = self.instance.version
        if "slug" in self.fields:
            self.fields["slug"].required = bool(self.instance.pk)
        if "standing" in self.fields:
            known = (Standing.PUBLIC_SOURCE, Standing.ONE_SIDE)
            self.fields["standing"].choices = [(each.value, each.label) for each in known]  # type: ignore[attr-defined]
        if "visibility" in self.fields:
            shown = [choice for choice in Visibility.choices if choice[0] != Visibility.PRIVATE]
            self.fields["visibility"].choices = shown  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED:
            raise ValidationError(_("This word stands for a page of the portal. Choose another."))
        if PartnershipFormerSlug.objects.filter(slug=slug).exclude(partnership=self.instance.pk).exists():
            raise ValidationError(_("This was the address of another partnership, and still leads there."))
        return slug

    def clean_scaled_from(self) -> Partnership | None:
        origin: Partnership | None = self.cleaned_data["scaled_from"]
        if origin and self.instance.pk and closes_circle(self.instance, origin.pk):
            raise ValidationError(
                _("That partnership itself goes back to this one: neither can be the older of the two.")
            )
        return origin

    def clean_stage(self) -> str:
        stage: str = self.cleaned_data["stage"]
        if not self.instance.pk or stage == self.initial["stage"]:
            return stage
        allowed = NEXT_STAGES.get(self.initial["stage"], ())
        if stage not in allowed:
            after = ", ".join(str(Stage(each).label) for each in allowed) or _("none")
            raise ValidationError(_("Stages that may follow the present one: %(stages)s.") % {"stages": after})
        if stage == Stage.EXCHANGING and not both_sides_named(self.instance):
            raise ValidationError(_("Before exchanges begin, name one institution that asks and one that offers."))
        return stage

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen = cleaned.get("seen_version")
        if self.instance.pk and seen is not None and seen != self.instance.version:
            message = _("Someone saved this record while you were writing. Copy what you wrote and load the page anew.")
            raise ValidationError(message, code="edited_meanwhile")
        return cleaned


class MemberForm(TypedTextForm, forms.ModelForm):
    class Meta:
        model = PartnershipMember
        fields = "__all__"  # noqa: DJ007 - the inline names the fields

    def clean_partnership(self) -> Partnership:
        partnership: Partnership = self.cleaned_data["partnership"]
        if is_confirmed(partnership):
            raise ValidationError(WHY)
        return partnership


class MembersFormSet(forms.BaseInlineFormSet):
    """Rows that are new have nothing in the database to collide with, so they are compared here."""

    def clean(self) -> None:
        super().clean()
        if is_confirmed(self.instance):
            return  # the rows are only read, and so not cleaned
        sides: dict[int, set[str]] = {}
        for form in self.forms:
            row = getattr(form, "cleaned_data", {})
            institution, side = row.get("institution"), row.get("side")
            if not institution or not side or row.get("DELETE"):
                continue
            others = sides.setdefault(institution.pk, set())
            if side in others:
                form.add_error("institution", _("This institution is on that side already."))
            if {side, *others} >= {Side.DEMAND, Side.SUPPLY}:
                form.add_error("institution", _("The same institution cannot both ask and offer."))
            others.add(side)


class PartForm(WholeRow):
    """Administrators write what the community may see; what is between the parties they only read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "visibility" in self.fields:
            shown = [choice for choice in Visibility.choices if choice[0] in WIDEST_FIRST[:2]]
            self.fields["visibility"].choices = shown  # type: ignore[attr-defined]
            self.fields["visibility"].initial = Visibility.PUBLIC

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        partnership = cleaned.get("partnership") or (self.instance.partnership if self.instance.pk else None)
        visibility = cleaned.get("visibility")
        if partnership and visibility and _width(visibility) < _width(partnership.visibility):
            self.add_error("visibility", _("A part is never shown to more people than its partnership."))
        return cleaned


class DocumentForm(PartForm):
    class Meta:
        model = Document
        fields = "__all__"  # noqa: DJ007 - the admin names the fields
        widgets = {"file": forms.FileInput}

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        return taken_in(upload) if upload and "file" in self.changed_data else upload


def _width(visibility: str) -> int:
    return WIDEST_FIRST.index(Visibility(visibility))
