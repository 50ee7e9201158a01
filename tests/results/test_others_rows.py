"""Numbers and keys of another partnership's rows, below one's own: they are not there, and stay as they are."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from results.models import (
    Capability,
    ContributionClaim,
    ContributionStep,
    EvidenceItem,
    HarvestedOutcome,
    Indicator,
    Observation,
    Period,
    Result,
)
from results.models.choices import ObservationState
from tests.factories import (
    HarvestedOutcomeFactory,
    ObservationFactory,
    PeriodFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db
KINDS = (Capability, ContributionStep, EvidenceItem, HarvestedOutcome, Indicator, Observation, Period, Result)


def of(record, number):
    """A partnership's rows, numbered apart, so that a number alone tells whose they are."""
    observation = ObservationFactory(
        indicator__result__framework__partnership=record,
        indicator__number=number,
        state=ObservationState.SUBMITTED,
        recorded_by=UserFactory(),
    )
    outcome = HarvestedOutcomeFactory(partnership=record, number=number)
    claim = ContributionClaim.objects.create(outcome=outcome)
    file = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7 minutes")
    return {
        "record": record,
        "indicator": observation.indicator,
        "observation": observation,
        "period": PeriodFactory(indicator=observation.indicator),
        "outcome": outcome,
        "claim": claim,
        "step": ContributionStep.objects.create(claim=claim, text="They copied the list."),
        "paper": EvidenceItem.objects.create(outcome=outcome, title="Minutes", file=file),
        "ability": Capability.objects.create(
            partnership=record, title="Plan", whose="The unit", level="organisation", visibility="public"
        ),
    }


@pytest.fixture
def own(client):
    record = partnership_between()
    client.force_login(member_of(record.members.get(side="demand").institution))
    return of(record, 11)


@pytest.fixture
def others():
    """All of it is public: it is seen below its own address, and nowhere else."""
    return of(partnership_between(), 99)


def addresses(own, others):
    """Below one's own partnership, or one's own indicator, with the number of somebody else's row."""
    slug, indicator, theirs = own["record"].slug, own["indicator"].number, others["indicator"].number
    number, result = others["outcome"].number, others["indicator"].result_id
    found = dict.fromkeys(("result_edit", "result_remove", "result_move", "indicator_new"), (slug, result))
    found |= dict.fromkeys(
        ("indicator", "indicator_edit", "indicator_remove", "indicator_move", "periods", "observation_new"),
        (slug, theirs),
    )
    found |= {"target_parts": (slug, indicator, others["period"].pk)}
    acts = ("edit", "correct", "remove", "submit", "approve", "return", "evidence")
    found |= {f"observation_{act}": (slug, indicator, others["observation"].pk) for act in acts}
    found |= {"observation": (slug, indicator, others["observation"].pk)}
    found |= dict.fromkeys(
        ("outcome", "outcome_edit", "outcome_remove", "claim", "evidence_add", "say", "ask_outsider"), (slug, number)
    )
    found |= {"evidence_add_to_step": (slug, own["outcome"].number, 2), "follow_up": (slug, 5)}
    found |= dict.fromkeys(("evidence", "evidence_remove"), (slug, others["paper"].pk))
    found |= {f"capability_{act}": (slug, others["ability"].pk) for act in ("edit", "rate", "remove")}
    return {name: reverse(f"results:{name}", args=args) for name, args in found.items()}


def stored(rows):
    """Every row of a partnership as it is in the database."""
    kept = [each for each in rows.values() if isinstance(each, KINDS)]
    return [type(each).objects.filter(pk=each.pk).values().get() for each in kept]


