"""Every score opens into its criteria: the named fact moves the score as the page says, and what is missing is said."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from community.models import Subregion
from core.models import Visibility
from matching.models import MatchWeights, PeerProfile
from matching.profiles import refresh
from matching.scoring.again import fused
from matching.scoring.asked import Asked, Asker
from matching.scoring.criteria import CRITERIA, FAMILIES, NAMES
from matching.scoring.explaining import explain
from matching.scoring.peers import best_peers
from tests.factories import InstitutionFactory, OfferFactory, SectorFactory, UserFactory, partnership_between

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()
QUESTION = Asked(
    text="We follow up audit findings with a call list",
    who=Asker(
        institution_id=None,
        country="ZM",
        region="202",
        income=2.0,
        legal_tradition="common",
        kind="court",
        branch="judicial",
        staff=100.0,
        languages=("en",),
    ),
    sectors=("15111",),
    targets=("16.6",),
    languages=("en",),
    has_interpreter=True,
    forms=("twinning",),
    reform_stage=2.0,
)
GOOD = {
    "country": "ZM",
    "region": "202",
    "income": 2.0,
    "legal_tradition": "common",
    "kind": "court",
    "branch": "judicial",
    "staff": 100.0,
    "languages": ["en"],
    "languages_from": "offer",
    "sectors": ["15111"],
    "categories": ["151"],
    "targets": ["16.6"],
    "goals": ["16"],
    "forms": ["twinning"],
    "reform_stage": 3.0,
    "at_once": 2,
    "free": 2,
    "partnerships": 3,
    "track": 0.6,
}
# For each criterion: facts of a good peer that are worse, the worst last; and what leaves it unknown.
WORSE = {
    "sector": [{"sectors": ["15125"]}, {"sectors": ["11110"], "categories": ["111"]}],
    "sdg": [{"targets": ["16.7"]}, {"targets": ["4.1"], "goals": ["4"]}],
    "track": [{"track": 0.4, "partnerships": 2}, {"track": 0.1, "partnerships": 1}],
    "language": [{"languages_from": "country"}, {"languages": ["fr"]}],
    "income": [{"income": 3.0}, {"income": 4.0}],
    "region": [{"country": "ZW"}, {"country": "PE", "region": "419"}],
    "legal": [{"legal_tradition": "mixed"}, {"legal_tradition": "civil"}],
    "kind": [{"staff": 10.0}, {"kind": "parliament", "branch": "legislative"}],
    "stage": [{"reform_stage": 2.0}, {"reform_stage": 1.0}],
    "form": [{"forms": ["study_visit"]}],
    "time": [{"free": 1}],
}
UNKNOWN_FACTS = {
    "sector": {"sectors": [], "categories": []},
    "sdg": {"targets": [], "goals": []},
    "track": {"partnerships": 0},
    "language": {"languages": [], "languages_from": ""},
    "income": {"income": None},
    "region": {"country": "", "region": ""},
    "legal": {"legal_tradition": ""},
    "kind": {"kind": ""},
    "stage": {"reform_stage": None},
    "form": {"forms": []},
    "time": {"at_once": None, "free": None},
}


@pytest.fixture
def profile():
    """The peer whose facts are changed, with an offer in the words of the question."""
    for code, name in (("202", "Sub-Saharan Africa"), ("419", "Latin America")):
        Subregion.objects.get_or_create(code=code, defaults={"name_en": name, "region": name})
    category = SectorFactory(code="151")
    for code in ("15111", "15125"):
        SectorFactory(code=code, category=category)
    OfferFactory(expertise=QUESTION.text)
    refresh(None)
    return PeerProfile.objects.offered().get()


def with_facts(profile, facts):
    PeerProfile.objects.filter(pk=profile.pk).update(**facts)
    weights = MatchWeights.objects.current()
    scored = best_peers(QUESTION, ANYBODY, weights, only=[profile.pk])
    (peer,) = explain(scored, QUESTION, ANYBODY, weights)
    return peer


def told(peer, name):
    (explained,) = [each for each in peer.criteria if each.criterion.name == name]
    return explained


def backgrounds(seed):
    """The rest of the peer: for each other criterion good, worse or unknown, as chance has it."""
    chance = random.Random(seed)  # noqa: S311 - a sample that is the same each time
    facts = dict(GOOD)
    for name, worse in WORSE.items():
        facts |= chance.choice([{}, *worse, UNKNOWN_FACTS[name]])
    return facts


def on(background, name, change):
    """A background with all facts of one criterion as in a good peer, but for a change."""
    own = {key: GOOD[key] for facts in (*WORSE[name], UNKNOWN_FACTS[name]) for key in facts}
    return background | own | change


@pytest.mark.parametrize("name", WORSE)
@pytest.mark.parametrize("seed", range(3))
def test_a_worse_fact_lowers_the_score_as_it_is_told(profile, name, seed):
    background = backgrounds(seed)
    steps = [with_facts(profile, on(background, name, change)) for change in ({}, *WORSE[name])]
    explained = [told(peer, name) for peer in steps]

    values = [each.value for each in explained]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == len(values)
    for side, weight in (("score_demand", explained[0].demand), ("score_supply", explained[0].supply)):
        scores = [getattr(peer.scored, side) for peer in steps]
        moved = [weight / 100 * (before - after) for before, after in pairwise(values)]
        assert [a - b for a, b in pairwise(scores)] == pytest.approx(moved)
    assert len({each.fact.text for each in explained}) == len(explained)


@pytest.mark.parametrize("name", UNKNOWN_FACTS)
def test_adding_what_is_missing_raises_the_score_and_the_page_says_what(profile, name):
    missing = with_facts(profile, on(GOOD, name, UNKNOWN_FACTS[name]))
    good = with_facts(profile, on(GOOD, name, {}))

    assert told(missing, name).value is None
    assert told(missing, name).fact.text
    assert told(good, name).value > 0
    assert good.scored.score > missing.scored.score or told(good, name).demand == told(good, name).supply == 0


def test_more_words_in_common_raise_the_score(profile):
    other = OfferFactory(expertise="We follow up on tea")
    refresh(None)
    weights = MatchWeights.objects.current()
    scored = best_peers(QUESTION, ANYBODY, weights)
    more, fewer = explain(scored, QUESTION, ANYBODY, weights)

    assert fewer.offer == other
    assert told(more, "text").value > told(fewer, "text").value
    assert set(told(fewer, "text").fact.text.split()) < set(told(more, "text").fact.text.split())


def test_every_criterion_is_told_once_and_in_its_family(profile):
    peer = with_facts(profile, GOOD)

    assert [each.criterion for each in peer.criteria] == list(CRITERIA)
    assert [label for label, _criteria in peer.families] == list(FAMILIES.values())
    assert sum(len(criteria) for _label, criteria in peer.families) == len(NAMES)
    assert sum(each.demand for each in peer.criteria) == pytest.approx(100)
    assert sum(each.supply for each in peer.criteria) == pytest.approx(100)


def test_scores_added_up_in_python_are_those_of_the_database(profile):
    weights = MatchWeights.objects.current()
    for seed in range(5):
        scored = with_facts(profile, backgrounds(seed)).scored
        again = fused(scored.values, weights.demand, weights.supply)

        assert (again.score_demand, again.score_supply, again.score) == pytest.approx(
            (scored.score_demand, scored.score_supply, scored.score)
        )


def test_a_missing_language_is_added_where_the_reader_may(client):
    institution = InstitutionFactory(languages=[], country=None)
    OfferFactory(institution=institution, expertise=QUESTION.text)
    refresh(None)
    weights = MatchWeights.objects.current()
    scored = best_peers(QUESTION, ANYBODY, weights)

    anybody, editor = (explain(scored, QUESTION, user, weights)[0] for user in (ANYBODY, UserFactory(role="editor")))

    assert told(anybody, "language").fact.text == _("No language is known of this institution.")
    assert told(anybody, "language").fact.url.startswith("/en/report/?page=")
    assert told(editor, "language").fact.url == f"/en/institutions/{institution.slug}/edit/"


def test_the_record_that_holds_the_words_is_named(profile):
    institution = InstitutionFactory()
    record = partnership_between(
        InstitutionFactory(), institution, title="Audit findings by telephone", visibility=Visibility.PUBLIC
    )
    refresh(None)
    weights = MatchWeights.objects.current()
    scored = [peer for peer in best_peers(QUESTION, ANYBODY, weights) if not peer.is_offer]

    (peer,) = explain(scored, QUESTION, ANYBODY, weights)

    assert (told(peer, "text").fact.link, told(peer, "text").fact.url) == (record.title, record.get_absolute_url())


def test_what_the_reader_did_not_say_leads_to_the_field(profile):
    weights = MatchWeights.objects.current()
    silent = replace(QUESTION, sectors=(), who=Asker(), languages=())
    scored = best_peers(silent, ANYBODY, weights)

    (peer,) = explain(scored, silent, ANYBODY, weights)

    assert told(peer, "sector").fact.url == "#id_sector"


def test_what_is_not_known_of_an_institution_of_the_register_is_added_there(profile):
    weights = MatchWeights.objects.current()
    home = InstitutionFactory(kind="unknown", country=None)
    asked = replace(QUESTION, who=Asker.at(home))

    (peer,) = explain(best_peers(asked, ANYBODY, weights), asked, ANYBODY, weights)

    addresses = {told(peer, name).fact.url for name in ("kind", "region")}
    assert addresses == {f"{reverse('community:report')}?{urlencode({'page': home.get_absolute_url()})}"}
