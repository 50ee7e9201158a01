"""Forms in which anyone says that something is wrong, and owners say what they did about it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TypedTextForm
from mail.addresses import clean_address


class ReportForm(TypedTextForm, forms.Form):
    text = forms.CharField(
        label=_("What is wrong?"),
        max_length=5000,
        error_messages={"required": _("Say what is wrong.")},
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say what stands there and what is right. If you know a source, add its address."),
    )
    reply_to = forms.CharField(
        label=_("Your e-mail address"),
        required=False,
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only if you want an answer. Those who answer for the page see it, and nobody else."),
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)
    # No person sees this field; programs that fill in whatever they find give themselves away.
    homepage = forms.CharField(required=False, label=_("Leave this empty"))

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get("homepage"))

    def clean_reply_to(self) -> str:
        address: Any = self.cleaned_data["reply_to"]
        return clean_address(address) if address else ""


class AnswerForm(TypedTextForm, forms.Form):
    answer = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
