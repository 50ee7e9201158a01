"""The contribution claim: steps that keep their evidence, two writers at once, and words that are agreed to."""

import pytest
from django.urls import reverse

from core.models import Visibility
from partnerships.models.choices import Side
from partnerships.openings import facts_of, revision_of
from results.models import ContributionClaim, EvidenceItem
from tests.factories import HarvestedOutcomeFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db
MEANWHILE = "Somebody else saved it while you were writing"


@pytest.fixture
def outcome():
    return HarvestedOutcomeFactory(partnership=partnership_between(), visibility=Visibility.PARTIES)


@pytest.fixture
def address(outcome):
    return reverse("results:claim", args=[outcome.partnership.slug, outcome.number])


@pytest.fixture
def party(client, outcome):
    client.force_login(member_of(outcome.partnership.members.get(side=Side.DEMAND).institution))
    return client


@pytest.fixture
def claim(outcome):
    claim = ContributionClaim.objects.create(outcome=outcome)
    claim.steps.create(position=0, text="Analysts saw it at work.")
    claim.steps.create(position=1, text="They drew up a list.")
    return claim


def typed(claim=None, steps=(), **more):
    """The form as somebody sends it who opened the page when `claim` stood there; `steps` are (id, text)."""
    data = {"part": "one", "summary": "", "read": claim.updated_at.isoformat() if claim else ""}
    for rows, there in (("steps", len(steps)), ("rivals", 0)):
        data |= {f"{rows}-TOTAL_FORMS": str(there), f"{rows}-INITIAL_FORMS": "0"}
    for place, (pk, text) in enumerate(steps):
        data |= {f"steps-{place}-id": str(pk), f"steps-{place}-text": text}
    return data | more


def told(claim):
    return [step.text for step in claim.steps.all()]


def test_evidence_stays_with_its_step_when_another_is_put_before_it(party, address, claim):
    first, second = claim.steps.all()
    item = EvidenceItem.objects.create(step=second, title="The list", url="https://example.org/list")
    steps = [(first.pk, first.text), ("", "They asked for help."), (second.pk, second.text)]
    party.post(address, typed(claim, steps))
    item.refresh_from_db()

    assert told(claim) == ["Analysts saw it at work.", "They asked for help.", "They drew up a list."]
    assert item.step.text == "They drew up a list."


def test_evidence_of_a_step_that_is_taken_out_hangs_on_the_outcome(party, address, claim, outcome):
    first, second = claim.steps.all()
    item = EvidenceItem.objects.create(step=second, title="The list", url="https://example.org/list")
    party.post(address, typed(claim, [(first.pk, first.text), (second.pk, "")]))
    item.refresh_from_db()

    assert (item.step, item.outcome) == (None, outcome)


def test_a_step_of_another_claim_is_not_taken_over(party, address, claim):
    other = ContributionClaim.objects.create(outcome=HarvestedOutcomeFactory())
    foreign = other.steps.create(text="Elsewhere.")
    party.post(address, typed(claim, [(foreign.pk, "Ours now.")]))

    assert (told(claim), told(other)) == (["Ours now."], ["Elsewhere."])


@pytest.mark.parametrize("read", ["", "yesterday", "2020-01-01T00:00:00+00:00"])
def test_what_somebody_else_saved_meanwhile_is_shown_beside_the_own_words(party, address, claim, read):
    page = party.post(address, typed(claim, [("", "My own step.")], read=read))
    text = page.content.decode()

    assert (page.status_code, MEANWHILE in text) == (409, True)
    assert ("My own step." in text, "Analysts saw it at work." in text) == (True, True)
    assert told(claim) == ["Analysts saw it at work.", "They drew up a list."]


def test_after_comparing_it_is_saved(party, address, claim):
    page = party.post(address, typed(None, [("", "My own step.")]))
    party.post(address, typed(None, [("", "My own step.")], read=page.context["read"]))

    assert told(claim) == ["My own step."]


@pytest.mark.parametrize("number", ["x", "-1", "9" * 40])
def test_a_number_of_a_step_that_is_none_is_no_error_of_the_server(party, address, claim, number):
    assert party.post(address, typed(claim, [(number, "My own step.")])).status_code == 200


def test_a_claim_on_an_outcome_that_everybody_saw_puts_it_back_to_the_parties(party, address, outcome):
    type(outcome).objects.update(visibility=Visibility.PUBLIC)
    party.post(address, typed(None, [("", "Analysts saw it at work.")]))
    outcome.refresh_from_db()

    assert outcome.visibility == Visibility.PARTIES


def test_saving_the_same_claim_again_hides_nothing(party, address, claim, outcome):
    ContributionClaim.objects.update(part="one")
    claim.refresh_from_db()
    type(outcome).objects.update(visibility=Visibility.PUBLIC)
    party.post(address, typed(claim, [(step.pk, step.text) for step in claim.steps.all()]))
    outcome.refresh_from_db()

    assert outcome.visibility == Visibility.PUBLIC


def test_the_claim_is_agreed_to_with_the_outcome(outcome, claim):
    outcome.refresh_from_db()
    before = revision_of(outcome)
    claim.rivals.create(text="A budget reform")

    assert revision_of(outcome) != before
    assert ("What else may explain it", "A budget reform") in facts_of(outcome)
