"""What the API says of learning events. Never who takes part, nor how one joins."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field


class EventTold(Schema):
    """An event as lists tell it."""

    title: str = Field(examples=["Donor learning event 2020"])
    slug: str = Field(examples=["donor-learning-event-2020"])
    url: str = Field(description="The page on which people read about it.")
    summary: str
    status: str = Field(description="draft, published, held, reported or cancelled.")
    series: str | None = Field(description="The slug of the series it belongs to, as the filter takes it.")
    format: str = Field(description="virtual, in_person or hybrid.", examples=["virtual"])
    starts_on: date = Field(description="The first day, in its own time zone.")
    ends_on: date
    starts_at: datetime | None = Field(description="Null where only the day is known.")
    ends_at: datetime | None
    time_zone: str = Field(examples=["Africa/Nairobi"])
    venue: str
    visibility: str
    capacity: int | None
    seats_left: int | None = Field(description="Null where there is no limit.")
    languages: list[str]
    hosts: list[str] = Field(description="Who holds it, by acronym or name.")
    stated_participants: int | None
    stated_organisations: int | None
    report_final_on: date | None
    is_demo: bool


class HostTold(Schema):
    name: str
    slug: str
    role: str = Field(description="host, co_host or technical_support.")


class TalkTold(Schema):
    number: int
    title: str
    presenter: str = Field(description="Empty where the Chatham House rule keeps it.")
    institution: str | None
    country: str | None


class ItemTold(Schema):
    kind: str
    title: str
    description: str
    lead: str
    track: int
    starts_at: datetime | None
    talks: list[TalkTold]


class EventQuestionTold(Schema):
    text: str
    status: str
    is_key: bool
    said: str = Field(description="What was said to it; empty until the event is over.")


class GroupTold(Schema):
    topic: str
    languages: list[str]
    places: int | None


class TakeawayTold(Schema):
    number: int
    title: str
    text: str
    stance: str


class EventWhole(EventTold):
    """An event as its page tells it to you."""

    objective: str
    premise: str
    audience: str
    languages_note: str
    is_chatham_house: bool
    institutions: list[HostTold]
    agenda: list[ItemTold]
    questions: list[EventQuestionTold]
    groups: list[GroupTold]
    takeaways: list[TakeawayTold]
    follows: str | None = Field(description="The slug of the event before it.")
    followed_by: list[str]
    report: str | None = Field(description="The address of its summary report, where you may read it.")


class ReportSectionTold(Schema):
    key: str
    title: str
    text: str


class ReportTold(Schema):
    """The summary report of an event. Who took part is read on its page alone."""

    title: str
    event: str
    url: str
    language: str
    status: str = Field(description="draft, comment_round or final.")
    version_line: str
    date_line: str
    host_line: str
    counts: dict[str, Any] = Field(description="How many people, institutions and countries, as far as it is known.")
    questions: list[EventQuestionTold]
    sections: list[ReportSectionTold]
    takeaways: list[TakeawayTold]
    citation: str
