"""One publication, whatever the format it comes from; its fields are named as those of a Resource."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.models import Resource
from knowledge.models.choices import ResourceType

LISTS = ("authors", "publishers")
COLUMNS = (
    *("title", "authors", "publishers", "year", "resource_type", "container", "volume", "issue", "pages"),
    *("edition", "place", "doi", "isbn", "url", "language", "published_on", "summary"),
)


@dataclass(frozen=True)
class Work:
    title: str
    authors: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    year: int | None = None
    resource_type: str = ResourceType.OTHER.value
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    edition: str = ""
    place: str = ""
    doi: str = ""
    isbn: str = ""
    url: str = ""
    language: str = "en"
    published_on: date | None = None
    summary: str = ""
    key: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """As the columns of a Resource."""
        return {name: list(value) if name in LISTS else value for name, value in self.facts.items()}

    @property
    def facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in COLUMNS}


def work_of(resource: Resource) -> Work:
    told = {name: getattr(resource, name) for name in COLUMNS}
    return Work(**told | {name: tuple(told[name]) for name in LISTS}, key=resource.slug)


@dataclass(frozen=True)
class Entry:
    """What stands in one place of a file: raw values under the names of `COLUMNS`, or the fault that hides them."""

    place: str
    raw: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
