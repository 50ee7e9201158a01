"""Something of each kind of result, for the browser to look at: hoped for, observed, told, verified, asked about later."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Partnership, PulseInvitation, PulseRound
from partnerships.models.choices import Side
from partnerships.pulse import links as pulse_links
from results import substantiation_links
from results.models import Capability, CapabilityScore, ContributionClaim, FollowUp, FollowUpAnswer, SubstantiationLink
from results.models.choices import Answering, Measure, Moment
from tests.factories import (
    HarvestedOutcomeFactory,
    IndicatorFactory,
    ObservationFactory,
    PeriodFactory,
    ResultFactory,
    ResultsFrameworkFactory,
)

RECORD = "partnerships/audit-followed-up"
FOR_EVERYBODY = [
    "results/",
    "results/?since=1900&kind=twinning",
    "results/outcomes/",
    "results/compare/",
    "results/costs/",
    f"{RECORD}/results/",
    f"{RECORD}/outcomes/1/",
    f"{RECORD}/indicators/1/",
    f"{RECORD}/capabilities/",
]
FOR_A_PARTY = [
    "results/owed/",
    f"{RECORD}/pulse/",
    f"{RECORD}/framework/",
    f"{RECORD}/indicators/1/edit/",
    f"{RECORD}/indicators/1/periods/",
    f"{RECORD}/indicators/1/observations/new/",
    f"{RECORD}/indicators/1/observations/1/",
    f"{RECORD}/outcomes/new/",
    f"{RECORD}/outcomes/1/claim/",
    f"{RECORD}/outcomes/1/ask/",
    f"{RECORD}/capabilities/1/rate/",
    f"{RECORD}/follow-ups/1/",
]


@transaction.atomic
def make_changed():
    """All of it in the record that the tests visit; the addresses of its two links, below the language."""
    record = Partnership.objects.get(slug="audit-followed-up")
    _hoped_for(record)
    outcome = HarvestedOutcomeFactory(partnership=record, number=1)
    claim = ContributionClaim.objects.create(outcome=outcome)
    claim.steps.create(position=0, text="They saw the call list.")
    claim.rivals.create(text="A new law.", speaks_for="It came in the same year.")
    _said_by_sides(record, outcome)
    link = SubstantiationLink.objects.create(
        outcome=outcome, address="clerk@parliament.example", name="Ada", office="Parliament", revision=outcome.revision
    )
    return [_without_language("results:substantiate", substantiation_links.token_for(link)), _asked(record)]


def _hoped_for(record):
    result = ResultFactory(framework=ResultsFrameworkFactory(partnership=record))
    counted = IndicatorFactory(result=result, number=1, baseline_on="2023", baseline_value=22)
    PeriodFactory(indicator=counted)
    ObservationFactory(pk=1, indicator=counted)
    ObservationFactory(pk=2, indicator=counted, observed_on=date(2026, 6, 30), value=61)
    told = IndicatorFactory(result=result, number=2, measure=Measure.QUALITATIVE, unit="")
    ObservationFactory(pk=3, indicator=told, value=None, narrative="They ring ministries themselves.")


def _said_by_sides(record, outcome):
    today = timezone.localdate()
    ability = Capability.objects.create(
        pk=1, partnership=record, title="Plan an audit by risk", whose="Audit managers", visibility="public"
    )
    follow_up = FollowUp.objects.create(partnership=record, years=1, due_on=today)
    for side, score, sustained in ((Answering.DEMAND, 2, "sustained"), (Answering.SUPPLY, 4, "partly")):
        for moment in Moment:
            CapabilityScore.objects.create(
                capability=ability, side=side, moment=moment, score=score, reason="Seen", scored_on=today
            )
        FollowUpAnswer.objects.create(follow_up=follow_up, outcome=outcome, side=side, sustained=sustained)


def _asked(record):
    """Two rounds of the pulse that are over, and one that runs; the address of an invitation to that."""
    today = timezone.localdate()
    for days, period in ((500, "2020-H1"), (300, "2020-H2")):
        opened_on = today - timedelta(days=days)
        over = PulseRound.objects.create(partnership=record, period=period, opened_on=opened_on, closes_on=opened_on)
        for side, trust in ((Side.DEMAND, 3), (Side.SUPPLY, 5)):
            for _person in range(3):
                over.answers.create(side=side, trust=trust, mutuality=trust, power_balance=trust - 1)
    running = PulseRound.objects.create(partnership=record, period="2021-H1", opened_on=today, closes_on=today)
    asked = record.members.get(side=Side.SUPPLY).institution
    invitation = PulseInvitation.objects.create(
        round=running, side=Side.SUPPLY, institution=asked, address="ama@offers.example"
    )
    return _without_language("pulse", pulse_links.token_for(invitation))


def _without_language(name, token):
    return reverse(name, args=[token]).removeprefix("/en/")
