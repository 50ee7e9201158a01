"""Invented partnerships: what one says, drawn by shares that a real register could have."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from django.utils.text import slugify

from community.models import Country, Institution, SDGTarget, Sector
from core.models import Visibility
from p2pportal.bulk.chance import Ranked, Shares, chance
from p2pportal.bulk.institutions import PREFIX
from p2pportal.bulk.words import TOPIC, VERBS, paragraph, sentence, town
from partnerships.models import Partnership, PartnershipMember

LATEST = datetime(2026, 9, 30, 12, tzinfo=UTC)  # fixed, so that a seed makes the same rows on any day
KINDS = Shares(
    {
        Partnership.Kind.TWINNING: 22,
        Partnership.Kind.INSTITUTIONAL_COOPERATION: 22,
        Partnership.Kind.PEER_EXCHANGE: 18,
        Partnership.Kind.LEARNING_ALLIANCE: 8,
        Partnership.Kind.STUDY_VISITS: 8,
        Partnership.Kind.STAFF_EXCHANGE: 6,
        Partnership.Kind.PEER_REVIEW: 4,
        Partnership.Kind.MENTORING: 4,
        Partnership.Kind.UNKNOWN: 8,
    }
)
STAGES = Shares(
    {
        Partnership.Stage.UNKNOWN: 30,
        Partnership.Stage.CLOSED: 30,
        Partnership.Stage.EXCHANGING: 18,
        Partnership.Stage.FOUNDING: 6,
        Partnership.Stage.SCOPING: 5,
        Partnership.Stage.ADAPTING: 4,
        Partnership.Stage.CONSOLIDATING: 4,
        Partnership.Stage.SUSPENDED: 2,
        Partnership.Stage.CANCELLED: 1,
    }
)
# What a record rests on, and who may see it.
STANDINGS = Shares(
    {
        (Partnership.Standing.PUBLIC_SOURCE, Visibility.PUBLIC): 60,
        (Partnership.Standing.BOTH_SIDES, Visibility.PUBLIC): 18,
        (Partnership.Standing.BOTH_SIDES, Visibility.COMMUNITY): 7,
        (Partnership.Standing.ONE_SIDE, Visibility.PARTIES): 15,
    }
)
SIDES = Shares({("south", "south"): 45, ("south", "north"): 42, ("north", "north"): 10, ("north", "south"): 3})
LANGUAGES = Shares({(): 55, ("en",): 25, ("fr",): 8, ("es",): 7, ("ar",): 2, ("en", "fr"): 3})
Side = PartnershipMember.Side


@dataclass
class Draft:
    """A record and what hangs on it."""

    partnership: Partnership
    members: list[tuple[int, str]]  # institution, side
    sectors: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    exchanges: int = 0


class Register:
    """The institutions, sectors and targets that invented records name, the busiest first."""

    def __init__(self) -> None:
        rows = Institution.objects.filter(slug__startswith=PREFIX).order_by("pk").values("pk", "kind", "country__side")
        institutions = list(rows)
        self.by_side = {
            side: Ranked([row["pk"] for row in institutions if row["country__side"] == side], 0.7)
            for side in Country.Side.values
        }
        self.donors = Ranked([row["pk"] for row in institutions if row["kind"] == Institution.Kind.DONOR], 0.9)
        self.sectors = Ranked(_shuffled(Sector.objects.purposes().values_list("pk", flat=True)), 0.7)
        self.targets = Ranked(_shuffled(SDGTarget.objects.values_list("pk", flat=True)), 0.7)

    @property
    def has_institutions(self) -> bool:
        return all(len(ranked.items) >= 2 for ranked in self.by_side.values())

    def draft(self, number: int, pk: int, seed: int) -> Draft:
        rng = chance(seed, "partnership", number)
        topic = TOPIC.one(rng)
        return Draft(
            partnership=Partnership(pk=pk, **_words(rng, number, topic), **_facts(rng), **_years(rng)),
            members=self._members(rng),
            sectors=self.sectors.several(rng, rng.choice([1, 1, 1, 2])),
            targets=self.targets.several(rng, rng.choice([0, 0, 1, 2])),
            themes=list(dict.fromkeys([topic, TOPIC.one(rng)]))[: rng.choice([0, 0, 1, 2])],
            exchanges=rng.choice([0] * 9 + [rng.randint(1, 5)]),
        )

    def _members(self, rng: Random) -> list[tuple[int, str]]:
        """Who asks and who offers, or peers; at times a broker, more often a funder; nobody twice."""
        asks, offers = SIDES.one(rng)
        if rng.random() < 0.08:
            drawn = [(pk, Side.PEER) for pk in self.by_side[asks].draw(rng, rng.randint(2, 6))]
        else:
            drawn = [(pk, Side.DEMAND) for pk in self.by_side[asks].draw(rng, rng.choice([1, 1, 1, 1, 2, 3]))]
            drawn += [(pk, Side.SUPPLY) for pk in self.by_side[offers].draw(rng, rng.choice([1, 1, 1, 1, 2]))]
        if rng.random() < 0.1:
            drawn.append((self.by_side["north"].one(rng), Side.BROKER))
        if self.donors.items and rng.random() < 0.4:
            drawn.append((self.donors.one(rng), Side.FUNDER))
        members: dict[int, str] = {}
        for pk, side in drawn:
            members.setdefault(pk, side)
        return list(members.items())


def _words(rng: Random, number: int, topic: str) -> dict[str, Any]:
    title = f"{rng.choice(VERBS)} {topic} in {town(number % 3_000)} and {town(rng.randrange(3_000))}"
    return {
        "title": title,
        "slug": f"{PREFIX}{number}-{slugify(title)}"[:120],
        "summary": paragraph(rng, rng.randint(2, 6), topic),
        "problem": sentence(rng, rng.randint(8, 30), topic) if rng.random() < 0.85 else "",
        "reform": sentence(rng, 12) if rng.random() < 0.2 else "",
        "what_changed": sentence(rng, 15) if rng.random() < 0.3 else "",
    }


def _facts(rng: Random) -> dict[str, Any]:
    standing, visibility = STANDINGS.one(rng)
    is_public_source = standing == Partnership.Standing.PUBLIC_SOURCE
    return {
        "kind": KINDS.one(rng),
        "stage": STAGES.one(rng),
        "standing": standing,
        "visibility": visibility,
        "source_url": f"https://sources.example/{rng.randrange(10**9)}" if is_public_source else "",
        "confirmed_on": date(2026, 1, 1) if standing == Partnership.Standing.BOTH_SIDES else None,
        "problem_reported_by": "sources.example" if is_public_source else "",
        "languages": list(LANGUAGES.one(rng)),
        "changed_at": LATEST - timedelta(minutes=rng.randrange(5 * 365 * 24 * 60)),
    }


def _years(rng: Random) -> dict[str, str]:
    """Most began in the last years; of every third nobody knows when."""
    if rng.random() < 0.35:
        return {"actual_start": "", "actual_end": "", "planned_start": "", "planned_end": ""}
    start = 2026 - min(int(rng.expovariate(1 / 6)), 36)
    end = start + rng.randint(1, 5)
    return {
        "actual_start": str(start),
        "actual_end": str(end) if end <= 2026 else "",
        "planned_start": "",
        "planned_end": str(end) if rng.random() < 0.3 and end > 2026 else "",
    }


def _shuffled(codes: Iterable[str]) -> list[str]:
    """In an order that is always the same but not that of the codes."""
    ordered = sorted(codes)
    chance(0, "order", 0).shuffle(ordered)
    return ordered
