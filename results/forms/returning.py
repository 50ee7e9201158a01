"""What has to be mended before an observation can be approved."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TypedTextForm
from partnerships.forms.fields import CleanCharField


class ReturnForm(TypedTextForm, forms.Form):
    reason = CleanCharField(
        label=_("What has to be mended?"),
        max_length=2000,
        help_text=_("One or two sentences, such as: which register is this figure from?"),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Say why it goes back.")},
    )


class CorrectionForm(TypedTextForm, forms.Form):
    """Why something approved is said anew."""

    reason = CleanCharField(
        label=_("Why is it corrected?"),
        max_length=500,
        help_text=_("Everybody who sees the figure reads this. The version before stays to be seen."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Say why it is corrected.")},
    )
