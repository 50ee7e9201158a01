"""Telling a change, on a phone if need be: five answers, and what one may add to them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from partnerships.forms.fields import cleaned_field
from partnerships.models import Partnership
from results.models import HarvestedOutcome, Indicator


class OutcomeForm(forms.ModelForm):
    """What changed, for whom, when, at which level, and what we did for it; the rest may stay empty."""

    class Meta:
        model = HarvestedOutcome
        fields = [
            "what_changed",
            "who_changed",
            "changed_on",
            "level",
            "contribution",
            "significance",
            "country",
            "place",
            "benefits",
            "family",
            "is_negative",
            "is_unintended",
            "indicator",
        ]
        formfield_callback = cleaned_field
        widgets = {"level": forms.RadioSelect, "benefits": forms.RadioSelect, "family": forms.RadioSelect}
        help_texts = {
            "what_changed": _("One sentence: something that somebody now does, has or decides differently."),
            "who_changed": _("The person, office or body that does it. Offices and roles rather than names of people."),
            "changed_on": _("The year is enough."),
            "contribution": _("What you did that helped it along. Others had their part too; that comes later."),
            "significance": _("Why it matters to those it is for."),
            "is_negative": _("What got worse is told like what got better."),
            "indicator": _("If one of your indicators shows it."),
        }

    MORE = ("significance", "country", "place", "benefits", "family", "is_negative", "is_unintended", "indicator")

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.partnership = partnership
        self.fields["changed_on"].required = True
        self.fields["changed_on"].label = _("When it changed")
        for name in ("level", "benefits", "family"):
            choices: Any = self.fields[name]
            choices.choices = [choice for choice in choices.choices if choice[0]]
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
        indicator: Any = self.fields["indicator"]
        indicator.queryset = indicators_of(partnership)
        if not indicator.queryset.exists():
            del self.fields["indicator"]

    @property
    def first(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in self.MORE]

    @property
    def more(self) -> list[Any]:
        return [self[name] for name in self.fields if name in self.MORE]

    @property
    def more_is_open(self) -> bool:
        """Whether something was said or is wrong in what is folded away."""
        return bool(self.instance.pk) or any(field.errors for field in self.more)


def indicators_of(partnership: Partnership) -> QuerySet[Indicator]:
    return Indicator.objects.filter(partnership=partnership).order_by("number")


class RemoveForm(forms.Form):
    """Nothing to fill in: the button is the answer."""
