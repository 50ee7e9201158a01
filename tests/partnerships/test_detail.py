"""The page of one partnership: what it says, and to whom."""

import pytest
from django.urls import reverse

from core.models import Visibility
from partnerships.models import Activity, Adaptation, CostLine, Document, LearningEntry, PartnershipFormerSlug, Terms
from partnerships.services import confirmations
from tests.factories import InstitutionFactory, UserFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db
CANARY = "zinnober"


def part_of(record, kind, visibility):
    """One part of a kind with the canary in the words that the page prints."""
    common = {"partnership": record, "visibility": visibility}
    makers = {
        "activity": lambda: Activity.objects.create(kind="visit", title=CANARY, starts_on="2026-01-01", **common),
        "lesson": lambda: LearningEntry.objects.create(side="both", noted_on="2026-01-01", title=CANARY, **common),
        "adaptation": lambda: Adaptation.objects.create(
            decided_on="2026-01-01", trigger=CANARY, decision="We waited.", **common
        ),
        "cost": lambda: CostLine.objects.create(kind="cash", amount=1, currency="EUR", note=CANARY, **common),
        "document": lambda: Document.objects.create(title=CANARY, url="https://example.org/", **common),
        "terms": lambda: Terms.objects.create(number=1, text=CANARY, **common),
    }
    return makers[kind]()


PARTS = ["activity", "lesson", "adaptation", "cost", "document", "terms"]


def shown(client, record, page="detail") -> bool:
    return CANARY in client.get(reverse(f"partnerships:{page}", args=[record.slug])).content.decode()


@pytest.mark.parametrize("kind", PARTS)
def test_a_public_part_is_shown_to_everyone(client, kind):
    record = partnership_between()
    part_of(record, kind, Visibility.PUBLIC)

    assert shown(client, record)


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize(
    ("who", "sees"), [("anonymous", False), ("outsider", False), ("editor", False), ("party", True)]
)
def test_a_part_for_the_parties_is_shown_to_them_only(client, kind, who, sees):
    asks = InstitutionFactory()
    record = partnership_between(asks)
    part_of(record, kind, Visibility.PARTIES)
    people = {
        "outsider": lambda: member_of(InstitutionFactory()),
        "editor": lambda: UserFactory(role="editor"),
        "party": lambda: member_of(asks),
    }
    if who in people:
        client.force_login(people[who]())

    assert shown(client, record) is sees
    assert shown(client, record, "timeline") is (sees and kind in ("activity", "lesson", "adaptation"))


def test_a_public_part_of_a_hidden_record_stays_hidden(client):
    record = partnership_between(visibility=Visibility.PARTIES, standing="one_side")
    document = part_of(record, "document", Visibility.PUBLIC)

    assert list(Document.objects.visible_to(UserFactory())) == []
    assert client.get(reverse("partnerships:document", args=[record.slug, document.pk])).status_code == 404


def test_standing_and_source_stand_on_top(client):
    record = partnership_between(source_url="https://scb.example/page")

    page = client.get(record.get_absolute_url()).content.decode()

    assert "From a public source, unconfirmed" in page
    assert 'href="https://scb.example/page"' in page


@pytest.mark.parametrize(
    ("own_words", "heading"),
    [(True, "The problem, in the partner’s own words"), (False, "The problem, as reported by scb.example")],
)
def test_the_problem_says_whose_words_it_is_in(client, own_words, heading):
    record = partnership_between(
        problem="Late figures.", problem_in_own_words=own_words, problem_reported_by="scb.example"
    )

    assert client.get(record.get_absolute_url()).context["problem_heading"] == heading


def test_an_address_borne_once_leads_to_the_record(client):
    record = partnership_between()
    PartnershipFormerSlug.objects.create(partnership=record, slug="an-older-title")

    answer = client.get(reverse("partnerships:detail", args=["an-older-title"]))

    assert (answer.status_code, answer["Location"]) == (301, record.get_absolute_url())


def test_an_address_borne_once_by_a_hidden_record_leads_nowhere(client):
    record = partnership_between(visibility=Visibility.PARTIES, standing="one_side")
    PartnershipFormerSlug.objects.create(partnership=record, slug="an-older-title")

    assert client.get(reverse("partnerships:detail", args=["an-older-title"])).status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_detail_query_count_does_not_grow(client, django_assert_max_num_queries, count):
    record = partnership_between()
    for number in range(count):
        part_of(record, "activity", Visibility.PUBLIC)
        part_of(record, "lesson", Visibility.PUBLIC)
        part_of(record, "adaptation", Visibility.PUBLIC)
        part_of(record, "cost", Visibility.PUBLIC)
        Terms.objects.create(partnership=record, number=number + 1, text="Terms", visibility=Visibility.PUBLIC)

    with django_assert_max_num_queries(12):
        client.get(record.get_absolute_url())


def test_parties_read_what_each_side_said(client):
    asks, offers = InstitutionFactory(), InstitutionFactory()
    record = partnership_between(asks, offers)
    confirmations.confirm_partnership(partnership=record, note=f"Thank you, {CANARY}.", by=member_of(asks))

    assert not shown(client, record)
    client.force_login(member_of(offers))
    assert shown(client, record)
