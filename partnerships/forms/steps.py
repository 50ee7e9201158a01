"""The steps of logging a partnership: what each asks, and the form that asks it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.validators import validate_has_letters
from partnerships.answers import ORIGIN, Side, stored_answers
from partnerships.forms.origin import OriginField
from partnerships.forms.plan import PlanForm
from partnerships.forms.step_form import MEMBER_REQUIRED, StepForm


class StartForm(StepForm):
    """The two answers that make a draft."""

    sides: tuple[str, ...] = (Side.DEMAND,)
    required_side: str = Side.DEMAND
    creation_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta(StepForm.Meta):
        fields = ["problem"]
        labels = {"problem": gettext_lazy("What is the partner trying to change?")}
        help_texts = {
            "problem": gettext_lazy("In plain words, as the partner would say it. A sentence or two is enough.")
        }
        widgets = {"problem": forms.Textarea({"rows": 4, "maxlength": 5000})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["problem"].required = True
        self.fields["problem"].error_messages["required"] = _("Say what the partner is trying to change.")

    def clean_problem(self) -> str:
        validate_has_letters(self.cleaned_data["problem"])
        problem: str = self.cleaned_data["problem"]
        return problem


class ProblemForm(StartForm):
    sides = ()
    required_side = ""
    creation_key = None  # type: ignore[assignment]

    class Meta(StartForm.Meta):
        fields = ["problem", "title", "expertise_wanted"]
        labels = StartForm.Meta.labels | {
            "title": gettext_lazy("Title of the record"),
            "expertise_wanted": gettext_lazy("What experience did the partner look for?"),
        }
        help_texts = StartForm.Meta.help_texts | {
            "title": gettext_lazy(
                "What it is about and, if it helps, between whom. Until you change it, the problem stands in."
            ),
        }
        widgets = StartForm.Meta.widgets | {"expertise_wanted": forms.Textarea({"rows": 3, "maxlength": 5000})}


class AskedForm(StepForm):
    sides = (Side.DEMAND, Side.PEER)

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if valid and not any(rows.parties for rows in self.rows):
            self.refuse(Side.DEMAND, str(MEMBER_REQUIRED))
            return False
        return valid


class OfferedForm(StepForm):
    sides = (Side.SUPPLY, Side.BROKER, Side.FUNDER, Side.FACILITATOR)

    class Meta(StepForm.Meta):
        fields = ["why_this_peer"]
        labels = {"why_this_peer": gettext_lazy("Why this peer?")}
        help_texts = {
            "why_this_peer": gettext_lazy(
                "Two or three sentences. What had they worked through that the demand side had not?"
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why_this_peer"].widget = forms.Textarea(
            {"rows": 4, "maxlength": 600, "data-counter": _("{n} of {max} characters")}
        )


class ResultsForm(StepForm):
    scaled_from = OriginField(
        label=gettext_lazy("Which partnership did it grow out of?"),
        help_text=gettext_lazy("Paste the address of its page, or write its title. Leave it empty if there is none."),
        max_length=500,
        required=False,
    )

    class Meta(StepForm.Meta):
        fields = [
            "reform",
            "what_changed",
            "scale_stage",
            "scale_adaptation",
            "summary",
            "source_url",
            "iati_identifier",
        ]
        labels = {
            "reform": gettext_lazy("What should be different at the end?"),
            "what_changed": gettext_lazy("What has changed so far?"),
            "scale_stage": gettext_lazy("How far does it reach?"),
            "scale_adaptation": gettext_lazy("What was adapted on the way?"),
            "summary": gettext_lazy("The partnership in a few sentences"),
            "source_url": gettext_lazy("Address of a page about it"),
            "iati_identifier": gettext_lazy("IATI activity identifier"),
        }
        help_texts = {
            "what_changed": gettext_lazy(
                "As you would tell a colleague. Evidence comes later, and is asked for apart."
            ),
            "scale_adaptation": gettext_lazy("What worked there, and had to be done otherwise here."),
        }
        widgets = {
            "reform": forms.Textarea({"rows": 3, "maxlength": 5000}),
            "what_changed": forms.Textarea({"rows": 4, "maxlength": 5000}),
            "scale_adaptation": forms.Textarea({"rows": 3, "maxlength": 5000}),
            "summary": forms.Textarea({"rows": 4, "maxlength": 5000}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        origin: Any = self.fields[ORIGIN]
        origin.user, origin.record = self.user, self.instance
        origin.stored = stored_answers(self.instance, [ORIGIN], self.user)[ORIGIN]
        self.initial[ORIGIN] = str(origin.stored or "")

    def values(self) -> dict[str, Any]:
        return super().values() | {ORIGIN: self.cleaned_data[ORIGIN]}


@dataclass(frozen=True)
class Step:
    """A page of the stepper; `minutes` is what it takes, as far as we have seen."""

    slug: str
    label: str | Promise
    form: type[StepForm] | None
    note: str | Promise = ""
    minutes: int = 1


STEPS = (
    Step("problem", gettext_lazy("The problem"), ProblemForm),
    Step("asked", gettext_lazy("Who asked"), AskedForm),
    Step("offered", gettext_lazy("Who offered, and the broker"), OfferedForm, minutes=2),
    Step("plan", gettext_lazy("Plan and exchanges"), PlanForm, minutes=3),
    Step("results", gettext_lazy("Results you expect"), ResultsForm, gettext_lazy("Can be added later"), minutes=2),
    Step("check", gettext_lazy("Check and submit"), None),
)
