"""What is typed about the peers of a need."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Institution
from core.forms import TypedTextForm
from core.validators import validate_has_letters
from matching.models import Offer


class AsideForm(TypedTextForm, forms.Form):
    because = forms.CharField(
        label=_("Why not this peer?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Your institution and brokers read it; the peer does not."),
    )


class ProposeForm(TypedTextForm, forms.Form):
    """A peer by its exact name; where it has offers, one of them may be meant."""

    institution = forms.CharField(label=_("Institution"), max_length=250, widget=forms.TextInput(attrs={"dir": "auto"}))
    because = forms.CharField(
        label=_("Why this peer?"),
        max_length=500,
        validators=[validate_has_letters],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.offer: Offer | None = None

    def clean_institution(self) -> Institution:
        typed = self.cleaned_data["institution"]
        institutions = Institution.objects.visible_to(self.user)
        found = list(institutions.named(typed)[:2]) or list(institutions.filter(slug=typed.casefold())[:1])
        if len(found) > 1:
            raise forms.ValidationError(_("Several institutions have this name. Type the last part of its address."))
        if not found:
            raise forms.ValidationError(
                _("The register has no institution of this name. Type it as the register does.")
            )
        self.offer = Offer.objects.open().filter(institution=found[0]).order_by("-changed_at", "-pk").first()
        return found[0]
