"""Frameworks, and what hangs on them down to an observation."""

from typing import Any

from django.contrib import admin

from core.models import Visibility
from results.admin.of_record import OfRecord, ReadHere
from results.models import Disaggregation, Indicator, Observation, Period, Result, ResultsFramework, RubricStep


class Results(ReadHere):
    model = Result
    fields = ["position", "title", "level", "family", "type"]


class Steps(ReadHere):
    model = RubricStep
    fields = ["score", "words"]


class Periods(ReadHere):
    model = Period
    fields = ["starts_on", "ends_on", "target_value", "target_text"]


class Parts(ReadHere):
    model = Disaggregation
    fields = ["dimension", "category", "value", "words"]


class PartsOfBaseline(Parts):
    fk_name = "baseline_of"


class PartsOfTarget(Parts):
    fk_name = "target_of"


class PartsOfObservation(Parts):
    fk_name = "observation"


@admin.register(ResultsFramework)
class FrameworkAdmin(OfRecord):
    list_display = ["row", "of", "template", "language", "visibility", "updated_at"]
    list_filter = ["visibility", "template"]
    inlines = [Results]


@admin.register(Result)
class ResultAdmin(OfRecord):
    record_paths = ("framework__partnership",)
    list_display = ["row", "of", "level", "family", "type"]
    list_filter = ["level", "family"]

    def is_shown(self, row: Any) -> bool:
        return bool(row.framework.visibility == Visibility.PUBLIC)


class OfIndicator(OfRecord):
    """Seen with the framework."""

    beside = ["result__framework"]
    to_framework = "result.framework"

    def is_shown(self, row: Any) -> bool:
        found: Any = row
        for name in self.to_framework.split("."):
            found = getattr(found, name)
        return bool(found.visibility == Visibility.PUBLIC)


@admin.register(Indicator)
class IndicatorAdmin(OfIndicator):
    list_display = ["row", "of", "number", "measure", "reported_by", "frequency"]
    list_filter = ["measure", "reported_by"]
    inlines = [Steps, Periods, PartsOfBaseline]


@admin.register(Period)
class PeriodAdmin(OfIndicator):
    record_paths = ("indicator__partnership",)
    beside = ["indicator__result__framework"]
    to_framework = "indicator.result.framework"
    list_display = ["row", "of", "starts_on", "ends_on"]
    inlines = [PartsOfTarget]


@admin.register(Observation)
class ObservationAdmin(OfIndicator):
    """What is not approved yet is for the parties, whoever sees the framework."""

    record_paths = ("indicator__partnership",)
    beside = ["indicator__result__framework"]
    to_framework = "indicator.result.framework"
    list_display = ["row", "of", "observed_on", "state", "number", "verified_at"]
    list_filter = ["state"]
    inlines = [PartsOfObservation]

    def is_shown(self, row: Any) -> bool:
        return bool(row.is_approved) and super().is_shown(row)
