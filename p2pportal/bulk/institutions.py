"""Invented institutions: most in the South, a few of each kind well connected."""

from collections.abc import Iterator

from django.utils.text import slugify

from community.models import Country, Institution
from p2pportal.bulk.chance import Ranked, Shares, chance
from p2pportal.bulk.loading import analyse, insert, missing, parts
from p2pportal.bulk.words import TOPIC, sentence, town
from partnerships.listing import unhurried

PREFIX = "bulk-"
BATCH = 5_000
Kind = Institution.Kind
KINDS = Shares(
    {
        Kind.MINISTRY: 25,
        Kind.AGENCY: 25,
        Kind.SUBNATIONAL_GOVERNMENT: 20,
        Kind.ACADEMIA: 7,
        Kind.STATISTICS_OFFICE: 4,
        Kind.SUPREME_AUDIT_INSTITUTION: 4,
        Kind.REVENUE_AUTHORITY: 4,
        Kind.COURT: 3,
        Kind.PARLIAMENT: 2,
        Kind.DONOR: 2,
        Kind.NETWORK: 2,
        Kind.CIVIL_SOCIETY: 2,
    }
)
SOUTHERN = 0.7


def bulk_institutions(count: int, seed: int) -> int:
    """Top the invented institutions up to `count`; how many were added."""
    slugs = Institution.objects.filter(slug__startswith=PREFIX).values_list("slug", flat=True)
    numbers = missing(slugs, PREFIX, count)
    for part in parts(_institutions(numbers, seed), BATCH):
        with unhurried():
            insert(part)
    analyse(Institution)
    return len(numbers)


def _institutions(numbers: list[int], seed: int) -> Iterator[Institution]:
    countries = _by_side(seed)
    for number in numbers:
        rng = chance(seed, "institution", number)
        kind = KINDS.one(rng)
        side = Country.Side.SOUTH if rng.random() < SOUTHERN else Country.Side.NORTH
        country = countries[side].one(rng)
        name = f"{kind.label} for {TOPIC.one(rng).capitalize()}, {town(number)}"
        yield Institution(
            name=name,
            slug=f"{PREFIX}{number}-{slugify(name)}",
            acronym="".join(word[0] for word in name.split() if word[0].isupper()),
            country=country,
            kind=kind,
            languages=country.official_languages[:2],
            website=f"https://{number}.institutions.example/",
            description=sentence(rng, 20),
        )


def _by_side(seed: int) -> dict[str, Ranked[Country]]:
    """The countries of North and South in an order of the seed; the first of them host most."""
    found = {}
    for side in (Country.Side.SOUTH, Country.Side.NORTH):
        countries = list(Country.objects.filter(side=side, is_un_member=True).order_by("pk"))
        chance(seed, side, 0).shuffle(countries)
        found[str(side)] = Ranked(countries, 0.6)
    return found
