"""What is measured: for each row of the table its addresses, its target and how many queries it may take."""

from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.models import Visibility
from p2pportal.bulk.words import TOPICS
from partnerships import search
from partnerships.models import Activity, FacetCount, Partnership

ADDRESSES = 20  # pages of an operation, visited in turn
ADMINISTRATOR = "bench-administrator@people.example"
PANELS = 8  # exchanges, learning, adaptations, agreements, terms, costs, documents, stages: one query each
FEW, MANY = 0.01, 0.10  # shares of all records that a search finds


@dataclass(frozen=True)
class Operation:
    row: str
    name: str
    target: float
    queries: int
    paths: list[str]
    cookies: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)  # what the bare SQL is asked for


def operations() -> list[Operation]:
    with translation.override("en"):
        listing = reverse("partnerships:list")
        many = _words_by_share(MANY)[0]
        few = _few_hits()
        return [
            Operation("R1", "directory, page 1, all counts", 20, 6, [listing]),
            Operation(
                "R2",
                f"directory, search and filter, {_share(few):.1%} hits",
                35,
                8,
                [f"{listing}?q={few['word']}&country={few['country']}"],
                words=few,
            ),
            Operation(
                "R3",
                f"directory, search, {_share({'word': many}):.0%} hits",
                75,
                8,
                [f"{listing}?q={many}"],
                words={"word": many},
            ),
            Operation("R4", "partnership page", 12, 6 + PANELS, _pages()),
            Operation(
                "R6", "admin change list", 80, 12, [reverse("admin:partnerships_partnership_changelist")], _admin()
            ),
        ]


def _words_by_share(share: float) -> list[str]:
    """Topics by how near their share of the public records is to this one."""
    total = Partnership.objects.public().count()
    found = {word: search.matching(Partnership.objects.public(), word).count() / total for word in TOPICS}
    return sorted(found, key=lambda word: abs(found[word] - share))


def _few_hits() -> dict[str, str]:
    """A word and a country that together find little, but more than a page."""
    countries = FacetCount.objects.tallied("country")["country"]
    busy = sorted(countries, key=lambda code: -countries[code])[:10]
    pairs = [{"word": word, "country": code} for word in _words_by_share(0.05)[:5] for code in busy]
    shares = {index: _share(pair) for index, pair in enumerate(pairs)}
    best = min((i for i in shares if shares[i] <= FEW), key=lambda i: abs(shares[i] - FEW / 2))
    return pairs[best]


def _share(words: dict[str, str]) -> float:
    public = Partnership.objects.public()
    found = search.matching(public, words["word"])
    if "country" in words:
        found = found.filter(country_codes__overlap=[words["country"]])
    return found.count() / public.count()


def _pages() -> list[str]:
    """Records with exchanges to show and records without, half and half."""
    public = Partnership.objects.public()
    told = Activity.objects.filter(visibility=Visibility.PUBLIC).values("partnership")
    pages = [*public.filter(pk__in=told)[: ADDRESSES // 2], *public.exclude(pk__in=told)[: ADDRESSES // 2]]
    return [partnership.get_absolute_url() for partnership in pages]


def _admin() -> dict[str, str]:
    people = get_user_model().objects
    administrator = people.filter(email=ADMINISTRATOR).first() or people.create_superuser(ADMINISTRATOR)
    client = Client()
    client.force_login(administrator)
    return {name: morsel.value for name, morsel in client.cookies.items()}
