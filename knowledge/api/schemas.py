"""What the API says of what is known. Texts are HTML as the pages print it."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field


class PieceTold(Schema):
    """A story, method, challenge or resource as lists tell it."""

    kind: str = Field(description="story, method, challenge or resource.", examples=["story"])
    title: str
    slug: str
    url: str = Field(description="The page on which people read it.")
    summary: str
    language: str = Field(examples=["en"])
    audience: str = Field(description="public or community.", examples=["public"])
    evidence: str = Field(examples=["documented"])
    published_at: datetime
    countries: list[str] = Field(description="ISO alpha-2 codes.", examples=[["KE"]])
    sectors: list[str] = Field(description="DAC codes.", examples=[["16062"]])
    institutions: list[str] = Field(description="The institutions that it tells of.")
    is_demo: bool


class PieceSectionTold(Schema):
    heading: str
    html: str
    language: str


class PieceWhole(Schema):
    """A story, method or challenge as its page tells it to you."""

    kind: str = Field(examples=["story"])
    title: str
    slug: str
    url: str
    summary: str
    language: str = Field(description="Of the text as it is given here.")
    original_language: str
    translations: list[str] = Field(description="Languages in which `text` can ask for it.")
    audience: str
    evidence: str
    state: str = Field(description="published, unless you have a part in writing or curating it.")
    published_at: datetime | None
    sections: list[PieceSectionTold]
    countries: list[str]
    sectors: list[str]
    sdg_targets: list[str]
    themes: list[str]
    institutions: list[str]
    partnerships: list[str] = Field(description="Slugs of those that you may see.")
    events: list[str] = Field(description="Slugs of those that you may see.")
    rests_on: list[str] = Field(description="Slugs of the resources it rests on.")
    methods: list[str] = Field(description="For a challenge, slugs of the methods tried.")
    is_demo: bool


class ResourceTold(Schema):
    """A publication as the library lists it."""

    title: str
    slug: str
    url: str = Field(description="The page on which people read about it.")
    summary: str
    type: str = Field(examples=["report"])
    authors: list[str] = Field(description="`Family, Given`, or a name as it stands.")
    publishers: list[str]
    year: int | None
    container: str = Field(description="The journal, series or book it is in.")
    volume: str
    issue: str
    pages: str
    doi: str = Field(examples=["10.1787/abc123"])
    isbn: str
    address: str = Field(description="Where the work itself is.")
    language: str
    levels: list[str]
    study_method: str
    audience: str
    published_at: datetime
    is_demo: bool


class RecommendationTold(Schema):
    number: int
    text: str
    response_state: str
    response: str


class ResourceWhole(ResourceTold):
    """A publication as its page tells it."""

    published_at: datetime | None  # type: ignore[assignment]  # null before it is published
    state: str
    published_on: date | None
    annotation: str
    independence: str
    best_for: str
    is_synthesis: bool
    countries: list[str]
    sectors: list[str]
    themes: list[str]
    recommendations: list[RecommendationTold]
    findings: list[int] = Field(description="Keys of what it found.")


class FindingTold(Schema):
    """One thing that a source found: under this condition, that outcome moved this way."""

    id: int
    url: str
    condition: str = Field(description="Slug of the row of the evidence map.")
    outcome: str = Field(description="Slug of its column.")
    level: str
    direction: str
    confidence: str
    confidence_reason: str
    title: str
    text: str
    place: str = Field(description="Where it stands in the source.")
    language: str
    source: str = Field(description="Slug of the piece.")
    source_kind: str
    source_title: str
    is_demo: bool


class OpenQuestionTold(Schema):
    """An open question, and how much evidence there is."""

    number: int
    slug: str
    url: str
    question: str
    why: str
    state: str
    is_on_board: bool
    known_so_far: str
    last_reviewed_on: date | None
    review_note: str
    evidence: dict[str, int] = Field(description="How many things speak for, against, or give context.")
    is_demo: bool


class BearingTold(Schema):
    bearing: str
    subject: str
    url: str
    note: str


class OpenQuestionWhole(OpenQuestionTold):
    """An open question with the evidence that you may see."""

    points: list[BearingTold]
