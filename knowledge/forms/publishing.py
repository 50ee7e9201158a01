"""When a text comes before its readers."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

NOW, LATER = "now", "later"


class PublishForm(forms.Form):
    when = forms.ChoiceField(
        label=_("When?"),
        choices=[(NOW, _("Now")), (LATER, _("At an hour"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when.")},
    )
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    hour = forms.TimeField(
        label=_("Hour (UTC)"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == LATER:
            for name, words in (("day", _t("Choose the day.")), ("hour", _t("Choose the hour."))):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return cleaned

    @property
    def at(self) -> datetime | None:
        """None for now."""
        if self.cleaned_data["when"] == NOW:
            return None
        return datetime.combine(
            self.cleaned_data["day"], self.cleaned_data["hour"], tzinfo=timezone.get_default_timezone()
        )
