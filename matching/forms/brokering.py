"""What a broker notes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Institution
from core.forms import TypedTextForm
from matching.brokering.queue import brokers
from matching.scoring.criteria import CRITERIA
from partnerships.forms.fields import CleanCharField

MOST_NAMED = 8


class NextStepForm(TypedTextForm, forms.Form):
    next_step = CleanCharField(label=_("Next step"), required=False, max_length=250)


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(
        brokers(), label=_("Looked after by"), error_messages={"required": _("Choose a colleague.")}
    )


class DemandForm(TypedTextForm, forms.Form):
    """Which institution of the register asked by mail, by its name."""

    institution = CleanCharField(label=_("Institution of the register that asks"), max_length=250)

    def clean_institution(self) -> Institution:
        name = self.cleaned_data["institution"]
        named = list(Institution.objects.named(name)[:MOST_NAMED])
        if len(named) == 1:
            return named[0]
        like = named or list(Institution.objects.resembling(name)[:MOST_NAMED])
        if not like:
            raise forms.ValidationError(_("The register has no institution of this name. Add it first."))
        names = " · ".join(each.name for each in like)
        raise forms.ValidationError(_("Which one? Write its whole name: %(names)s"), params={"names": names})


class TimeForm(TypedTextForm, forms.Form):
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=1440,
        error_messages={"invalid": _("Write a whole number of minutes, such as 45.")},
    )
    on = forms.DateField(label=_("On"), widget=forms.DateInput({"type": "date"}))
    note = CleanCharField(label=_("What for"), required=False, max_length=250)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("on", timezone.localdate())
        super().__init__(*args, **kwargs)

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies ahead."))
        return day


class WeightsForm(TypedTextForm, forms.Form):
    """A weight for each criterion from either side, 0 to 100; `demand_sector`, `supply_sector` and so on."""

    reason = CleanCharField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("Everybody reads this on the page about how the order is worked out."),
        error_messages={"required": _("Say why the weights change.")},
    )

    def __init__(self, *args: Any, demand: dict[str, float], supply: dict[str, float], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side, weights in (("demand", demand), ("supply", supply)):
            for each in CRITERIA:
                self.fields[f"{side}_{each.name}"] = forms.FloatField(
                    label=str(each.label),
                    min_value=0,
                    max_value=100,
                    initial=weights.get(each.name, 0),
                    error_messages={
                        "invalid": _("Write a number from 0 to 100."),
                        "min_value": _("A weight is nothing at least."),
                        "max_value": _("A weight is 100 at most."),
                        "required": _("Write 0 for what does not count."),
                    },
                )
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """A line a criterion: its words, and a field a side."""
        return [(each.label, self[f"demand_{each.name}"], self[f"supply_{each.name}"]) for each in CRITERIA]

    def side(self, side: str) -> dict[str, float]:
        return {each.name: self.cleaned_data[f"{side}_{each.name}"] for each in CRITERIA}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for side, message in (
            ("demand", _("At least one criterion counts for who asks.")),
            ("supply", _("At least one criterion counts for who offers.")),
        ):
            typed = [given.get(f"{side}_{each.name}") for each in CRITERIA]
            if None not in typed and not any(typed):
                self.add_error(f"{side}_{CRITERIA[0].name}", message)
        return given
