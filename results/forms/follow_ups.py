"""What became of each outcome of a partnership, as one side sees it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from partnerships.forms.answering import AnswererForm
from partnerships.forms.fields import CleanCharField
from results.models import FollowUpAnswer, HarvestedOutcome
from results.models.choices import Sustained

LONGEST = 2000


class FollowUpForm(forms.Form):
    """Two questions for each outcome; those that nobody answers now can be answered later."""

    def __init__(
        self,
        *args: Any,
        outcomes: Sequence[HarvestedOutcome],
        stored: Mapping[int, FollowUpAnswer],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.outcomes = outcomes
        for outcome in outcomes:
            answer = stored.get(outcome.pk)
            self.fields[f"sustained-{outcome.pk}"] = forms.ChoiceField(
                label=_("What became of it?"),
                choices=Sustained.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=answer.sustained if answer else None,
            )
            self.fields[f"note-{outcome.pk}"] = CleanCharField(
                label=_("What shows it?"),
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                initial=answer.note if answer else "",
            )

    @property
    def rows(self) -> list[tuple[HarvestedOutcome, Any, Any]]:
        return [(each, self[f"sustained-{each.pk}"], self[f"note-{each.pk}"]) for each in self.outcomes]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for outcome in self.outcomes:
            chosen, note = cleaned.get(f"sustained-{outcome.pk}"), cleaned.get(f"note-{outcome.pk}")
            is_faulty = {f"sustained-{outcome.pk}", f"note-{outcome.pk}"} & self.errors.keys()
            if note and not chosen and not is_faulty:
                self.add_error(f"sustained-{outcome.pk}", _t("Choose what became of it: you wrote what shows it."))
            if chosen and chosen != Sustained.UNKNOWN and not note and not is_faulty:
                self.add_error(f"note-{outcome.pk}", _t("Say in a sentence what shows it, or choose “Not known”."))
        if not self.errors and not self.said:
            self.add_error(None, _t("Say of one outcome at least what became of it."))
        return cleaned

    @property
    def said(self) -> dict[int, tuple[str, str]]:
        """For each outcome that was answered, what became of it and what shows it."""
        return {
            outcome.pk: (chosen, self.cleaned_data[f"note-{outcome.pk}"])
            for outcome in self.outcomes
            if (chosen := self.cleaned_data.get(f"sustained-{outcome.pk}"))
        }


class FollowUpLinkForm(FollowUpForm, AnswererForm):
    """The same by a link, with who answers; `seen` is the mark of the answers that the page showed."""

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    @property
    def read_back(self) -> list[tuple[HarvestedOutcome, str, str]]:
        """Each outcome that was answered, in words."""
        words = dict(Sustained.choices)
        told = {outcome.pk: outcome for outcome in self.outcomes}
        return [(told[pk], str(words[chosen]), note) for pk, (chosen, note) in self.said.items()]
