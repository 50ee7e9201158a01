"""What the database derives of outcomes: the word of evidence, the counts, the summary on the record."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from partnerships.models.choices import Side
from results.models import EvidenceItem, OutcomeTally, PartnerWord, Substantiation, SubstantiationLink
from results.models.choices import Evidence, Verdict
from tests.factories import HarvestedOutcomeFactory, IndicatorFactory, ObservationFactory, partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome():
    partnership = partnership_between()
    return HarvestedOutcomeFactory(partnership=partnership, reported_by=member(partnership, Side.DEMAND).institution)


def member(partnership, side):
    return partnership.members.get(side=side)


def say(outcome, side=Side.SUPPLY, verdict=Verdict.AGREE, revision=None):
    institution = member(outcome.partnership, side).institution
    PartnerWord.objects.create(
        outcome=outcome,
        institution=institution,
        side=side,
        revision=revision or outcome.revision,
        verdict=verdict,
        by_name="Who speaks for it",
    )
    outcome.refresh_from_db()


def substantiate(outcome, verdict=Verdict.AGREE):
    link = SubstantiationLink.objects.create(
        outcome=outcome, address="outside@example.org", name="Ama", office="A university", revision=outcome.revision
    )
    Substantiation.objects.create(
        outcome=outcome,
        link=link,
        revision=outcome.revision,
        verdict=verdict,
        comment="" if verdict == Verdict.AGREE else "I saw it otherwise.",
        name="Ama",
        office="A university",
    )
    outcome.refresh_from_db()


def document(outcome):
    EvidenceItem.objects.create(outcome=outcome, title="The minutes", url="https://example.org/minutes")
    outcome.refresh_from_db()


def test_an_outcome_alone_is_self_reported(outcome):
    assert outcome.evidence == Evidence.SELF_REPORTED


def test_nobody_sets_the_word_by_hand(outcome):
    outcome.evidence = Evidence.VERIFIED
    outcome.save()
    outcome.refresh_from_db()

    assert outcome.evidence == Evidence.SELF_REPORTED


def test_a_document_makes_it_documented(outcome):
    document(outcome)

    assert outcome.evidence == Evidence.DOCUMENTED


def test_a_document_taken_away_makes_it_self_reported_again(outcome):
    document(outcome)
    outcome.evidence_items.all().delete()
    outcome.refresh_from_db()

    assert outcome.evidence == Evidence.SELF_REPORTED


def test_the_partner_agreeing_makes_it_corroborated(outcome):
    say(outcome)

    assert outcome.evidence == Evidence.CORROBORATED


def test_who_recorded_it_does_not_corroborate_it(outcome):
    say(outcome, side=Side.DEMAND)

    assert outcome.evidence == Evidence.SELF_REPORTED


def test_agreeing_to_other_words_does_not_corroborate_these(outcome):
    say(outcome, revision="0" * 64)

    assert outcome.evidence == Evidence.SELF_REPORTED


def test_a_partner_that_takes_its_word_back_takes_the_corroboration_back(outcome):
    say(outcome)
    say(outcome, verdict=Verdict.DISAGREE)

    assert (outcome.evidence, outcome.is_disputed) == (Evidence.SELF_REPORTED, True)


def test_an_outsider_agreeing_makes_it_independently_verified(outcome):
    substantiate(outcome)

    assert outcome.evidence == Evidence.VERIFIED


@pytest.mark.parametrize("verdict", [Verdict.PARTLY, Verdict.COMMENT])
def test_an_outsider_who_agrees_in_part_or_comments_raises_nothing(outcome, verdict):
    substantiate(outcome, verdict)

    assert (outcome.evidence, outcome.is_disputed) == (Evidence.SELF_REPORTED, False)


def test_an_outsider_who_disagrees_is_shown(outcome):
    say(outcome)
    substantiate(outcome, Verdict.DISAGREE)

    assert (outcome.evidence, outcome.is_disputed) == (Evidence.CORROBORATED, True)


def test_the_record_says_how_many_of_its_outcomes_are_corroborated(outcome):
    HarvestedOutcomeFactory(partnership=outcome.partnership)
    say(outcome)
    outcome.partnership.refresh_from_db()

    assert (outcome.partnership.outcomes_shown, outcome.partnership.outcomes_corroborated) == (2, 1)


def test_what_the_parties_alone_see_is_not_counted():
    outcome = HarvestedOutcomeFactory(visibility="parties")
    outcome.partnership.refresh_from_db()

    assert outcome.partnership.outcomes_shown == 0


def tallied(token):
    rows = OutcomeTally.objects.filter(token=token).values_list("level", "evidence", "n")
    found = {}
    for level, evidence, n in rows:
        found[(level, evidence)] = found.get((level, evidence), 0) + n
    return {key: n for key, n in found.items() if n}


def test_an_outcome_moves_from_one_count_to_another_when_its_evidence_does(outcome):
    say(outcome)

    assert tallied("all") == {("institution", "corroborated"): 1}


def test_counts_follow_the_kind_of_the_record(outcome):
    outcome.partnership.kind = "twinning"
    outcome.partnership.save()

    assert tallied("kind=twinning") == {("institution", "self-reported"): 1}


def test_two_facets_are_counted_together(outcome):
    outcome.partnership.kind = "twinning"
    outcome.partnership.save()

    assert tallied("direction=NS&kind=twinning") == {("institution", "self-reported"): 1}


def test_a_record_that_is_hidden_takes_its_outcomes_out_of_the_counts(outcome):
    outcome.partnership.visibility = "parties"
    outcome.partnership.save()

    assert tallied("all") == {}


def test_an_approved_observation_is_not_rewritten():
    observation = ObservationFactory(approved=True)
    observation.value = 99

    with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
        observation.save()


def test_the_unit_stays_once_something_was_observed():
    indicator = ObservationFactory(indicator=IndicatorFactory(unit="findings")).indicator
    indicator.unit = "reports"

    with pytest.raises(DatabaseError, match="old unit"), transaction.atomic():
        indicator.save()
