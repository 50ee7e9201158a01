"""When a text comes before its readers."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from events.local_times import EARLIER, GapError, LocalTimeError, instant, known_zones
from events.times import zone_label

NOW, LATER = "now", "later"


class PublishForm(forms.Form):
    """The hour is that of the clock where its editor lives; the page sends along whose clock it named."""

    when = forms.ChoiceField(
        label=_("When?"),
        choices=[(NOW, _("Now")), (LATER, _("At an hour"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when.")},
    )
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    hour = forms.TimeField(required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    clock = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at: datetime | None = None  # None for now
        named = str(self.data.get("clock", ""))
        self.zone = ZoneInfo(named) if named in known_zones() else zone
        self.initial["clock"] = self.zone.key
        self.fields["hour"].label = _t("Hour (%(zone)s)") % {"zone": zone_label(self.zone)}
        self.fields["hour"].help_text = _t("The time zone is that of your profile.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == LATER:
            for name, words in (("day", _t("Choose the day.")), ("hour", _t("Choose the hour."))):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
            if not self.errors:
                self._take_hour()
        return cleaned

    def _take_hour(self) -> None:
        """Of an hour that comes twice, on the night when the clocks go back, the first is meant."""
        given = self.cleaned_data
        try:
            self.at = instant(given["day"], given["hour"], self.zone.key, fold=EARLIER).astimezone(UTC)
        except GapError as gap:
            self.add_error("hour", str(gap))
        except LocalTimeError as fault:
            self.add_error("day", str(fault))
