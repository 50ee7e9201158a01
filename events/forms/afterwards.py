"""Forms for what stays of an event: feedback, takeaways, and what was said to its questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Sector, User
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
    """One conclusion; offers the questions of its event, and the partnerships that its writer sees."""

    text = LongText(
        label=_("Text"),
        most=10_000,
        rows=8,
        required=False,
        help_text=_("A blank line begins a new paragraph. A line that begins with a hyphen is a list item."),
    )
    stance = forms.ChoiceField(label=_("What participants did"), choices=Stance, widget=forms.RadioSelect)

    class Meta:
        model = Takeaway
        fields = ["title", "text", "stance", "questions", "partnerships", "sectors"]
        widgets = {
            "questions": forms.CheckboxSelectMultiple,
            "partnerships": forms.SelectMultiple(attrs={"size": 6}),
            "sectors": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, event: LearningEvent, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.event = event
        self.fields["questions"].queryset = DiscussionQuestion.objects.filter(event=event)
        seen = Partnership.objects.visible_to(user).order_by("title", "pk")
        self.fields["partnerships"].queryset = seen.only("pk", "title")
        self.fields["sectors"].queryset = Sector.objects.all()


class QuestionSaidForm(TypedTextForm, forms.ModelForm):
    said = LongText(label=_("What was said"), most=5000, rows=8, required=False)

    class Meta:
        model = DiscussionQuestion
        fields = ["status", "said"]
        widgets = {"status": forms.RadioSelect}
