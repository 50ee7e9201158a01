"""The form of one observation with its rows: the figures by part."""

from typing import Any

from django.utils.translation import gettext as _

from results.forms.meanwhile import told
from results.forms.observations import ObservationForm
from results.forms.rows import MOST_PARTS, part_rows, unjudged, with_more
from results.models import Observation
from results.services.observations import PartFigure

SUBMIT = "submit"


class ObservationPage:
    """What is typed about one observation. Whoever asks for more rows gets them, and loses nothing."""

    def __init__(self, data: Any, observation: Observation, **kwargs: Any) -> None:
        self.wants_more = bool(data) and data.get("more") == "parts"
        self.submits = bool(data) and data.get("then") == SUBMIT
        if self.wants_more:
            data = with_more(data, "parts", MOST_PARTS)
        stored = list(observation.parts.all()) if observation.pk else []
        periods = list(observation.indicator.periods.order_by("starts_on", "ends_on"))
        self.form = ObservationForm(data, instance=observation, is_submitted=self.submits, periods=periods, **kwargs)
        self.by_part = part_rows(data, stored, observation.indicator)
        if self.wants_more:
            unjudged(self.form)
            self.by_part.forgive()

    def is_valid(self) -> bool:
        return not self.wants_more and all([self.form.is_valid(), self.by_part.is_valid()])

    def has_changed(self) -> bool:
        return self.form.has_changed() or self.by_part.has_changed()

    @property
    def parts(self) -> list[PartFigure]:
        return [PartFigure(part.dimension, part.category, part.value, part.words) for part in self.by_part.parts]

    def differences(self, stored: Observation) -> list[dict[str, Any]]:
        """What is stored now where something else was typed."""
        typed = self.form.cleaned_data
        follows: set[str] = set()  # from other answers, and is not told again
        if typed.get("numerator") is not None and stored.numerator is not None:
            follows.add("value")
        if typed.get("period") is None:
            follows.add("period")
        found = [
            {"label": field.label, "stored": told(stored, name)}
            for name, field in self.form.fields.items()
            if typed.get(name) != getattr(stored, name) and name not in follows
        ]
        parts = [part_told(part) for part in stored.parts.all()]
        if sorted(parts) != sorted(part_told(part) for part in self.parts):
            found.append({"label": _("By part"), "stored": "\n".join(parts)})
        return found


def part_told(part: Any) -> str:
    """`sex: female: 12`."""
    figure = part.words if part.value is None else f"{part.value.normalize():f}"
    return f"{part.dimension}: {part.category}: {figure}"
