"""Every resource: it answers, in as many queries for ten rows as for one, and shows each person what the pages show."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Visibility
from events.models import LearningEvent
from events.models.choices import EventStatus
from knowledge.models import Challenge, Method, OpenQuestion, Resource, Story
from knowledge.models.choices import Audience, State
from matching.models import Need, Offer
from matching.models.choices import NeedStatus, OfferStatus
from results.models import HarvestedOutcome
from tests.api.asking import ROOT, client_of, get, problem, results
from tests.api.world import LISTS, fill
from tests.factories import (
    ChallengeFactory,
    FindingFactory,
    HarvestedOutcomeFactory,
    IndicatorFactory,
    LearningEventFactory,
    MethodFactory,
    NeedFactory,
    ObservationFactory,
    OfferFactory,
    OpenQuestionFactory,
    ResourceFactory,
    StoryFactory,
    partnership_between,
)
from tests.personas import cast

pytestmark = pytest.mark.django_db
ROLES = ("anon", "pend", "mem", "gov_o", "gov_x", "don_o", "ed", "adm")
MOST_QUERIES = 8


@pytest.fixture
def company(db):
    return cast()


def queries_of(path: str) -> int:
    get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert Client().get(ROOT + path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", LISTS)
def test_lists_take_the_same_number_of_queries(company, path):
    fill(company)
    few = queries_of(path)
    for _ in range(9):
        fill(cast())

    assert queries_of(path) == few <= MOST_QUERIES


def test_single_records_answer_and_take_few_queries(company):
    taken = {kind: queries_of(path) for kind, path in fill(company).items() if kind != "reports"}

    assert {kind: n for kind, n in taken.items() if n > 16} == {}


STORED = {
    "stories": ("knowledge:stories", {}, Story),
    "methods": ("knowledge:methods", {}, Method),
    "challenges": ("knowledge:challenges", {}, Challenge),
    "resources": ("knowledge:resources", {}, Resource),
    "questions": ("knowledge:questions", {}, OpenQuestion),
    "events": ("events:list", {}, LearningEvent),
    "events past": ("events:list", {"when": "past"}, LearningEvent),
    "needs": ("matching:needs", {}, Need),
    "offers": ("matching:offers", {}, Offer),
    "outcomes": ("results:outcomes", {}, HarvestedOutcome),
}


@pytest.fixture
def circles(company):
    """Records of each kind for everybody, for members, for parties and for their authors."""
    asks, author = company.asks, company.people["don_o"]
    day = timezone.localdate() - timedelta(days=5)
    past = {"starts_on": day, "ends_on": day, "starts_at": None, "ends_at": None}
    for shown in ("public", "community", "private"):
        LearningEventFactory(visibility=shown)
        LearningEventFactory(visibility=shown, **past)
    LearningEventFactory(status=EventStatus.DRAFT)
    for factory in (StoryFactory, MethodFactory, ChallengeFactory, ResourceFactory):
        factory()
        factory(audience=Audience.COMMUNITY)
        factory(state=State.DRAFT, author=author)
        factory(state=State.IN_REVIEW, author=author)
    FindingFactory(source__audience=Audience.COMMUNITY)
    OpenQuestionFactory()
    OpenQuestionFactory(is_on_board=False)
    for factory, statuses in ((NeedFactory, NeedStatus), (OfferFactory, OfferStatus)):
        for shown in (Visibility.PUBLIC, Visibility.COMMUNITY):
            for status in statuses.values:
                factory(institution=asks, visibility=shown, status=status)
    record = partnership_between(company.asks, company.offers)
    hidden = partnership_between(company.asks, company.offers, visibility=Visibility.PARTIES, standing="one_side")
    for shown in (Visibility.PUBLIC, Visibility.COMMUNITY, Visibility.PARTIES):
        HarvestedOutcomeFactory(partnership=record, visibility=shown)
    HarvestedOutcomeFactory(partnership=hidden, visibility=Visibility.PARTIES)
    return company


@pytest.mark.parametrize("kind", STORED)
def test_lists_hold_what_the_pages_list(circles, kind):
    name, query, model = STORED[kind]
    told, on_page = {}, {}
    for role in ROLES:
        client = client_of(circles.people[role])
        page = client.get(reverse(name), query).content.decode()
        addresses = [each.get_absolute_url() for each in listable(model)]
        on_page[role] = {address for address in addresses if f'{address}"' in page}
        rows = results(f"{kind.partition(' ')[0]}/", client=client, **query)
        told[role] = {row["url"].removeprefix(settings.BASE_URL) for row in rows}

    assert told == on_page
    assert told["anon"] != told["mem"] or kind == "questions"


def listable(model):
    """Of resources, what is not published stands beside the list, for those who wait for it."""
    return model.objects.filter(state=State.PUBLISHED) if model is Resource else model.objects.all()


@pytest.mark.parametrize("kind", [kind for kind in STORED if kind not in ("events past", "outcomes")])
def test_single_records_are_seen_by_whom_their_pages_are_seen(circles, kind):
    for role in ROLES:
        client = client_of(circles.people[role])
        for each in STORED[kind][2].objects.all():
            key = each.pk if kind in ("needs", "offers") else each.slug
            page, told = client.get(each.get_absolute_url()), get(f"{kind}/{key}/", client=client)
            assert (told.status_code == 200) is (page.status_code == 200), (role, each.get_absolute_url())
            if told.status_code != 200:
                assert problem(told)[0] == 404


def test_outcomes_are_seen_by_whom_their_pages_are_seen(circles):
    for role in ROLES:
        client = client_of(circles.people[role])
        for each in HarvestedOutcome.objects.select_related("partnership"):
            page = client.get(each.get_absolute_url())
            told = get(f"partnerships/{each.partnership.slug}/outcomes/{each.number}/", client=client)
            assert told.status_code == page.status_code


def test_results_hold_the_observations_that_the_reader_may_see(company):
    record = partnership_between(company.asks, company.offers)
    indicator = IndicatorFactory(result__framework__partnership=record)
    ObservationFactory(indicator=indicator, approved=True, value=1)
    ObservationFactory(indicator=indicator, value=2)
    told = {}
    for role in ("anon", "mem", "gov_o", "ed"):
        body = get(f"partnerships/{record.slug}/results/", client=client_of(company.people[role])).json()
        told[role] = [each["value"] for each in body["results"][0]["indicators"][0]["observations"]]

    assert told == {"anon": [1.0], "mem": [1.0], "gov_o": [1.0, 2.0], "ed": [1.0]}


def test_report_is_read_by_whom_its_page_is_read(company):
    path = fill(company)["reports"]
    slug = path.split("/")[1]
    told, on_page = {}, {}
    for role in ROLES:
        client = client_of(company.people[role])
        told[role] = get(path, client=client).status_code
        on_page[role] = client.get(reverse("events:report", args=[slug])).status_code

    assert told == on_page
    assert (told["anon"], told["ed"]) == (404, 200)


def test_former_slugs_lead_to_the_record(company):
    record, institution, event, story = (
        partnership_between(company.asks),
        company.offers,
        LearningEventFactory(),
        StoryFactory(),
    )
    for each in (record, institution, event, story):
        each.former_slugs.create(slug=f"former-{each.slug}")

    for kind, each in (("partnerships", record), ("institutions", institution), ("events", event), ("stories", story)):
        assert get(f"{kind}/former-{each.slug}/").json()["slug"] == each.slug


def test_institution_is_told_without_its_people(company):
    text = get(f"institutions/{company.asks.slug}/", client=client_of(company.people["gov_o"])).content.decode()

    assert company.people["gov_o"].email not in text
    assert company.people["gov_o"].name not in text


@pytest.mark.parametrize("key", ["-1", "0", str(2**63), "1;2", "١٢", "1e3", "9" * 400])
@pytest.mark.parametrize("kind", ["needs", "offers", "findings", "partnerships/x/outcomes"])
def test_keys_of_nobody(key, kind):
    assert problem(get(f"{kind}/{key}/"))[0] in (404, 422)


def test_event_under_the_chatham_house_rule_names_nobody_once_it_is_over():
    day = timezone.localdate() - timedelta(days=5)
    event = LearningEventFactory(is_chatham_house=True, starts_on=day, ends_on=day, starts_at=None, ends_at=None)
    item = event.agenda_items.create(kind="opening", title="Welcome", lead="Ama Mensah")
    item.presentations.create(number=1, title="Clinics", presenter="Kofi Boateng")

    text = get(f"events/{event.slug}/").content.decode()

    assert ("Clinics" in text, "Ama" in text, "Kofi" in text) == (True, False, False)


def test_event_never_tells_how_one_joins():
    event = LearningEventFactory(joining_url="https://call.example/secret", dial_in="+1 555 0100")

    text = get(f"events/{event.slug}/").content.decode()

    assert ("call.example" in text, "555" in text) == (False, False)
