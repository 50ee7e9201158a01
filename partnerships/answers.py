"""A record as the answers it is made of: what the steps ask for, and what the register has stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from community.models import Country, Institution, User
from partnerships.models import Activity, Partnership, PartnershipMember

Side = PartnershipMember.Side

# Everything a person may answer. What is not named here cannot be written by a form.
TEXTS = (
    "title",
    "problem",
    "expertise_wanted",
    "why_this_peer",
    "reform",
    "what_changed",
    "summary",
    "kind",
    "stage",
    "working_mode",
    "scale_stage",
    "scale_adaptation",
    "planned_start",
    "planned_end",
    "actual_start",
    "actual_end",
    "languages",
    "source_url",
    "iati_identifier",
)
CODES = ("sectors", "sdg_targets")
SIDES = tuple(Side.values)
ORIGIN = "scaled_from"
ALL = (*TEXTS, *CODES, "themes", ORIGIN, *SIDES, "activities")
# Facts that go on in a published record while a new wording of it awaits the other side.
KEPT = ("stage", "activities", "iati_identifier")


@dataclass(frozen=True)
class NewInstitution:
    """One that is not on the portal yet; it is added with the record."""

    name: str
    country: Country | None
    kind: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Party:
    """Who takes part: an institution, or no more than a country or the name that a source gives."""

    institution: Institution | NewInstitution | None = None
    country: Country | None = None
    stated_name: str = ""
    brings: str = ""
    learns: str = ""

    @classmethod
    def of(cls, member: PartnershipMember) -> "Party":
        return cls(
            institution=member.institution,
            country=member.place,
            stated_name="" if member.institution else member.stated_name,
            brings=member.brings,
            learns=member.learns,
        )

    @property
    def who(self) -> tuple[Any, ...]:
        """What tells this member from the others on its side."""
        if isinstance(self.institution, Institution):
            return (self.institution.pk,)
        return (self.institution, self.stated_name, self.country)

    def __str__(self) -> str:
        named = str(self.institution or self.stated_name or "")
        place = str(self.country or "")
        return f"{named}, {place}" if named and place and place not in named else named or place


@dataclass(frozen=True)
class PlannedExchange:
    """A visit, a session or a placement; `pk` is None for one that is new."""

    pk: int | None
    kind: str
    title: str
    starts_on: date
    ends_on: date | None
    mode: str
    travels: str
    people: int | None

    FIELDS = ("kind", "title", "starts_on", "ends_on", "mode", "travels", "people")

    @classmethod
    def of(cls, activity: Activity) -> "PlannedExchange":
        return cls(pk=activity.pk, **{name: getattr(activity, name) for name in cls.FIELDS})

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.FIELDS}

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True)
class Origin:
    """The record that this one grew out of; it has no title for who may not see it."""

    pk: int
    title: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.title


def stored_answers(partnership: Partnership, names: Iterable[str], by: User | None) -> dict[str, Any]:
    """What the register holds for these answers now, as far as `by` sees it, in the shape in which forms give them."""
    return {name: _stored(partnership, name, by) for name in names}


def exchanges_seen_by(partnership: Partnership, user: Any) -> Any:
    return Activity.objects.visible_to(user).filter(partnership=partnership)


def _stored(partnership: Partnership, name: str, by: User | None) -> Any:
    if name in KEPT and partnership.revises:
        partnership = partnership.revises
    if name == "languages":
        return sorted(partnership.languages)
    if name in TEXTS:
        return getattr(partnership, name)
    if name in CODES:
        return sorted(getattr(partnership, name).values_list("pk", flat=True))
    if name == "themes":
        return sorted(partnership.themes.names())
    if name == "activities":
        return [PlannedExchange.of(activity) for activity in exchanges_seen_by(partnership, by)]
    if name == ORIGIN:
        return _origin(partnership, by)
    if name in SIDES:
        return [Party.of(member) for member in partnership.members.filter(side=name)]
    raise ValueError(f"{name} is no answer of a record")


def _origin(partnership: Partnership, by: User | None) -> Origin | None:
    if partnership.scaled_from_id is None:
        return None
    seen = Partnership.objects.listed_for(by) if by else Partnership.objects.public()
    title = seen.filter(pk=partnership.scaled_from_id).values_list("title", flat=True).first()
    return Origin(partnership.scaled_from_id, title or "")
