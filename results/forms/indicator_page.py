"""The form of one indicator with its rows: the scale of a score, and the baseline by part."""

from typing import Any

from django.utils.translation import gettext as _

from results.forms.indicators import IndicatorForm, check_scale
from results.forms.meanwhile import differences_of
from results.forms.rows import MOST_PARTS, MOST_STEPS, PartTyped, part_rows, step_rows, unjudged, with_more
from results.models import Indicator
from results.models.choices import Measure

MOST = {"rubric": MOST_STEPS, "parts": MOST_PARTS}


class IndicatorPage:
    """What is typed about one indicator. Whoever asks for more rows gets them, and loses nothing."""

    def __init__(self, data: Any, indicator: Indicator) -> None:
        self.wants_more = data.get("more", "") if data else ""
        if self.wants_more in MOST:
            data = with_more(data, self.wants_more, MOST[self.wants_more])
        stored_steps = [(step.score, step.words) for step in indicator.rubric.all()] if indicator.pk else []
        stored_parts = list(indicator.baseline_parts.all()) if indicator.pk else []
        self.form = IndicatorForm(data, instance=indicator)
        self.scale = step_rows(data, stored_steps) if indicator.measure == Measure.ORDINAL else None
        self.baseline = part_rows(data, stored_parts, indicator)
        if self.wants_more:
            self._forgive()

    def is_valid(self) -> bool:
        if self.wants_more:
            return False
        scale_is_valid = self.scale is None or self.scale.is_valid()
        valid = all([self.form.is_valid(), self.baseline.is_valid(), scale_is_valid])
        if valid and self.scale is not None:
            check_scale(self.form, self.steps)
        return valid and self.form.is_valid()

    @property
    def is_told_by_part(self) -> bool:
        """Whether its writer was among these rows."""
        return self.wants_more == "parts" or any(self.baseline.errors)

    @property
    def steps(self) -> list[tuple[int, str]]:
        return self.scale.steps if self.scale is not None else []

    @property
    def parts(self) -> list[PartTyped]:
        return self.baseline.parts

    def differences(self, stored: Indicator) -> list[dict[str, Any]]:
        """What is stored now where something else was typed."""
        found = differences_of(self.form, stored)
        steps = [(step.score, step.words) for step in stored.rubric.all()]
        if self.scale is not None and steps != sorted(self.steps):
            found.append({"label": _("Scale"), "stored": "\n".join(f"{score}: {words}" for score, words in steps)})
        parts = [_told(part) for part in stored.baseline_parts.all()]
        typed = [_told(part) for part in self.parts]
        if sorted(parts) != sorted(typed):
            found.append({"label": _("Baseline by part"), "stored": "\n".join(parts)})
        return found

    def _forgive(self) -> None:
        unjudged(self.form)
        for rows in (self.scale, self.baseline):
            if rows is not None:
                rows.forgive()


def _told(part: Any) -> str:
    """`sex: female: 12`."""
    figure = part.words if part.value is None else f"{part.value.normalize():f}"
    return f"{part.dimension}: {part.category}: {figure}"
