"""Forms of the summary report: a section, the comment round, a comment and its answer."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import TypedTextForm
from events.forms.long_text import LongText
from events.models import LearningEvent, ReportSection

LONGEST_ROUND = 90  # days


class SectionForm(TypedTextForm, forms.Form):
    """A section's words, and the version its writer has read."""

    title = forms.CharField(label=gettext_lazy("Heading"), max_length=250)
    text = LongText(
        label=gettext_lazy("Text"),
        most=50_000,
        rows=18,
        required=False,
        help_text=gettext_lazy("A blank line begins a new paragraph. A line that begins with a hyphen is a list item."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Any = None, *, section: ReportSection) -> None:
        stored = {"title": section.title, "text": section.text, "version": section.version}
        super().__init__(data, initial=stored)


class CommentRoundForm(forms.Form):
    """The last day of the round, in the event's zone."""

    last_day = forms.DateField(
        label=gettext_lazy("Last day for comments"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write a day, for example 2020-06-15.")},
    )

    def __init__(self, data: Any = None, *, event: LearningEvent) -> None:
        self.zone = ZoneInfo(event.time_zone)
        self.today = timezone.localdate(timezone=self.zone)
        super().__init__(data, initial={"last_day": self.today + timedelta(days=14)})

    def clean_last_day(self) -> Any:
        last_day = self.cleaned_data["last_day"]
        if last_day <= self.today:
            raise ValidationError(_("Choose a last day that lies ahead."), code="past")
        if last_day > self.today + timedelta(days=LONGEST_ROUND):
            words = _("Choose a last day within the next %(days)d days.")
            raise ValidationError(words % {"days": LONGEST_ROUND}, code="too_far")
        return last_day

    @property
    def until(self) -> datetime:
        """The last minute of the last day."""
        return datetime.combine(self.cleaned_data["last_day"], time(23, 59), tzinfo=self.zone)


class CommentForm(TypedTextForm, forms.Form):
    section = forms.SlugField(widget=forms.HiddenInput)
    text = LongText(label=gettext_lazy("Your comment"), most=5000, rows=3)


class SettleForm(TypedTextForm, forms.Form):
    answer = LongText(label=gettext_lazy("Answer to the participant"), most=2000, rows=2)
