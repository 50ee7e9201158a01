"""What is asked, as matching reads it: from a need that is kept, or from two answers of somebody passing by."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from community.models import Country, Institution
from matching.models import Need

INCOME = {"Low income": 1.0, "Lower middle income": 2.0, "Upper middle income": 3.0, "High income": 4.0}


@dataclass(frozen=True)
class Asker:
    """Who asks. What is not known stays empty, and is told as not known."""

    institution_id: int | None = None
    country: str = ""
    region: str = ""
    income: float | None = None
    legal_tradition: str = ""
    kind: str = ""
    branch: str = ""
    staff: float | None = None
    languages: tuple[str, ...] = ()
    has_stated_languages: bool = False  # else they are the official ones of the country
    institution: Institution | None = field(default=None, compare=False, repr=False)

    @classmethod
    def at(cls, institution: Institution) -> "Asker":
        """An institution of the register; where it has no languages, the official ones of its country."""
        country = institution.country
        spoken = institution.languages or (country.official_languages if country else [])
        placed = cls.in_country(country) if country else cls()
        return replace(
            placed,
            institution_id=institution.pk,
            kind="" if institution.kind == Institution.Kind.UNKNOWN else institution.kind,
            branch=institution.branch,
            staff=float(institution.staff) if institution.staff else None,
            languages=tuple(spoken),
            has_stated_languages=bool(institution.languages),
            institution=institution,
        )

    @classmethod
    def in_country(cls, country: Country, kind: str = "") -> "Asker":
        """Somebody of whom the country alone is known, and perhaps the kind of institution."""
        return cls(
            country=country.iso2,
            region=country.subregion_id or "",
            income=INCOME.get(country.income),
            legal_tradition=country.legal_tradition,
            kind="" if kind == Institution.Kind.UNKNOWN else kind,
            languages=tuple(country.official_languages),
        )


@dataclass(frozen=True)
class Asked:
    """A question to the register. Sector codes may have 3 or 5 digits; `emphasis` maps a matter to 0–4."""

    text: str
    who: Asker = Asker()
    language: str = "en"
    sectors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    has_interpreter: bool = False
    forms: tuple[str, ...] = ()
    reform_stage: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    excluded: tuple[int, ...] = ()
    include_own_country: bool = True
    emphasis: dict[str, int] = field(default_factory=dict)

    @property
    def speaks(self) -> tuple[str, ...]:
        return self.languages or self.who.languages

    @property
    def has_stated_languages(self) -> bool:
        return bool(self.languages) or self.who.has_stated_languages


def asked_by(need: Need, emphasis: dict[str, int] | None = None) -> Asked:
    """What a need asks. Its sectors, targets and exclusions are read: prefetch them for many needs."""
    return Asked(
        text=" ".join(filter(None, (need.problem, need.reform, need.expertise_wanted))),
        who=Asker.at(need.institution),
        language=need.language,
        sectors=tuple(sector.code for sector in need.sectors.all()),
        targets=tuple(target.code for target in need.sdg_targets.all()),
        languages=tuple(need.languages),
        has_interpreter=need.has_interpreter,
        forms=tuple(need.forms),
        reform_stage=float(need.reform_stage) if need.reform_stage else None,
        starts_on=need.starts_on,
        ends_on=need.ends_on,
        excluded=tuple(each.pk for each in need.exclusions.all()),
        include_own_country=need.include_own_country,
        emphasis=emphasis or {},
    )


def categories(codes: Any) -> list[str]:
    """The 3-digit categories of DAC codes: the first three digits of a purpose code are its category."""
    return sorted({code[:3] for code in codes})
