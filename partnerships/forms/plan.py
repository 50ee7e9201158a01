"""The step about the plan: when, in what form, about what, and which exchanges."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community import languages
from community.models import SDGGoal, SDGTarget, Sector
from core.partial_dates import display, is_before
from core.validators import between_commas
from partnerships.answers import stored_answers
from partnerships.forms.exchanges import ExchangeRows
from partnerships.forms.fields import CleanCharField, FoldedChoices
from partnerships.forms.step_form import StepForm
from partnerships.models import Partnership
from partnerships.models.choices import NEXT_STAGES, Stage

MOST_THEMES = 15
LONGEST_THEME = 60


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
            self.fields[name].help_text = _("Day, month, year. The year alone is enough.")
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
        record = self.instance.revises or self.instance
        if not record.is_draft:
            now = Stage(record.stage)
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
        themes = sorted(set(between_commas(self.cleaned_data["themes"])))
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
    goals: dict[int, tuple[str, list[tuple[str, str]]]] = {
        goal.pk: (f"{goal.number}. {goal}", []) for goal in SDGGoal.objects.all()
    }
    targets = sorted(SDGTarget.objects.all(), key=lambda target: [part.zfill(3) for part in target.code.split(".")])
    for target in targets:
        goals[target.goal_id][1].append((target.pk, str(target)))
    return list(goals.values())
