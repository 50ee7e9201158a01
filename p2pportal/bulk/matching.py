"""Invented offers of invented institutions, and the rows that matching reads of them."""

from datetime import date, timedelta

from community.models import Institution, Sector
from core.models import Visibility
from matching.models import Offer, PeerProfile
from matching.models.choices import FORMS
from matching.profiles import refresh
from p2pportal.bulk.chance import Ranked, Shares, chance
from p2pportal.bulk.institutions import PREFIX
from p2pportal.bulk.loading import analyse, insert, parts, reserve
from p2pportal.bulk.words import TOPIC, paragraph

BATCH = 2_000
FIRST = date(2026, 1, 5)  # fixed, so that a seed makes the same rows on any day
LANGUAGES = Shares({("en",): 50, ("fr", "en"): 20, ("es",): 15, ("ar", "en"): 10, (): 5})
SHOWN_TO = Shares({Visibility.PUBLIC.value: 70, Visibility.COMMUNITY.value: 30})
STAGES = Shares({"": 30, "1": 10, "2": 15, "3": 20, "4": 15, "5": 10})


class NobodyToOffer(Exception):
    """There are no invented institutions that could offer."""


def bulk_offers(count: int, seed: int) -> int:
    """Top the offers of invented institutions up to `count`, and gather what matching reads; how many were added."""
    there = Offer.objects.filter(institution__slug__startswith=PREFIX).count()
    if there >= count:
        return 0
    invented = Institution.objects.filter(slug__startswith=PREFIX).order_by("pk")
    institutions = list(invented.values_list("pk", flat=True))
    if not institutions:
        raise NobodyToOffer
    sectors = Ranked(list(Sector.objects.purposes().order_by("pk").values_list("pk", flat=True)), 0.5)
    for part in parts(range(there, count), BATCH):
        keys = reserve(Offer, len(part))
        pairs = list(zip(part, keys, strict=True))
        insert([_offer(number, pk, institutions, seed) for number, pk in pairs])
        through = Offer.sectors.through
        insert(
            [
                through(offer_id=pk, sector_id=code)
                for number, pk in pairs
                for code in sectors.several(chance(seed, "offer sectors", number), 2)
            ]
        )
    analyse(Offer, Offer.sectors.through)
    refresh(None)
    analyse(PeerProfile)
    return count - there


def _offer(number: int, pk: int, institutions: list[int], seed: int) -> Offer:
    rng = chance(seed, "offer", number)
    about = TOPIC.one(rng)
    return Offer(
        pk=pk,
        institution_id=institutions[number % len(institutions)],
        expertise=paragraph(rng, 5, about),
        method=paragraph(rng, 3, about),
        languages=list(LANGUAGES.one(rng)),
        has_interpreter=rng.random() < 0.1,
        forms=[FORMS[rng.randrange(len(FORMS))][0]],
        reform_stage=STAGES.one(rng),
        at_once=1 + rng.randrange(4),
        visibility=SHOWN_TO.one(rng),
        status="open",
        confirmed_on=FIRST + timedelta(days=rng.randrange(200)),
    )
