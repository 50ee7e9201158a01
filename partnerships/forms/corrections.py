"""What a party says about a correction, and why it objects."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.texts import LongText


class RemarkForm(forms.Form):
    text = LongText(
        label=_("Your remark"),
        most=2000,
        rows=3,
        error_messages={"required": _("Write your remark first.")},
    )


class ObjectForm(forms.Form):
    reason = LongText(
        label=_("Why do you object?"),
        help_text=_("The other institutions named in the record and the secretariat read it."),
        most=2000,
        rows=4,
        error_messages={"required": _("Say in a sentence why you object.")},
    )
