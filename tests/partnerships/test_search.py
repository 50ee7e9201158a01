"""Full text, its tolerance, and close spellings."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.models import InstitutionName
from core import searching
from partnerships import search
from partnerships.models import Partnership
from tests.factories import CountryFactory, InstitutionFactory, PartnershipFactory, partnership_between

pytestmark = pytest.mark.django_db


def found(text: str) -> set[str]:
    hits = search.matching(Partnership.objects.all(), searching.cleaned(text))
    return set(hits.values_list("title", flat=True))


@pytest.fixture
def audit():
    office = InstitutionFactory(name="Cour des comptes", acronym="CDC", country=CountryFactory(north=True))
    InstitutionName.objects.create(institution=office, name="Court of Accounts")
    return partnership_between(
        supply=office, title="Suivi des réformes: auditing the budgets", problem="Arrears pile up"
    )


@pytest.mark.usefixtures("audit")
@pytest.mark.parametrize(
    "text",
    [
        "reformes",
        "RÉFORMES",
        "audits budget",
        "cdc",
        "court of accounts",
        "Kenya",
        "Suède",
        "arrears",
        '"des reformes"',
        "nothing or budgets",
        "the budgets",
        "audit -mining",
    ],
)
def test_search_finds(audit, text):
    assert found(text) == {audit.title}


@pytest.mark.usefixtures("audit")
@pytest.mark.parametrize(
    "text", ["audit -budgets", "mining", "%", "_", "((((", "'", "*", "\\", "' OR 1=1", "a AND", "&|!", "؟"]
)
def test_search_does_not_find(text):
    assert found(text) == set()


def test_only_stop_words_is_no_error():
    assert found("the and of") == set()


def test_a_thousand_words_are_cut():
    text = " ".join(f"word{number}" for number in range(1_000))

    assert len(searching.cleaned(text).split()) == searching.MOST_WORDS
    assert searching.is_too_long(text)
    assert found(text) == set()


def test_ranking_puts_a_title_before_a_mention():
    mention = PartnershipFactory(title="Something else", summary="it touches procurement")
    title = PartnershipFactory(title="Procurement reform")

    ranked = search.ranked(search.matching(Partnership.objects.all(), "procurement"), "procurement")

    assert list(ranked.order_by("-rank", "-pk")) == [title, mention]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("statstics", "Statistics"), ("procuremant reform", "procurement reform"), ("Kenia", "Kenya")],
)
def test_did_you_mean_offers_what_leads_somewhere(typed, offered):
    partnership_between(title="Statistics for a procurement reform")

    assert offered.casefold() in [each.casefold() for each in search.did_you_mean(typed, AnonymousUser())]


def test_did_you_mean_says_nothing_of_hidden_records():
    PartnershipFactory(title="Canarywords unheard", visibility="parties", standing="one_side")

    assert search.did_you_mean("canaryword", AnonymousUser()) == []


@pytest.mark.parametrize("typed", ["", "%", "((((", "'", "x" * 60])
def test_did_you_mean_takes_anything(typed):
    assert search.did_you_mean(typed, AnonymousUser()) == []


def test_hits_whose_keys_are_known_are_ranked_as_others():
    for number in range(5):
        PartnershipFactory(title=f"Procurement {number}", summary="procurement " * number)
    hits = search.matching(Partnership.objects.all(), "procurement")
    keys = list(hits.values_list("pk", flat=True))

    found = search.ranked(hits, "procurement").order_by("-rank", "-pk")
    known = search.ranked(hits, "procurement", keys).order_by("-rank", "-pk")

    assert list(known) == list(found)
    assert len(known) == 5
    assert list(search.ranked(hits, "procurement", [])) == []
