"""What the API says of results."""

from datetime import date

from ninja import Schema
from pydantic import Field

from core.api.schemas import PartialDate


class OutcomeTold(Schema):
    """A change that was harvested."""

    number: int = Field(description="Its place among the outcomes of its partnership.")
    url: str = Field(description="The page on which people read it.")
    partnership: str = Field(description="Slug of the partnership.")
    what_changed: str
    who_changed: str
    when: PartialDate
    country: str | None
    place: str
    significance: str
    contribution: str
    level: str
    family: str
    which_side_gained: str
    is_negative: bool
    is_unintended: bool
    evidence: str = Field(
        description="self-reported, documented, corroborated or independently-verified.", examples=["corroborated"]
    )
    is_disputed: bool
    language: str
    is_demo: bool


class ObservationTold(Schema):
    observed_on: date
    period_start: date | None
    period_end: date | None
    value: float | None
    numerator: float | None
    denominator: float | None
    kind: str
    words: str
    not_applicable: str
    method: str
    place: str
    state: str = Field(description="approved, unless you are of a party.")
    evidence: str = Field(examples=["documented"])


class PeriodTold(Schema):
    starts_on: date
    ends_on: date
    target_value: float | None
    target_text: str


class IndicatorTold(Schema):
    number: int
    title: str
    url: str
    description: str
    measure: str = Field(description="unit, percentage, nominal, ordinal or qualitative.")
    unit: str
    better: str
    baseline_on: PartialDate
    baseline_value: float | None
    baseline_text: str
    baseline_missing: str
    sdg_target: str | None
    periods: list[PeriodTold]
    observations: list[ObservationTold]


class ResultTold(Schema):
    title: str
    level: str
    family: str
    indicators: list[IndicatorTold]


class FrameworkTold(Schema):
    title: str
    introduction: str
    source: str
    source_url: str
    visibility: str


class ResultsTold(Schema):
    """All results of one partnership, as far as you may see them."""

    partnership: str
    url: str
    framework: FrameworkTold | None
    results: list[ResultTold]
    outcomes: list[OutcomeTold]
