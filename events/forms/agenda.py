"""An agenda item in one row, or many items as lines of text."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import TypedTextForm
from core.validators import validate_has_letters, with_western_digits
from events.agenda_lines import place_lines, read_lines
from events.agenda_times import OutsideEvent, days_of, end_at, local, read_clock, start_at
from events.forms.fields import OneLineField
from events.models import AgendaItem, LearningEvent
from events.models.choices import ItemKind

TRACKS = [(number, number) for number in range(1, 10)]
MOST_MINUTES = 24 * 60


class ClockField(forms.CharField):
    """A time of day as people type it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput({"size": 7, "dir": "ltr", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> time | None:
        typed = super().clean(value)
        if not typed:
            return None
        at = read_clock(typed)
        if at is None:
            raise ValidationError(_("Write a time such as 13:00."), code="not_a_time")
        return at


class UntilField(ClockField):
    """When it ends, or for how many minutes it lasts: a number alone is minutes."""

    def clean(self, value: Any) -> time | timedelta | None:  # type: ignore[override]
        typed = with_western_digits(str(value or "").strip())
        figures = typed.removesuffix("min").strip()
        if figures.isascii() and figures.isdigit():
            minutes = int(figures[:6])
            if not 1 <= minutes <= MOST_MINUTES:
                raise ValidationError(_("Write minutes between 1 and %(most)d.") % {"most": MOST_MINUTES})
            return timedelta(minutes=minutes)
        return super().clean(value)


class ItemForm(TypedTextForm, forms.ModelForm):
    """One item. Without hours of the event it has no times, and as an edit asks for its place instead."""

    day = forms.TypedChoiceField(label=gettext_lazy("Day"), coerce=date.fromisoformat)
    start = ClockField(label=gettext_lazy("From"), max_length=12)
    until = UntilField(label=gettext_lazy("Until, or minutes"), max_length=12)
    title = OneLineField(label=gettext_lazy("What happens"), max_length=250, validators=[validate_has_letters])
    lead = OneLineField(label=gettext_lazy("Who leads"), max_length=250, required=False)
    track = forms.TypedChoiceField(label=gettext_lazy("Track"), choices=TRACKS, coerce=int, initial=1)
    place = forms.IntegerField(label=gettext_lazy("Place in the order"), min_value=1, max_value=300)

    field_order = ["day", "start", "until", "title", "lead", "kind", "track", "place", "description"]

    class Meta:
        model = AgendaItem
        fields = ["title", "lead", "kind", "track", "description"]

    def __init__(self, *args: Any, event: LearningEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = self.instance.event = event
        days = days_of(event)
        self.fields["day"].choices = [(day.isoformat(), date_format(day, "l j F")) for day in days]  # type: ignore[attr-defined]
        self.fields["description"].widget.attrs["rows"] = 3
        left_out = [] if event.has_hours else ["day", "start", "until"]
        left_out += [] if days else ["day"]
        left_out += ["place"] if event.has_hours or not self.instance.pk else []
        for name in set(left_out):
            del self.fields[name]
        if self.instance.pk:
            self.initial = {**self.initial, **self.stored(self.instance)}

    @property
    def seen_at(self) -> datetime | None:
        """When the item was stored that its writer had before them; None where the page did not say."""
        try:
            return parse_datetime(self.data.get("read", ""))
        except ValueError:
            return None

    def stored(self, item: AgendaItem) -> dict[str, Any]:
        """How an item would stand in this form."""
        words = {"title": item.title, "lead": item.lead, "kind": item.kind, "track": item.track}
        words["description"] = item.description
        if item.starts_at and item.ends_at:
            start, end = local(self.event, item.starts_at), local(self.event, item.ends_at)
            words |= {"day": start.date().isoformat(), "start": f"{start:%H:%M}", "until": f"{end:%H:%M}"}
        elif "place" in self.fields:
            before = AgendaItem.objects.filter(event=self.event, starts_at=None, position__lt=item.position)
            words["place"] = before.count() + 1
        return words

    def differences(self, item: AgendaItem) -> list[dict[str, Any]]:
        """The answers in which what was typed and what is stored now are not the same."""
        stored = self.stored(item)
        typed = {name: str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields}
        labels = dict(ItemKind.choices)
        return [
            {"label": self.fields[name].label, "stored": labels.get(str(value), value)}
            for name, value in stored.items()
            if name in self.fields and str(value) != typed[name].replace("\r\n", "\n")
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "start" not in self.fields or self.errors:
            return cleaned
        kept = self.instance.pk and not {"day", "start", "until"} & set(self.changed_data)
        if not kept:
            self._set_times(cleaned)
        return cleaned

    def _set_times(self, cleaned: dict[str, Any]) -> None:
        field, until = "start", cleaned["until"]
        try:
            after = last_end(self.event, cleaned["track"]) if not self.instance.pk else None
            start = start_at(self.event, cleaned["start"], after=after, day=cleaned.get("day"))
            field = "until"
            end = start + until if isinstance(until, timedelta) else end_at(self.event, until, start)
        except OutsideEvent as error:
            self.add_error(field, str(error))
        else:
            self.instance.starts_at, self.instance.ends_at = start, end


class LinesForm(forms.Form):
    """Many items at once. After cleaning, `items` are they, unsaved; a fault names its line, and nothing is stored."""

    lines = forms.CharField(
        label=gettext_lazy("One item a line"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 8, "dir": "auto", "spellcheck": "false", "class": "agenda-typed"}),
    )

    def __init__(self, *args: Any, event: LearningEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.items: list[AgendaItem] = []
        self.numbers: list[int] = []

    def clean_lines(self) -> str:
        text: str = self.cleaned_data["lines"]
        reading = read_lines(text)
        self.numbers = [line.number for line in reading.found]
        placed = place_lines(self.event, reading.found, list(self.event.agenda_items.all()))
        faults = sorted(reading.faults + placed.faults)
        if not faults and not placed.found:
            raise ValidationError(_("There is no item in these lines."))
        if faults:
            raise ValidationError([fault_of_line(number, fault) for number, fault in faults[:20]])
        self.items = placed.found
        return text

    def refuse(self, message: str, number: int) -> None:
        """Name the line of an item that could not be placed."""
        self.add_error("lines", fault_of_line(self.numbers[number], message))


def fault_of_line(number: int, fault: str) -> str:
    return _("Line %(number)d: %(fault)s") % {"number": number, "fault": fault}


def last_end(event: LearningEvent, track: int | None = None) -> datetime | None:
    """When the last item ends, of a track or of all."""
    items = event.agenda_items.exclude(ends_at=None)
    if track:
        items = items.filter(track=track)
    return items.order_by("-ends_at").values_list("ends_at", flat=True).first()
