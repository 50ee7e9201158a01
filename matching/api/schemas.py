"""What the API says of needs and offers: what their pages say to everybody who may open them."""

from datetime import date

from ninja import Schema
from pydantic import Field


class StatementTold(Schema):
    id: int
    url: str = Field(description="The page on which people read it.")
    institution: str
    institution_slug: str
    country: str | None
    sectors: list[str] = Field(examples=[["16062"]])
    sdg_targets: list[str]
    languages: list[str] = Field(description="In which one can work together.")
    has_interpreter: bool
    forms: list[str] = Field(description="Kinds of partnerships that suit.")
    reform_stage: str
    starts_on: date | None
    ends_on: date | None
    visibility: str
    language: str = Field(description="In which it is written.")
    status: str = Field(examples=["open"])
    confirmed_on: date
    is_demo: bool


class NeedTold(StatementTold):
    """What an institution is trying to change."""

    problem: str
    reform: str
    expertise_wanted: str
    in_return: str
    include_own_country: bool


class OfferTold(StatementTold):
    """What an institution has done itself and can share."""

    expertise: str
    method: str
    hopes_to_learn: str
    capacity: int | None
    capacity_unit: str
    at_once: int
