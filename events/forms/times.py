"""A day, two times and a zone, as the clocks of that place say them; or a day alone."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.local_times import (
    FIRST_YEAR,
    LAST_YEAR,
    AmbiguousError,
    LocalTimeError,
    UnknownZoneError,
    When,
    comes_twice,
    instant,
    zone_names,
)
from events.models.event import LONGEST

FOLDS = [("0", gettext_lazy("The first of the two")), ("1", gettext_lazy("The second of the two"))]
WHEN_FIELDS = (
    *("starts_on", "starts_time", "ends_time", "starts_fold", "ends_fold"),
    *("time_zone", "hour_is_unknown", "ends_on"),
)


def grouped_zones() -> list[tuple[str, Any]]:
    """UTC, then the zones under their part of the world, as a picker shows them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in zone_names()[1:]:
        region, _slash, place = name.partition("/")
        groups.setdefault(region, []).append((name, f"{place.replace('_', ' ')} ({region})"))
    return [("UTC", "UTC"), *groups.items()]


class WhenForm(forms.Form):
    """Mixed into the forms that ask when. After cleaning, `when` is the answer.

    Which of two times is meant is asked only where the clocks show one twice.
    """

    starts_on = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    starts_time = forms.TimeField(
        label=gettext_lazy("Begins at"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    starts_fold = forms.ChoiceField(
        label=gettext_lazy("Which of the two?"), choices=FOLDS, required=False, widget=forms.RadioSelect
    )
    ends_time = forms.TimeField(
        label=gettext_lazy("Ends at"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    ends_fold = forms.ChoiceField(
        label=gettext_lazy("Which of the two?"), choices=FOLDS, required=False, widget=forms.RadioSelect
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Only if it ends on another day."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of the event"),
        help_text=gettext_lazy(
            "The times above are those of the clocks there. Readers see them in their own zone too."
        ),
    )
    hour_is_unknown = forms.BooleanField(
        label=gettext_lazy("The hour is not known yet"),
        required=False,
        help_text=gettext_lazy("The event then stands in calendars as a whole day."),
    )

    when: When | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones: Any = self.fields["time_zone"]
        zones.choices = grouped_zones()
        zones.error_messages["invalid_choice"] = gettext_lazy(
            "There is no time zone “%(value)s”. Choose one from the list, such as Europe/Paris."
        )
        for name in ("starts_on", "ends_on"):
            field: Any = self.fields[name]
            field.error_messages["invalid"] = gettext_lazy("This is no day. Give it as year, month and day.")
        for name in ("starts_time", "ends_time"):
            field = self.fields[name]
            field.error_messages["invalid"] = gettext_lazy("This is no time of day. Give it like 15:00.")
        self.asks_which = {"starts": False, "ends": False}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.when = self._when(cleaned)
        return cleaned

    def _when(self, given: dict[str, Any]) -> When | None:
        first, zone = given.get("starts_on"), given.get("time_zone")
        if first is None or not zone or "ends_on" in self.errors:
            return None
        last = given.get("ends_on") or first
        if not self._days_are_right(first, last):
            return None
        if given.get("hour_is_unknown"):
            return When(first, last, zone)
        if "starts_time" in self.errors or "ends_time" in self.errors:
            return None
        begins, ends = given.get("starts_time"), given.get("ends_time")
        if begins is None or ends is None:
            missing = "starts_time" if begins is None else "ends_time"
            self.add_error(missing, _("Give the time, or tick that the hour is not known yet."))
            return None
        return self._with_hours(first, begins, last, ends, zone)

    def _days_are_right(self, first: date, last: date) -> bool:
        for name, day in (("starts_on", first), ("ends_on", last)):
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                words = {"first": FIRST_YEAR, "last": LAST_YEAR}
                self.add_error(name, _("Give a year between %(first)d and %(last)d.") % words)
                return False
        if last < first:
            self.add_error("ends_on", _("The last day is before the first. An event ends after it starts."))
            return False
        if last - first > LONGEST:
            self.add_error(
                "ends_on",
                _("This is %(days)d days long. An event lasts %(most)d days at most; make a series of longer ones.")
                % {"days": (last - first).days + 1, "most": LONGEST.days + 1},
            )
            return False
        return True

    def _with_hours(self, first: date, begins: time, last: date, ends: time, zone: str) -> When | None:
        starts_at = self._instant("starts", first, begins, zone)
        ends_at = self._instant("ends", last, ends, zone)
        if starts_at is None or ends_at is None:
            return None
        if ends_at <= starts_at:
            self.add_error(
                "ends_time",
                _("It would end before it starts. If it goes past midnight, give the last day below."),
            )
            return None
        return When(first, last, zone, starts_at, ends_at)

    def _instant(self, end: str, day: date, at: time, zone: str) -> datetime | None:
        chosen = self.cleaned_data.get(f"{end}_fold")
        try:
            return instant(day, at, zone, int(chosen) if chosen else None)
        except AmbiguousError as error:
            self.asks_which[end] = True
            self.add_error(f"{end}_fold", str(error))
        except UnknownZoneError as error:
            self.add_error("time_zone", str(error))
        except LocalTimeError as error:
            self.add_error(f"{end}_time", str(error))
        return None


def initial_of(when: When) -> dict[str, Any]:
    """What the form shows of a time that is known."""
    shown: dict[str, Any] = {
        "starts_on": when.starts_on,
        "ends_on": when.ends_on if when.ends_on != when.starts_on else None,
        "time_zone": when.time_zone,
        "hour_is_unknown": not when.has_hours,
    }
    for end, local in (("starts", when.local_start), ("ends", when.local_end)):
        if local:
            shown[f"{end}_time"] = local.time().replace(tzinfo=None, fold=0)
            if comes_twice(local):
                shown[f"{end}_fold"] = str(local.fold)
    return shown


def on_another_day(when: When, day: date) -> dict[str, Any]:
    """The same hours from another day on, as a proposal that the form checks like any other."""
    moved = initial_of(when) | {"starts_on": day}
    if when.ends_on != when.starts_on:
        moved["ends_on"] = day + (when.ends_on - when.starts_on)
    return {name: value for name, value in moved.items() if not name.endswith("_fold")}


def usable_zone(name: str) -> str:
    """A zone the picker has; UTC for one it lacks."""
    return name if name in zone_names() else "UTC"
