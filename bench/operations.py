"""What is measured: for each row of the table its addresses, its target and how many queries it may take."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import translation

from community.models import Membership, User
from core.models import Visibility
from core.pagination import Cursor
from events.models import LearningEvent
from knowledge.models import Story
from p2pportal.bulk.events import IN_SERIES, SERIES
from p2pportal.bulk.institutions import PREFIX
from p2pportal.bulk.words import INVENTED, TOPICS
from partnerships import search
from partnerships.models import Activity, FacetCount, Partnership, PartnershipMember
from results.models import Indicator, ResultsFramework
from results.owed.owing import due_periods
from results.portfolio import figures
from results.selections import Selection

ADDRESSES = 20  # pages of an operation, visited in turn
ADMINISTRATOR = "bench-administrator@people.example"
PANELS = 8  # exchanges, learning, adaptations, agreements, terms, costs, documents, stages: one query each
PANELS_OF_RESULTS, PANELS_OF_AN_INDICATOR = 6, 4
PANELS_OF_A_STORY = 2  # what readers tried, and what is related
FEW, MANY = 0.01, 0.10  # shares of all records that a search finds
BUSIEST = 8  # countries and words of which selections are made


@dataclass(frozen=True)
class Operation:
    row: str
    name: str
    target: float
    queries: int
    share: int  # of a hundred visits on an ordinary day
    paths: list[str]
    cookies: dict[str, str] = field(default_factory=dict)
    unchanged: bool = False  # asked for with the ETag of the last answer, and answered with 304
    words: list[dict[str, str]] = field(default_factory=list)  # what the bare SQL is asked for
    before: Callable[[], None] = lambda: None  # what the worker does meanwhile, done before it is measured


def operations() -> list[Operation]:
    with translation.override("en"):
        listing = reverse("partnerships:list")
        few, many = _few_hits(), [{"word": word} for word in _words_by_share(MANY)[:ADDRESSES]]
        return [
            Operation("R1", "directory, page 1, all counts", 20, 6, 35, [listing]),
            Operation(
                *("R2", f"directory, search and filter, {_shares(few)} hits", 35, 8, 10),
                [f"{listing}?q={each['word']}&country={each['country']}" for each in few],
                words=few,
            ),
            Operation(
                *("R3", f"directory, search, {_shares(many)} hits", 75, 8, 5),
                [f"{listing}?q={each['word']}" for each in many],
                words=many,
            ),
            Operation("R4", "partnership page", 12, 6 + PANELS, 48, _pages()),
            Operation("R5", "API, list of 50", 15, 4, 10, [reverse("api:partnerships")]),
            Operation("R5 deep", "API, the pages behind it", 15, 4, 0, _api_pages()),
            Operation(
                "R6", "admin change list", 80, 12, 2, [reverse("admin:partnerships_partnership_changelist")], _admin()
            ),
            Operation("R7", "event page", 12, 6, 10, _events("events:detail")),
            Operation("R7 .ics", "calendar file of one event", 8, 3, 3, _events("events:ics")),
            Operation("R8", f"calendar of {IN_SERIES} events", 20, 3, 1, [_calendar()]),
            Operation("R8 ETag", "the same, unchanged since", 4, 3, 1, [_calendar()], unchanged=True),
            Operation("R4 story", "page of a story", 12, 6 + PANELS_OF_A_STORY, 12, _stories()),
            Operation("R10", "list of stories", 20, 6, 5, [reverse("knowledge:stories")]),
            Operation("R10 home", "front page", 10, 6, 20, [reverse("home")]),
            Operation("R11", "evidence map", 20, 8, 3, [reverse("knowledge:evidence")]),
            Operation(
                *("R11 search", "search over everything", 60, 8, 6),
                [f"{reverse('search')}?q={word}" for word in TOPICS[:ADDRESSES]],
            ),
            Operation("R13", "portfolio", 20, 8, 3, [reverse("results:portfolio")], before=_work_out_figures),
            Operation("R13 filtered", "portfolio, filtered", 20, 8, 3, _selections(), before=_work_out_figures),
            Operation("R4 results", "results of a partnership", 12, 6 + PANELS_OF_RESULTS, 3, _results()),
            Operation("R4 indicator", "page of an indicator", 12, 6 + PANELS_OF_AN_INDICATOR, 3, _indicators()),
            Operation("R14", "start page, signed in", 30, 12, 8, [reverse("start")], _member()),
            Operation("R14 owed", "what a person owes", 30, 12, 1, [reverse("results:owed")], _speaker()),
            Operation(
                *("R14 owed most", "the same for the busiest institution", 30, 12, 0),
                [reverse("results:owed")],
                _speaker(of_most=True),
            ),
        ]


def _words_by_share(share: float) -> list[str]:
    """Words by how near their share of the public records is to this one."""
    words = TOPICS + INVENTED[: 3 * ADDRESSES]
    shares = {word: _share({"word": word}) for word in words}
    return sorted(words, key=lambda word: abs(shares[word] - share))


def _few_hits() -> list[dict[str, str]]:
    """Words and countries that together find little, but more than a page; no two selections alike."""
    countries = FacetCount.objects.tallied("country")["country"]
    busy = sorted(countries, key=lambda code: -countries[code])[:BUSIEST]
    pairs = [{"word": word, "country": code} for word in _words_by_share(MANY / 2)[:BUSIEST] for code in busy]
    shares = [_share(pair) for pair in pairs]
    fit = [index for index, share in enumerate(shares) if share <= FEW]
    fit.sort(key=lambda index: abs(shares[index] - FEW / 2))
    return [pairs[index] for index in fit[:ADDRESSES]]


def _share(words: dict[str, str]) -> float:
    public = Partnership.objects.public().on_record()
    found = search.matching(public, words["word"])
    if "country" in words:
        found = found.filter(country_codes__overlap=[words["country"]])
    return found.count() / public.count()


def _shares(each: list[dict[str, str]]) -> str:
    found = sorted(_share(words) for words in each)
    return f"{found[0]:.1%} to {found[-1]:.1%}"


def _pages() -> list[str]:
    """Records with exchanges to show and records without, half and half."""
    public = Partnership.objects.public()
    told = Activity.objects.filter(visibility=Visibility.PUBLIC).values("partnership")
    pages = [*public.filter(pk__in=told)[: ADDRESSES // 2], *public.exclude(pk__in=told)[: ADDRESSES // 2]]
    return [partnership.get_absolute_url() for partnership in pages]


def _api_pages() -> list[str]:
    """Pages of the list that only a cursor leads to, spread over all records."""
    public = Partnership.objects.public().on_record().order_by("changed_at", "pk").values_list("changed_at", "pk")
    step = max(1, public.count() // ADDRESSES)
    cursors = (Cursor([changed_at, pk]).encode() for changed_at, pk in public[::step])
    return [f"{reverse('api:partnerships')}?after={cursor}" for cursor in list(cursors)[:ADDRESSES]]


def _events(name: str) -> list[str]:
    slugs = LearningEvent.objects.filter(slug__startswith=PREFIX).order_by("-pk").values_list("slug", flat=True)
    return [reverse(name, args=[slug]) for slug in slugs[:ADDRESSES]]


def _calendar() -> str:
    return f"{reverse('events:calendar')}?series={SERIES}"


def _stories() -> list[str]:
    return [
        story.get_absolute_url() for story in Story.objects.filter(slug__startswith=PREFIX).order_by("-pk")[:ADDRESSES]
    ]


def _work_out_figures() -> None:
    """The figures beside the outcomes, which the worker works out every ten minutes."""
    for path in (reverse("results:portfolio"), *_selections()):
        figures.work_out(Selection.read(QueryDict(path.partition("?")[2])))


def _selections() -> list[str]:
    """One filter, two that are combined, and one with years."""
    counts = FacetCount.objects.tallied("region", "kind", "sector")
    region, kind = (max(counts[name], key=lambda value: counts[name][value]) for name in ("region", "kind"))
    sector = max((code for code in counts["sector"] if len(code) == 3), key=lambda code: counts["sector"][code])
    asked = (f"region={region}", f"kind={kind}&region={region}", f"sector={sector}&from=2020&to=2024")
    return [f"{reverse('results:portfolio')}?{query}" for query in asked]


def _results() -> list[str]:
    slugs = ResultsFramework.objects.shown().order_by("-pk").values_list("partnership__slug", flat=True)[:ADDRESSES]
    return [reverse("results:partnership", args=[slug]) for slug in slugs]


def _indicators() -> list[str]:
    shown = Indicator.objects.filter(result__framework__in=ResultsFramework.objects.shown())
    found = shown.select_related("partnership").order_by("-pk")[:ADDRESSES]
    return [indicator.get_absolute_url() for indicator in found]


def _member() -> dict[str, str]:
    """A verified member, as most of those who sign in are."""
    return _signed_in(get_user_model().objects.get(pk=Membership.objects.active().order_by("user").values("user")[:1]))


def _speaker(*, of_most: bool = False) -> dict[str, str]:
    """Who speaks for an institution of which figures are awaited: one in the middle, or that of which most are."""
    awaited = PartnershipMember.objects.filter(partnership__in=due_periods().values("indicator__partnership"))
    speaking = Membership.objects.active().focal_points().filter(institution__in=awaited.values("institution"))
    awaiting = awaited.filter(institution__in=speaking.values("institution")).order_by().values_list("institution")
    institutions = list(awaiting.annotate(n=Count("pk")).order_by("-n", "institution"))
    institution, _awaited = institutions[0 if of_most else len(institutions) // 2]
    return _signed_in(get_user_model().objects.get(pk=speaking.filter(institution=institution).values("user")[:1]))


def _admin() -> dict[str, str]:
    people = get_user_model().objects
    return _signed_in(people.filter(email=ADMINISTRATOR).first() or people.create_superuser(ADMINISTRATOR))


def _signed_in(person: User) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    return {name: morsel.value for name, morsel in client.cookies.items()}
