"""The shapes that all resources share."""

from typing import Annotated, Generic, TypeVar

from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")
# A day, month or year: 2024, 2024-03 or 2024-03-09; empty where it is not known.
PartialDate = Annotated[str, Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$", examples=["2024-03"])]

Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]+$", description="As `slug` of the list has it.")]


class Listed(Schema, Generic[Item]):
    """A page of a list."""

    count: int = Field(description="How many there are on all pages together.", examples=[1])
    next: str | None = Field(description="The address of the next page; null on the last.")
    previous: str | None = Field(description="The address of the page before; null on the first.")
    results: list[Item]


class ProblemField(Schema):
    field: str = Field(description="The parameter that was not understood.", examples=["limit"])
    message: str


class ProblemTold(Schema):
    """What goes wrong, as RFC 9457 has it."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is nothing at this address, or it is not for you to see."])
    errors: list[ProblemField] = Field(default=[], description="Parameter by parameter, with status 422.")


class Named(Schema):
    """A code with its name in the four languages of the portal; empty where there is no translation."""

    code: str
    name_en: str
    name_fr: str
    name_es: str
    name_ar: str
