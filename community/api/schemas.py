"""What the API says of institutions and places, and the code lists."""

from datetime import date

from ninja import Schema
from pydantic import Field

from core.api.schemas import Named


class InstitutionTold(Schema):
    """An institution as lists tell it: the fields of its `export.json`."""

    name: str = Field(examples=["Statistics Kenya"])
    slug: str
    url: str = Field(description="The page on which people read about it.")
    acronym: str
    other_names: list[str]
    country: str = Field(description="ISO 3166-1 alpha-2; empty for an international body.", examples=["KE"])
    kind: str = Field(examples=["statistics_office"])
    level: str = Field(examples=["national"])
    languages: list[str]
    sectors: list[str]
    website: str
    org_identifier: str = Field(description="As IATI and org-id.guide have it.", examples=["XM-DAC-5-1"])
    ror_id: str
    is_resource_centre: bool = Field(description="It has shown that it can share its experience.")
    last_confirmed_on: date | None
    is_demo: bool


class InstitutionWhole(InstitutionTold):
    """An institution as its page tells it. Who works there is read on the page alone."""

    description: str
    branch: str
    parent: str | None = Field(description="The slug of the institution that it belongs to.")
    children: list[str] = Field(description="The slugs of its parts.")


class CountryTold(Named):
    """A country or territory; `code` is ISO 3166-1 alpha-2."""

    code: str = Field(examples=["KE"])
    iso3: str = Field(examples=["KEN"])
    m49: str
    region: str | None = Field(description="M49 code of its subregion, as the filter `region` takes it.")
    side: str = Field(description="north, south, or empty where no income group is known.")
    income: str = Field(description="Income group of the World Bank.")
    income_year: int | None
    official_languages: list[str]
    is_ldc: bool
    is_landlocked: bool
    is_small_island_state: bool
    is_un_member: bool
    dac_member: bool | None
    oda_recipient: bool | None
    dac_source: str


class RegionTold(Named):
    """A subregion of the United Nations' M49."""

    region: str = Field(description="The region that it is part of.", examples=["Africa"])


class SectorTold(Named):
    """A purpose (five figures) or a category (three) of the OECD DAC list."""

    category: str | None = Field(description="The category of a purpose.")
    is_withdrawn: bool


class GoalTold(Named):
    code: str = Field(examples=["16"])


class TargetTold(Named):
    code: str = Field(examples=["16.6"])
    goal: str = Field(examples=["16"])
