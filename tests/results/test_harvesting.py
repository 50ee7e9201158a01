"""Harvesting outcomes, and what others say to them."""

from uuid import uuid4

import pytest

from core.models import Visibility
from core.versions import EditedMeanwhile
from partnerships.models.choices import Side
from results.models import EvidenceItem, HarvestedOutcome, Substantiation, SubstantiationLink
from results.models.choices import Evidence, Level, Verdict
from results.services.acts import (
    AlreadyAnswered,
    CannotAnswer,
    LinkAnswer,
    LinkEnded,
    WordingChanged,
    answer_by_link,
    say_as_partner,
)
from results.services.outcomes import add_evidence, harvest_outcome, remove_outcome, reword_outcome
from tests.factories import HarvestedOutcomeFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return partnership_between()


def focal_point(partnership, side):
    return member_of(partnership.members.get(side=side).institution, role="focal_point")


def draft_of(partnership, **values):
    return HarvestedOutcome(
        partnership=partnership,
        what_changed="The committee calls ministries",
        who_changed="The committee",
        contribution="It copied the list of its peer.",
        level=Level.SYSTEM,
        **values,
    )


@pytest.fixture
def outcome(partnership):
    return harvest_outcome(outcome=draft_of(partnership), by=focal_point(partnership, Side.DEMAND))


def test_an_outcome_is_reported_for_the_institution_of_its_writer(outcome, partnership):
    assert outcome.reported_by == partnership.members.get(side=Side.DEMAND).institution


def test_a_new_outcome_is_for_the_parties(outcome):
    assert outcome.visibility == Visibility.PARTIES


def test_the_same_form_sent_twice_is_one_outcome(partnership):
    writer, key = focal_point(partnership, Side.DEMAND), uuid4()

    for _turn in range(2):
        harvest_outcome(outcome=draft_of(partnership, creation_key=key), by=writer)

    assert HarvestedOutcome.objects.count() == 1


def test_outcomes_of_a_partnership_are_numbered(outcome, partnership):
    second = harvest_outcome(outcome=draft_of(partnership), by=focal_point(partnership, Side.SUPPLY))

    assert (outcome.number, second.number) == (1, 2)


def test_other_words_have_to_be_agreed_to_again(outcome, partnership):
    partner = focal_point(partnership, Side.SUPPLY)
    say_as_partner(outcome=outcome, verdict=Verdict.AGREE, revision=outcome.revision, by=partner)
    outcome.refresh_from_db()
    before = outcome.evidence
    outcome.what_changed = "The committee calls all ministries"
    reword_outcome(outcome=outcome, by=partner, seen_version=outcome.version)
    outcome.refresh_from_db()

    assert (before, outcome.evidence) == (Evidence.CORROBORATED, Evidence.SELF_REPORTED)


def test_an_outcome_that_everybody_saw_is_for_the_parties_once_it_says_something_else(partnership):
    outcome = HarvestedOutcomeFactory(partnership=partnership, visibility=Visibility.PUBLIC)
    outcome.significance = "It had never happened before."
    reword_outcome(outcome=outcome, by=focal_point(partnership, Side.DEMAND), seen_version=outcome.version)

    assert outcome.visibility == Visibility.PARTIES


def test_words_that_somebody_else_changed_meanwhile_are_not_overwritten(outcome):
    with pytest.raises(EditedMeanwhile):
        reword_outcome(outcome=outcome, by=outcome.recorded_by, seen_version=outcome.version + 1)


def test_who_reported_it_does_not_corroborate_it(outcome, partnership):
    colleague = focal_point(partnership, Side.DEMAND)

    with pytest.raises(CannotAnswer, match="Only the other side"):
        say_as_partner(outcome=outcome, verdict=Verdict.AGREE, revision=outcome.revision, by=colleague)


def test_words_that_are_no_more_are_not_agreed_to(outcome, partnership):
    with pytest.raises(WordingChanged):
        say_as_partner(
            outcome=outcome, verdict=Verdict.AGREE, revision="0" * 64, by=focal_point(partnership, Side.SUPPLY)
        )


def test_a_partner_who_disagrees_says_why(outcome, partnership):
    with pytest.raises(CannotAnswer, match="differently"):
        say_as_partner(
            outcome=outcome,
            verdict=Verdict.DISAGREE,
            revision=outcome.revision,
            by=focal_point(partnership, Side.SUPPLY),
        )


def test_the_same_word_twice_is_one(outcome, partnership):
    partner = focal_point(partnership, Side.SUPPLY)
    for _turn in range(2):
        say_as_partner(outcome=outcome, verdict=Verdict.AGREE, revision=outcome.revision, by=partner)

    assert outcome.partner_words.count() == 1


def test_the_same_evidence_twice_is_there_once(outcome, partnership):
    for _turn in range(2):
        item = EvidenceItem(outcome=outcome, title="Minutes", url="https://example.org/minutes")
        add_evidence(item=item, partnership=partnership, by=outcome.recorded_by)

    assert outcome.evidence_items.count() == 1


@pytest.mark.parametrize(
    "other", [{"title": "Minutes of May"}, {"is_confidential": True}], ids=["title", "confidential"]
)
def test_the_same_address_under_other_words_is_evidence_of_its_own(outcome, partnership, other):
    """Nothing that was typed is dropped because its address is there already."""
    for words in ({"title": "Minutes"}, {"title": "Minutes"} | other):
        item = EvidenceItem(outcome=outcome, url="https://example.org/minutes", **words)
        add_evidence(item=item, partnership=partnership, by=outcome.recorded_by)

    assert outcome.evidence_items.count() == 2


def test_what_is_removed_twice_was_gone_the_second_time(outcome):
    assert [remove_outcome(outcome=outcome, by=outcome.recorded_by) for _turn in range(2)] == [True, False]


@pytest.fixture
def link(outcome):
    return SubstantiationLink.objects.create(
        outcome=outcome, address="ama@example.org", name="Ama", office="A university", revision=outcome.revision
    )


def answer(outcome, verdict=Verdict.AGREE, revision=None):
    return LinkAnswer(
        verdict=verdict,
        comment="" if verdict == Verdict.AGREE else "Not quite.",
        name="Ama",
        office="A university",
        may_be_named=False,
        revision=revision or outcome.revision,
    )


def test_somebody_outside_answers_once(link, outcome):
    answer_by_link(link=link, answer=answer(outcome))

    with pytest.raises(AlreadyAnswered):
        answer_by_link(link=link, answer=answer(outcome, Verdict.DISAGREE))


def test_a_link_that_has_ended_takes_no_answer(link, outcome):
    link.expires_at = link.created_at
    link.save()

    with pytest.raises(LinkEnded, match="has ended"):
        answer_by_link(link=link, answer=answer(outcome))


def test_words_that_changed_while_they_were_read_are_not_substantiated(link, outcome):
    with pytest.raises(WordingChanged):
        answer_by_link(link=link, answer=answer(outcome, revision="0" * 64))

    assert Substantiation.objects.count() == 0
