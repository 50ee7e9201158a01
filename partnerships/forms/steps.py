"""The steps of logging a partnership: what each asks, and the form that asks it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community import languages
from community.models import Country, SDGGoal, SDGTarget, Sector, User
from core.partial_dates import display, is_before
from core.validators import clean_text, validate_has_letters
from partnerships.answers import TEXTS, Side, stored_answers
from partnerships.forms.exchanges import ExchangeRows
from partnerships.forms.fields import CleanCharField, FoldedChoices, cleaned_field
from partnerships.forms.parties import PartyRows
from partnerships.models import Partnership
from partnerships.models.choices import NEXT_STAGES, Stage

MOST_THEMES = 15
LONGEST_THEME = 60
OPPOSITE = {Side.DEMAND: Side.SUPPLY, Side.SUPPLY: Side.DEMAND}
SIDE_LABELS = {
    Side.DEMAND: gettext_lazy("Institution that asks"),
    Side.PEER: gettext_lazy("Institution that shares and learns"),
    Side.SUPPLY: gettext_lazy("Institution that offers its experience"),
    Side.BROKER: gettext_lazy("Broker"),
    Side.FUNDER: gettext_lazy("Funder"),
    Side.FACILITATOR: gettext_lazy("Facilitator"),
}
SIDE_HINTS = {
    Side.DEMAND: gettext_lazy("Start typing. We suggest institutions already on the portal, so that records join up."),
    Side.PEER: gettext_lazy("Only for a learning alliance, in which nobody is only a learner."),
    Side.SUPPLY: gettext_lazy("Who has been through it before. If no institution is named yet, its country is enough."),
    Side.BROKER: gettext_lazy("Whoever identified the peer and brought the two sides together."),
    Side.FUNDER: gettext_lazy("Whoever pays, if not the partners themselves."),
    Side.FACILITATOR: gettext_lazy("Whoever runs the exchange between them."),
}
MEMBER_REQUIRED = gettext_lazy("Name who asked: the institution, or at least its country.")


def counted(most: int, rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "maxlength": most, "data-counter": _("{n} of {max} characters")})


class StepForm(forms.ModelForm):
    """One page of questions. Its answers are plain values; what is done with them, the service decides."""

    sides: tuple[str, ...] = ()
    required_side = ""
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Partnership
        fields: list[str] = []
        formfield_callback = cleaned_field

    def __init__(self, *args: Any, user: User, add: str = "", source: Partnership | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.answered = self.instance if self.instance.pk else source
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version
        else:
            del self.fields["version"]
        self.rows = [self._party_rows(side, add) for side in self.sides]

    def _party_rows(self, side: str, add: str) -> Any:
        stored, opposite = [], set()
        if self.answered:
            stored = stored_answers(self.answered, [side], self.user)[side]
            if side in OPPOSITE:
                others = self.answered.members.filter(side=OPPOSITE[side])
                opposite = {member.institution for member in others if member.institution}
        rows = PartyRows(
            self.data if self.is_bound else None,
            side=side,
            stored=stored,
            opposite=opposite,
            required=MEMBER_REQUIRED if side == self.required_side else "",
            extra=1 if add == side or not stored else 0,
            form_kwargs={
                "side": side,
                "countries": self._countries,
                "stored": stored,
                "label": SIDE_LABELS[Side(side)],
            },
        )
        rows.label, rows.hint = SIDE_LABELS[Side(side)], SIDE_HINTS[Side(side)]
        rows.tells_more = side in (Side.DEMAND, Side.SUPPLY, Side.PEER)
        return rows

    @property
    def _countries(self) -> dict[str, Country]:
        if not hasattr(self, "_all_countries"):
            found = sorted(Country.objects.all(), key=str)
            self._all_countries = {country.pk: country for country in found}
        return self._all_countries

    @property
    def row_sets(self) -> list[Any]:
        return self.rows

    @property
    def forms(self) -> list[Any]:
        """This form and those of its rows, for the summary of errors."""
        return [self, *(form for rows in self.row_sets for form in rows.forms)]

    def non_form_errors(self) -> list[str]:
        return [error for rows in self.row_sets for error in rows.non_form_errors()] if self.is_bound else []

    def is_valid(self) -> bool:
        rows_are = [rows.is_valid() for rows in self.row_sets]
        return super().is_valid() and all(rows_are)

    def values(self) -> dict[str, Any]:
        """What was answered, by the names of `partnerships.answers`."""
        texts = {name: self.cleaned_data[name] for name in self.cleaned_data if name in TEXTS}
        return texts | {rows.side: rows.parties for rows in self.rows}

    def refuse(self, answer: str, message: str) -> None:
        """Show by its question what the service would not save."""
        rows = next((rows for rows in self.rows if rows.side == answer and rows.forms), None)
        if rows:
            rows.forms[-1].add_error("name", message)
        else:
            self.add_error(answer if answer in self.fields else None, message)


class StartForm(StepForm):
    """The two answers that make a draft."""

    sides = (Side.DEMAND,)
    required_side = Side.DEMAND
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
        self.fields["why_this_peer"].widget = counted(600, 4)


class PlanForm(StepForm):
    """When, in what form and about what."""

    sectors = forms.MultipleChoiceField(label=gettext_lazy("Sectors"), required=False, widget=FoldedChoices)
    sdg_targets = forms.MultipleChoiceField(label=gettext_lazy("SDG targets"), required=False, widget=FoldedChoices)
    themes = CleanCharField(
        label=gettext_lazy("Themes"),
        help_text=gettext_lazy("Your own words, with commas between them: business registers, tax data"),
        max_length=500,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages they work in"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta(StepForm.Meta):
        fields = [
            "planned_start",
            "planned_end",
            "actual_start",
            "actual_end",
            "stage",
            "kind",
            "working_mode",
            "languages",
        ]
        labels = {
            "stage": gettext_lazy("Where it stands"),
            "kind": gettext_lazy("Kind of partnership"),
            "working_mode": gettext_lazy("How the visiting side works"),
        }

    def __init__(self, *args: Any, add: str = "", **kwargs: Any) -> None:
        super().__init__(*args, add=add, **kwargs)
        stored = stored_answers(
            self.instance, ["sectors", "sdg_targets", "themes", "languages", "activities"], self.user
        )
        for name, label in {
            "planned_start": _("Planned start"),
            "planned_end": _("Planned end, if known"),
            "actual_start": _("Start"),
            "actual_end": _("End, if known"),
        }.items():
            self.fields[name].label = label
            self.fields[name].help_text = _("For example, 03 2024. The year alone is enough.")
        for name in ("kind", "stage"):
            self.fields[name].required = False
        self._offer_stages()
        self._offer("sectors", sector_groups(stored["sectors"]), stored["sectors"])
        self._offer("sdg_targets", target_groups(), stored["sdg_targets"])
        self._offer("languages", languages.choices(stored["languages"]), stored["languages"])
        self.initial["themes"] = ", ".join(stored["themes"])
        self.exchanges = ExchangeRows(
            self.data if self.is_bound else None,
            stored=stored["activities"],
            extra=1 if add == "activities" or not stored["activities"] else 0,
        )

    def _offer(self, name: str, choices: list[Any], chosen: list[str]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.initial[name] = chosen

    def _offer_stages(self) -> None:
        """For a submitted record, the present stage and those that may follow; the database keeps the log."""
        if not self.instance.is_draft:
            now = Stage(self.instance.stage)
            allowed = [now, *(Stage(each) for each in NEXT_STAGES[now])]
            self.fields["stage"].choices = [(each.value, each.label) for each in allowed]  # type: ignore[attr-defined]

    @property
    def row_sets(self) -> list[Any]:
        return [self.exchanges]

    def clean_stage(self) -> str:
        return self.cleaned_data["stage"] or self.instance.stage

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Partnership.Kind.UNKNOWN

    def clean_themes(self) -> list[str]:
        words = {clean_text(word) for word in self.cleaned_data["themes"].replace("\n", ",").split(",")}
        themes = sorted(word for word in words if word)
        if len(themes) > MOST_THEMES:
            raise ValidationError(_("Name at most %(most)d themes.") % {"most": MOST_THEMES})
        if any(len(theme) > LONGEST_THEME for theme in themes):
            raise ValidationError(_("A theme is a word or two, with commas between them."))
        return themes

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for start, end in (("planned_start", "planned_end"), ("actual_start", "actual_end")):
            first, last = cleaned.get(start), cleaned.get(end)
            if first and last and is_before(last, first):
                self.add_error(end, _("The end date must be after %(start)s") % {"start": display(first)})
        return cleaned

    def values(self) -> dict[str, Any]:
        return super().values() | {
            "sectors": sorted(self.cleaned_data["sectors"]),
            "sdg_targets": sorted(self.cleaned_data["sdg_targets"]),
            "languages": sorted(self.cleaned_data["languages"]),
            "themes": self.cleaned_data["themes"],
            "activities": self.exchanges.exchanges,
        }


class ResultsForm(StepForm):
    class Meta(StepForm.Meta):
        fields = ["reform", "what_changed", "scale_stage", "summary", "source_url", "iati_identifier"]
        labels = {
            "reform": gettext_lazy("What should be different at the end?"),
            "what_changed": gettext_lazy("What has changed so far?"),
            "scale_stage": gettext_lazy("How far does it reach?"),
            "summary": gettext_lazy("The partnership in a few sentences"),
            "source_url": gettext_lazy("Address of a page about it"),
            "iati_identifier": gettext_lazy("IATI activity identifier"),
        }
        help_texts = {
            "what_changed": gettext_lazy(
                "As you would tell a colleague. Evidence comes later, and is asked for apart."
            ),
        }
        widgets = {
            "reform": forms.Textarea({"rows": 3, "maxlength": 5000}),
            "what_changed": forms.Textarea({"rows": 4, "maxlength": 5000}),
            "summary": forms.Textarea({"rows": 4, "maxlength": 5000}),
        }


def sector_groups(chosen: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Purposes under their category; what was withdrawn from the list only where it is chosen already."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for sector in Sector.objects.select_related("category"):
        if sector.is_withdrawn and sector.pk not in chosen:
            continue
        label = str(sector.category or sector)
        groups.setdefault(label, []).append(
            (sector.pk, _("%(name)s, as a whole") % {"name": sector} if not sector.category else str(sector))
        )
    return list(groups.items())


def target_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    goals = {goal.pk: (f"{goal.number}. {goal}", []) for goal in SDGGoal.objects.all()}
    targets = sorted(SDGTarget.objects.all(), key=lambda target: [part.zfill(3) for part in target.code.split(".")])
    for target in targets:
        goals[target.goal_id][1].append((target.pk, str(target)))
    return list(goals.values())


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
