"""Forms for what stays of an event: feedback, takeaways, and what was said to its questions."""

from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.forms import TypedTextForm
from events.forms.long_text import LongText
from events.models import DiscussionQuestion, Feedback, LearningEvent, Takeaway
from events.models.choices import Stance
from partnerships.models import Partnership

USEFULNESS = [
    (5, _("5 – very useful")),
    (4, _("4 – useful")),
    (3, _("3 – partly useful")),
    (2, _("2 – of little use")),
    (1, _("1 – not useful")),
]


class FeedbackForm(TypedTextForm, forms.Form):
    usefulness = forms.TypedChoiceField(
        label=_("How useful was the event for your work?"), choices=USEFULNESS, coerce=int, widget=forms.RadioSelect
    )
    will_use = LongText(label=_("What will you try or change?"), most=2000, rows=3, required=False)
    was_hard = LongText(label=_("What did not work?"), most=2000, rows=3, required=False)
    next_topic = LongText(label=_("What should the next event ask?"), most=2000, rows=3, required=False)

    def __init__(self, *args: Any, given: Feedback | None, **kwargs: Any) -> None:
        names = ("usefulness", "will_use", "was_hard", "next_topic")
        super().__init__(*args, initial={name: getattr(given, name) for name in names} if given else {}, **kwargs)


class TakeawayForm(TypedTextForm, forms.ModelForm):
    """One conclusion; offers the questions of its event. Partnerships are named, because there are too many to offer."""

    text = LongText(
        label=_("Text"),
        most=10_000,
        rows=8,
        required=False,
        help_text=_("A blank line begins a new paragraph. A line that begins with a hyphen is a list item."),
    )
    partnerships = LongText(
        label=_("Partnerships"),
        most=5000,
        rows=3,
        required=False,
        help_text=_("One a line: the title as it is in the register, or the address of its page."),
    )
    stance = forms.ChoiceField(label=_("What participants did"), choices=Stance, widget=forms.RadioSelect)

    field_order = ("title", "text", "stance", "questions", "partnerships", "sectors")

    class Meta:
        model = Takeaway
        fields = ["title", "text", "stance", "questions", "sectors"]
        widgets = {"questions": forms.CheckboxSelectMultiple, "sectors": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, event: LearningEvent, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.event = event
        cast("Any", self.fields["questions"]).queryset = DiscussionQuestion.objects.filter(event=event)
        self.seen = Partnership.objects.visible_to(user).only("pk", "title", "slug")
        if self.instance.pk:
            linked = self.seen.filter(takeaways=self.instance).order_by("title", "pk")
            self.initial["partnerships"] = "\n".join(each.title for each in linked)

    def clean_partnerships(self) -> list[Partnership]:
        """By title, capitals ignored, or by the address of the page; every line has to be one that the writer sees."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["partnerships"].splitlines())):
            slug = urlsplit(line).path.rstrip("/").rpartition("/")[2] if "/" in line else ""
            named = self.seen.filter(Q(title__iexact=line) | Q(slug=slug) if slug else Q(title__iexact=line))
            match = list(named.order_by("pk")[:2])
            if not match:
                self.add_error("partnerships", _("No partnership is called “%(name)s”.") % {"name": line[:100]})
            elif len(match) > 1:
                words = _("Several partnerships are called “%(name)s”. Paste the address of the one you mean.")
                self.add_error("partnerships", words % {"name": line[:100]})
            found += match
        return found


class QuestionSaidForm(TypedTextForm, forms.ModelForm):
    said = LongText(label=_("What was said"), most=5000, rows=8, required=False)

    class Meta:
        model = DiscussionQuestion
        fields = ["status", "said"]
        widgets = {"status": forms.RadioSelect}
