"""What the API says of a partnership: the fields of `export.json`, and for one record the rest of its page."""

from datetime import date, datetime
from typing import Any

from django.db import models
from ninja import Schema
from pydantic import Field, create_model

from core.api.schemas import PartialDate
from partnerships import part_tables
from partnerships.openings import words_of
from partnerships.recorded import PARTS

NOT_TOLD = "contacts"  # people are read about on pages, and written to through the portal
TABLES = [name for name in part_tables.TABLES if name != NOT_TOLD]


class MemberTold(Schema):
    institution: str = Field(description="Its name; a country's where the source names no more.")
    country: str | None = Field(description="ISO 3166-1 alpha-2.", examples=["KE"])
    side: str = Field(description="demand, supply, peer, broker, funder or facilitator.", examples=["demand"])


class PartnershipTold(Schema):
    """A partnership as lists tell it."""

    title: str = Field(examples=["Statistics Kenya learns from Statistics Sweden"])
    slug: str = Field(examples=["statistics-kenya-learns-from-statistics-sweden"])
    url: str = Field(description="The page on which people read it.")
    kind: str = Field(examples=["institutional_cooperation"])
    direction: str = Field(examples=["NS"])
    stage: str = Field(examples=["exchanging"])
    sectors: list[str] = Field(description="DAC codes of three or five figures.", examples=[["16062"]])
    sdg_targets: list[str] = Field(examples=[["17.18"]])
    themes: list[str]
    members: list[MemberTold]
    start: PartialDate = Field(description="Known or planned.")
    end: PartialDate
    languages: list[str] = Field(examples=[["en", "fr"]])
    summary: str
    problem: str
    problem_in_own_words: bool = Field(description="Whether the demand side wrote it.")
    what_changed: str
    standing: str = Field(description="public_source, one_side or both_sides.", examples=["both_sides"])
    confirmed_on: date | None
    source: str = Field(description="The address of the source, where there is one.")
    is_demo: bool = Field(description="An invented record of the demonstration.")
    changed_at: datetime


def parts_told() -> type[Schema]:
    """The kinds of parts that a record may hold, each with its fields as the model has them."""
    kinds: dict[str, Any] = {name: (list[_part_told(name)], Field(default=[])) for name in TABLES}  # type: ignore[misc]
    return create_model("PartsTold", __base__=Schema, **kinds)


def _part_told(table: str) -> type[Schema]:
    model = PARTS[part_tables.TABLES[table]]
    fields: dict[str, Any] = {field.name: (_type_of(field), ...) for field in told_fields(table)}
    name = f"{part_tables.TABLES[table].title()}Told"
    return create_model(name, __base__=Schema, __doc__=str(model.__doc__ or ""), **fields, visibility=(str, ...))


def told_fields(table: str) -> list[Any]:
    model = PARTS[part_tables.TABLES[table]]
    return [field for field in words_of(model) if field.name not in part_tables.HIDDEN]


def _type_of(field: Any) -> Any:
    kind: Any = str
    if isinstance(field, models.DateField):
        kind = date
    elif isinstance(field, models.DecimalField):
        kind = float
    elif isinstance(field, models.IntegerField):
        kind = int
    return kind | None if field.null else kind


class DocumentTold(Schema):
    title: str
    category: str = Field(description="Code of the IATI list DocumentCategory.", examples=["A09"])
    url: str
    language: str
    visibility: str


class StageTold(Schema):
    stage: str
    entered_on: date


class PartnershipWhole(PartnershipTold):
    """A partnership as its page tells it to you."""

    reform: str
    expertise_wanted: str
    why_this_peer: str
    problem_reported_by: str
    scale: str
    working_mode: str
    sector_in_words: str
    form_in_words: str
    reported_by: str | None
    visibility: str = Field(examples=["public"])
    stages: list[StageTold]
    parts: parts_told()  # type: ignore[valid-type]
    documents: list[DocumentTold]
