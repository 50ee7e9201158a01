"""The page on which an event is written, and the smaller ones on which it moves, ends or is copied."""

import uuid
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community import languages
from community.models import Sector, User
from community.permissions import is_secretariat
from core.forms import TypedTextForm
from core.validators import validate_has_letters
from events.forms.fields import JoiningLinkField, KeyField, LinesField, OneLineField
from events.forms.times import WHEN_FIELDS, WhenForm, initial_of, usable_zone
from events.local_times import When
from events.models import EventSeries, LearningEvent
from events.models.choices import EventStatus, Format
from events.models.event import MOST_SEATS
from events.permissions import can_follow
from events.services.questions import MOST_QUESTIONS

PLACE_FIELDS = ("format", "venue")
TO_FOLLOW = _("Choose an event that you run, or one of the same series: its participants are told of this one.")
SEATS = _("Seats are a whole number between 1 and 100,000. Leave it empty where there is no limit.")


class FollowedField(forms.ModelChoiceField):
    def label_from_instance(self, event: Any) -> str:
        return f"{event.title} ({event.starts_on:%Y-%m-%d})"


class VersionedForm(forms.BaseForm):
    """Mixed into what several people may be writing at the same time."""

    def at_version(self, version: int) -> None:
        """Keep what was typed, as a change to another version of the event."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(version)  # type: ignore[index]


class EventForm(VersionedForm, TypedTextForm, WhenForm, forms.ModelForm):
    """All that hosts write about an event. Once it is published its time and place have a page of their own."""

    title = OneLineField(label=_("Title"), max_length=250, validators=[validate_has_letters])
    summary = OneLineField(
        label=_("In one sentence"), max_length=400, required=False, widget=forms.Textarea({"rows": 2})
    )
    venue = OneLineField(label=_("Venue"), max_length=300, required=False)
    dial_in = OneLineField(label=_("Dial-in number and code"), max_length=300, required=False)
    languages_note = OneLineField(label=_("Interpretation"), max_length=300, required=False)
    joining_url = JoiningLinkField(
        label=_("Joining link"),
        required=False,
        help_text=_("Only those who have a place get it, as an address of their own, from an hour before."),
    )
    capacity = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("Empty: no limit. Who comes later waits, and moves up by itself."),
        error_messages={"invalid": SEATS, "min_value": SEATS, "max_value": SEATS},
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Spoken or interpreted.")
    )
    series = forms.ModelChoiceField(
        EventSeries.objects.none(), label=_("Series"), required=False, empty_label=_("No series")
    )
    follows = FollowedField(
        LearningEvent.objects.none(),
        label=_("It follows"),
        required=False,
        empty_label=_("No event before"),
        help_text=_("Questions that are still open there come along."),
        error_messages={"invalid_choice": TO_FOLLOW},
    )
    questions = LinesField(
        label=_("Key questions"), required=False, longest=500, most=MOST_QUESTIONS, help_text=_("One a line.")
    )
    creation_key = KeyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    # As they stand on the page, so that the summary of errors goes down it too.
    field_order = [
        *("title", "summary", *WHEN_FIELDS, *PLACE_FIELDS, "joining_url", "dial_in", "joining_notes"),
        *("visibility", "entry", "capacity", "audience", "is_chatham_house", "languages", "languages_note"),
        *("series", "follows", "objective", "premise", "questions", "sectors", "junctures"),
    ]

    class Meta:
        model = LearningEvent
        fields = [
            *("title", "summary", "series", "follows", "format", "venue", "joining_url", "joining_notes", "dial_in"),
            *("capacity", "visibility", "entry", "is_chatham_house", "languages", "languages_note"),
            *("objective", "premise", "audience", "sectors", "junctures"),
        ]
        widgets = {
            "format": forms.RadioSelect,
            "visibility": forms.RadioSelect,
            "entry": forms.RadioSelect,
            "joining_notes": forms.Textarea({"rows": 2}),
            "objective": forms.Textarea({"rows": 4}),
            "premise": forms.Textarea({"rows": 4}),
            "audience": forms.Textarea({"rows": 2}),
            "sectors": forms.CheckboxSelectMultiple,
            "junctures": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "is_chatham_house": _(
                "What was said may be used, but not who said it. Names stay out of notes and report."
            ),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        stored = self.instance
        fields: Any = self.fields
        fields["languages"].choices = languages.choices(stored.languages)
        own_sectors = [sector.pk for sector in stored.sectors.all()] if stored.pk else []
        fields["sectors"].queryset = Sector.objects.offered(own_sectors)
        fields["series"].queryset = EventSeries.objects.visible_to(user)
        seen = LearningEvent.objects.visible_to(user).exclude(status=EventStatus.CANCELLED)
        if not is_secretariat(user):
            seen = seen.filter(Q(series__isnull=False) | Q(pk__in=LearningEvent.objects.run_by(user).values("pk")))
        fields["follows"].queryset = LearningEvent.objects.filter(
            Q(pk__in=seen.values("pk")) | Q(pk=stored.follows_id)
        ).exclude(pk=stored.pk)
        if stored.pk:
            self._for_stored()
        else:
            del self.fields["version"]
            self.initial.setdefault("creation_key", uuid.uuid4())
            profile = getattr(user, "profile", None)
            self.initial.setdefault("time_zone", usable_zone(profile.time_zone if profile else "UTC"))

    def _for_stored(self) -> None:
        """What is published has its time and place changed where everybody is told of it."""
        self.initial["version"] = self.instance.version
        gone = ["questions", "creation_key"]
        if self.instance.status == EventStatus.DRAFT:
            self.initial = {**self.initial, **initial_of(When.of(self.instance))}
        else:
            gone += [*WHEN_FIELDS, *PLACE_FIELDS]
        for name in gone:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Who may go on from an event; what it went on from before stays."""
        cleaned = super().clean() or {}
        before = cleaned.get("follows")
        if before is None or before.pk == self.instance.follows_id:
            return cleaned
        if not can_follow(self.user, before, cleaned.get("series")):
            self.add_error("follows", TO_FOLLOW)
        return cleaned

    def clean_languages(self) -> list[str]:
        return sorted(self.cleaned_data["languages"])

    @property
    def values(self) -> dict[str, Any]:
        """The columns and lists of the event, as services take them."""
        given = {name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.fields}
        return {name: _plain_lines(value) for name, value in given.items()}


class MoveForm(VersionedForm, TypedTextForm, WhenForm):
    """Another time, another zone, another place."""

    format = forms.ChoiceField(label=_("Format"), choices=Format, widget=forms.RadioSelect)
    venue = OneLineField(label=_("Venue"), max_length=300, required=False)
    joining_url = JoiningLinkField(label=_("Joining link"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    @property
    def place(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("format", "venue", "joining_url")}


class CloneForm(WhenForm):
    """When the copy takes place, and whether it goes on from the first."""

    follows = forms.BooleanField(
        label=_("It goes on from this event"),
        required=False,
        help_text=_("Only the questions that are still open come along. Otherwise all of them do."),
    )
    creation_key = KeyField()


class CancelForm(TypedTextForm, forms.Form):
    """Why; everybody who is registered reads it."""

    reason = forms.CharField(
        label=_("Why is it cancelled?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("Everybody who is registered reads this."),
        validators=[validate_has_letters],
    )


def _plain_lines(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
