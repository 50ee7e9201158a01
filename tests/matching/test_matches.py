"""The peers of a need: found by a job, read by its own people and brokers, set aside or put there by hand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching.models import Match, MatchWeights, Need
from matching.models.choices import NeedStatus, OfferStatus
from matching.profiles import refresh
from matching.services.brokering import write_weights
from matching.services.matches import CannotSuggest, propose_match, remove_match, set_aside_match, take_back_match
from matching.suggesting import rescore, store_matches
from matching.suggestions import matches_panel
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
    SectorFactory,
    UserFactory,
    member_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit():
    return SectorFactory(code="15111", category=SectorFactory(code="151"))


@pytest.fixture
def need(audit):
    need = NeedFactory()
    need.sectors.add(audit)
    return need


@pytest.fixture
def focal(need):
    return MembershipFactory(institution=need.institution, role="focal_point").user


@pytest.fixture
def broker():
    return UserFactory(role="editor")


def offered(sector, **fields):
    offer = OfferFactory(**fields)
    offer.sectors.add(sector)
    return offer


def found(need):
    refresh(None)
    store_matches(need)
    return list(Match.objects.filter(need=need).best_first())


def test_the_job_keeps_scores_and_values(need, audit):
    offer = offered(audit)

    (match,) = found(need)

    assert (match.offer, match.institution, match.criteria["sector"]) == (offer, offer.institution, 1.0)
    assert match.weights == MatchWeights.objects.current()


def test_twice_is_once(need, audit):
    offered(audit)

    assert [match.pk for match in found(need)] == [match.pk for match in found(need)]


def test_who_is_not_found_any_more_leaves_the_list(need, audit):
    offer = offered(audit)
    found(need)
    offer.sectors.clear()
    offer.expertise = "Tea"
    offer.save()

    assert found(need) == []


def test_who_was_set_aside_stays_so(need, audit, focal):
    offered(audit)
    (match,) = found(need)
    set_aside_match(match=match, because="We know them already", by=focal)

    (again,) = found(need)

    assert (again.pk, again.set_aside_because) == (match.pk, "We know them already")
    assert again.set_aside_at is not None


def test_a_need_that_is_closed_has_no_peers_looked_for(need, audit):
    offered(audit)
    need.status = NeedStatus.CLOSED
    need.save()

    assert found(need) == []


def test_new_weights_have_all_open_needs_scored_by_a_job(need, audit, django_capture_on_commit_callbacks, monkeypatch):
    asked = []
    monkeypatch.setattr("matching.tasks.rescore.delay", asked.append)
    newest = MatchWeights.objects.current()

    with django_capture_on_commit_callbacks(execute=True):
        write_weights(
            demand=newest.demand | {"text": 90},
            supply=newest.supply,
            reason="Words first",
            by=UserFactory(role="administrator"),
        )

    assert asked == [None]
    offered(audit)
    refresh(None)
    assert rescore() == 1
    assert Match.objects.get().weights.number == newest.number + 1


def test_a_broker_proposes_whom_the_score_did_not_find(need, broker):
    peer = InstitutionFactory()
    refresh(None)
    for _ in range(2):
        propose_match(need=need, institution=peer, because="They did it in 2019", by=broker)

    (match,) = found(need)

    assert (match.institution, match.proposed_by, match.proposed_because) == (peer, broker, "They did it in 2019")


@pytest.mark.parametrize("why", ["itself", "language", "closed need", "closed offer", "not a broker"])
def test_what_cannot_be_is_not_proposed(need, broker, focal, why):
    peer = InstitutionFactory(languages=["fr"] if why == "language" else [])
    by, offer = (focal if why == "not a broker" else broker), None
    if why == "closed need":
        need.status = NeedStatus.CLOSED
    if why == "language":
        need.languages = ["es"]
    need.save()
    if why == "closed offer":
        offer = OfferFactory(institution=peer, status=OfferStatus.CLOSED)
    refresh(None)

    with pytest.raises(CannotSuggest):
        propose_match(
            need=need, institution=need.institution if why == "itself" else peer, offer=offer, because="Why", by=by
        )

    assert not Match.objects.exists()


def test_what_was_proposed_is_removed_and_what_was_aside_comes_back(need, audit, broker, focal):
    offered(audit)
    (match,) = found(need)
    set_aside_match(match=match, by=focal)

    assert take_back_match(match=match, by=focal).set_aside_at is None
    remove_match(match=match, by=broker)
    assert not Match.objects.exists()


def test_the_panel_is_for_the_own_institution_and_brokers(need, audit, focal, broker):
    offered(audit)
    found(need)

    counts = {
        "member": matches_panel(need, member_of(need.institution)).get("count"),
        "focal": matches_panel(need, focal).get("count"),
        "broker": matches_panel(need, broker).get("count"),
        "other": matches_panel(need, MembershipFactory().user).get("count"),
    }

    assert counts == {"member": 1, "focal": 1, "broker": 1, "other": None}


def test_what_matters_most_changes_the_order_at_once(need, audit, focal, client):
    need.languages = ["fr"]
    need.save()
    problem = offered(audit, languages=["fr"], institution__country=None)
    other = SectorFactory(code="15125", category=audit.category)
    results = offered(other, languages=["fr"], institution__country=None)
    found(need)
    Match.objects.filter(offer=problem).update(criteria={"sector": 1.0, "track": 0.0, "language": 1.0})
    Match.objects.filter(offer=results).update(criteria={"sector": 0.6, "track": 1.0, "language": 1.0})
    client.force_login(focal)
    address = reverse("matching:matches", args=[need.pk])

    by_problem = client.get(address, {"m_problem": "4", "m_results": "0"}).context["offers"]
    by_results = client.get(address, {"m_problem": "0", "m_results": "4"}).context["offers"]

    assert [each.peer.offer for each in by_problem] == [problem, results]
    assert [each.peer.offer for each in by_results] == [results, problem]


def test_an_offer_that_was_paused_meanwhile_is_not_shown(need, audit, focal, client):
    offer = offered(audit)
    found(need)
    offer.status = OfferStatus.PAUSED
    offer.save()
    client.force_login(focal)

    page = client.get(reverse("matching:matches", args=[need.pk]))

    assert page.context["offers"] == []


def test_setting_aside_by_the_page(need, audit, focal, client):
    offered(audit)
    (match,) = found(need)
    client.force_login(focal)
    address = reverse("matching:match_aside", args=[need.pk, match.pk])

    assert client.get(address).status_code == 200
    assert client.post(address, {"because": "Too far"}).status_code == 302

    page = client.get(reverse("matching:matches", args=[need.pk]))
    assert [each.match.set_aside_because for each in page.context["aside"]] == ["Too far"]
    client.post(reverse("matching:match_back", args=[need.pk, match.pk]))
    match.refresh_from_db()
    assert match.set_aside_at is None


def test_proposing_by_the_page_names_what_is_wrong(need, broker, client):
    peer = InstitutionFactory(name="Office of Rivers")
    refresh(None)
    client.force_login(broker)
    address = reverse("matching:match_propose", args=[need.pk])

    wrong = client.post(address, {"institution": "Qqxx", "because": "They did it"})
    assert list(wrong.context["form"].errors) == ["institution"]
    assert client.post(address, {"institution": "office of rivers", "because": "They did it"}).status_code == 302
    assert Match.objects.get().institution == peer


def test_the_page_asks_as_much_of_the_database_for_ten_peers_as_for_one(need, audit, focal, client):
    client.force_login(focal)

    def queries():
        count = len(found(need))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("matching:matches", args=[need.pk]))
        return count, len(captured)

    offered(audit)
    queries()
    one = queries()
    for _ in range(9):
        offered(audit)

    assert queries() == (10, one[1])


def test_what_a_need_does_not_say_leads_to_the_field_that_asks_for_it(need, audit, focal, client):
    need.sectors.clear()
    Need.objects.filter(pk=need.pk).update(problem="Our village archives are lost")
    offered(audit, expertise="We saved the archives of a village", reform_stage="3", forms=["twinning"])
    refresh(None)
    rescore([need.pk])
    client.force_login(focal)
    page = client.get(reverse("matching:matches", args=[need.pk]))
    edit = reverse("matching:need_edit", args=[need.pk])
    form = client.get(edit).content.decode()
    peers = [one.peer for one in [*page.context["offers"], *page.context["others"]]]
    linked = {each.fact.url for peer in peers for each in peer.criteria if each.fact.url.startswith(f"{edit}#")}
    assert {f"{edit}#id_{name}" for name in ("sectors_list", "sdg_targets_list", "reform_stage", "forms")} <= linked
    assert [url for url in linked if f'id="{url.partition("#")[2]}"' not in form] == []


@pytest.mark.parametrize(("role", "may"), [("editor", True), ("administrator", False)])
def test_who_may_not_ask_is_not_offered_to(client, need, audit, role, may):
    offer = offered(audit)
    found(need)
    client.force_login(UserFactory(role=role))
    ask = reverse("matching:introduction_ask", args=[need.pk, offer.institution.slug])

    page = client.get(reverse("matching:matches", args=[need.pk])).text

    assert (f'href="{ask}' in page, client.get(ask).status_code) == (may, 200 if may else 403)