def test_no_row_of_another_is_reached_below_ones_own_partnership(client, own, others):
    before = stored(others)
    typed = {"title": "Mine", "version": "1", "reason": "Mine", "measure": "1", "to": "up", "what_changed": "Mine"}

    for name, address in addresses(own, others).items():
        got, sent = client.get(address).status_code, client.post(address, typed).status_code
        posts_alone = name in ("result_move", "indicator_move", "observation_submit", "observation_approve")
        posts_alone = posts_alone or name == "observation_return"
        already_gone = name in (
            "result_remove",
            "indicator_remove",
            "observation_remove",
        )  # a second click on what is gone is told so
        reads_alone = name in ("indicator", "observation", "outcome", "evidence")
        assert (name, got, sent) == (
            name,
            405 if posts_alone else 404,
            302 if already_gone else 405 if reads_alone else 404,
        )

    assert stored(others) == before


@pytest.mark.parametrize("pk", [0, 2**31, 2**63, 10**30])
def test_numbers_that_cannot_be_are_not_there(client, own, others, pk):
    args = {
        "result_edit": (pk,),
        "indicator": (pk,),
        "observation": (own["indicator"].number, pk),
        "target_parts": (own["indicator"].number, pk),
        "outcome": (pk,),
        "evidence_add_to_step": (own["outcome"].number, pk),
        "evidence": (pk,),
        "capability_edit": (pk,),
        "follow_up": (pk,),
    }

    answers = {
        name: client.get(reverse(f"results:{name}", args=(own["record"].slug, *given))).status_code
        for name, given in args.items()
    }

    assert answers == dict.fromkeys(args, 404)


def test_a_step_of_another_claim_is_not_taken_over(client, own, others):
    before = stored(others)
    rows = {"steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "0", "steps-0-id": str(others["step"].pk)}
    rows |= {"steps-0-text": "Mine now.", "rivals-TOTAL_FORMS": "0", "rivals-INITIAL_FORMS": "0"}
    address = reverse("results:claim", args=[own["record"].slug, own["outcome"].number])

    read = own["claim"].updated_at.isoformat()
    answer = client.post(address, rows | {"part": "small", "summary": "", "read": read})

    assert answer.status_code == 302
    assert stored(others) == before
    steps = list(ContributionStep.objects.filter(claim=own["claim"]).values_list("text", flat=True))
    assert (steps, others["step"].pk in {step.pk for step in own["claim"].steps.all()}) == (["Mine now."], False)


def test_a_period_of_another_indicator_is_not_taken_over(client, own, others):
    before = stored(others)
    rows = {"periods-TOTAL_FORMS": "1", "periods-INITIAL_FORMS": "0", "periods-0-pk": str(others["period"].pk)}
    rows |= {"periods-0-starts_on": "2021-01-01", "periods-0-ends_on": "2021-12-31", "version": "1"}

    answer = client.post(reverse("results:periods", args=[own["record"].slug, own["indicator"].number]), rows)

    assert answer.context["rows"].forms[0].non_field_errors()[0].startswith("Somebody took this period out meanwhile.")
    assert stored(others) == before


@pytest.mark.parametrize("name", ["document", "piece", "outcome", "step", "observation"])
def test_a_paper_is_hung_on_nothing_of_another(client, own, others, name):
    """What the form does not ask for has no say, and what it offers is of this partnership."""
    keys = {"document": 1, "piece": 1, "outcome": others["outcome"].pk, "step": others["step"].pk}
    typed = {"title": "Mine", "url": "https://example.org/", name: str(keys.get(name, others["observation"].pk))}

    client.post(reverse("results:evidence_add", args=[own["record"].slug, own["outcome"].number]), typed)

    hung = EvidenceItem.objects.filter(title="Mine").values_list("outcome", "step", "observation", "document", "piece")
    assert list(hung) == [(own["outcome"].pk, None, None, None, None)]


def test_an_indicator_and_a_result_of_another_are_no_choice_for_an_outcome(client, own, others):
    address = reverse("results:outcome_edit", args=[own["record"].slug, own["outcome"].number])
    form = client.get(address).context["form"]

    keys = {name: {str(value) for value, _label in form.fields[name].choices} for name in ("indicator",)}
    assert str(others["indicator"].pk) not in keys["indicator"]
    assert str(own["indicator"].pk) in keys["indicator"]
