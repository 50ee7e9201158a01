"""Invented results: a framework with a series, outcomes at each strength of evidence, and one for the worse."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from community.models import Country, Institution, User
from core.models import Visibility
from partnerships.models import Partnership
from partnerships.openings import revision_of as part_revision
from partnerships.services.openings import agree_to_open
from results.models import (
    ContributionClaim,
    ContributionStep,
    EvidenceItem,
    HarvestedOutcome,
    Indicator,
    Observation,
    Period,
    Result,
    ResultsFramework,
    RivalExplanation,
    SubstantiationLink,
)
from results.models.choices import Answering, Better, Level, Measure, Part, Verdict, Weight
from results.services.acts import LinkAnswer, answer_by_link, say_as_partner
from results.services.frameworks import begin_framework, save_indicator, save_result
from results.services.observations import approve_observation, record_observation, submit_observation
from results.services.outcomes import add_evidence, harvest_outcome
from results.services.periods import save_period

Institutions = dict[str, Institution]
People = dict[str, User]
STATISTICS = "Using tax records to replace a costly business survey"
AUDIT = "Following up audit findings with ministries, not only reporting them"
COURTS = "Case files that reach the next district before the hearing"
HABIT = ("Nobody does it", "A few do it when reminded", "Most do it", "It is how things are done")


def demo_results(institutions: Institutions, people: People) -> int:
    """Write results where there are none yet; how many outcomes were written."""
    record = Partnership.objects.filter(title=STATISTICS, is_demo=True).first()
    if record is None or HarvestedOutcome.objects.filter(partnership=record).exists():
        return 0
    government, peer = people["government@demo.example"], people["peer@demo.example"]
    _framework(record, government, peer)
    written = [_analysts, _unit, _law, _survey_staff]
    for outcome in (write(record, government, peer) for write in written):
        _open(outcome, government, peer)
    return len(written) + sum(_told_elsewhere(*told) for told in ELSEWHERE)


def _framework(record: Partnership, government: User, peer: User) -> None:
    """One result at each of two levels, a series of years, and a score on a scale."""
    framework = begin_framework(partnership=record, title="A register of firms from tax records", by=government)
    organisation = _result(framework, "The office publishes from tax records", Level.ORGANISATION, government)
    months = Indicator(
        result=organisation,
        title="Months from the end of the year to publication",
        description="Business statistics, counted to the day of release.",
        measure=Measure.UNIT,
        unit="months",
        better=Better.LOWER,
        baseline_on="2023",
        baseline_value=36,
        baseline_source="The release calendar of the office",
        reported_by=Answering.DEMAND,
        frequency="Once a year, in March",
    )
    save_indicator(indicator=months, by=government)
    for year, target, value in ((2024, 24, 28), (2025, 12, 13), (2026, 6, None)):
        period = Period(indicator=months, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), target_value=target)
        save_period(period=period, by=government)
        if value is not None:
            _observed(months, date(year, 12, 15), government, peer, value=Decimal(value))
    habit = Indicator(
        result=organisation,
        title="Is matching a matter of course?",
        measure=Measure.ORDINAL,
        reported_by=Answering.DEMAND,
        baseline_on="2024",
        baseline_value=1,
    )
    save_indicator(indicator=habit, rubric=list(enumerate(HABIT, start=1)), by=government)
    _observed(habit, date(2026, 6, 30), government, peer, value=Decimal(3))
    people = _result(framework, "Analysts match records themselves", Level.INDIVIDUAL, government)
    words = Indicator(result=people, title="What do analysts do now?", measure=Measure.QUALITATIVE)
    save_indicator(indicator=words, by=government)
    told = "They ask the tax office themselves. Two years ago every question went through the director."
    _observed(words, date(2026, 6, 30), government, peer, narrative=told)
    framework.refresh_from_db()
    _open(framework, government, peer)


def _result(framework: ResultsFramework, title: str, level: str, by: User) -> Result:
    return save_result(result=Result(framework=framework, title=title, level=level), by=by)


def _observed(indicator: Indicator, on: date, recorder: User, verifier: User, **told: Any) -> None:
    observation = Observation(indicator=indicator, observed_on=on, method="Counted in the register", **told)
    record_observation(observation=observation, by=recorder)
    submitted = submit_observation(observation=observation, by=recorder)
    approve_observation(observation=submitted, by=verifier, seen_version=submitted.version)


def _harvested(record: Partnership, by: User, **told: Any) -> HarvestedOutcome:
    outcome = HarvestedOutcome(partnership=record, country=Country.objects.filter(pk="MW").first(), **told)
    return harvest_outcome(outcome=outcome, by=by)


def _documented(outcome: HarvestedOutcome, title: str, by: User, place: str = "") -> None:
    address = f"https://example.org/{outcome.partnership.slug}/{outcome.number}"
    item = EvidenceItem(outcome=outcome, title=title, url=address, place=place)
    add_evidence(item=item, partnership=outcome.partnership, by=by)


def _analysts(record: Partnership, government: User, peer: User) -> HarvestedOutcome:
    outcome = _harvested(
        record,
        government,
        what_changed="14 analysts match tax and survey records without help.",
        who_changed="Analysts of the business register",
        changed_on="2025-11",
        significance="Two years ago the office bought this work from outside.",
        contribution="They learnt it beside three people who had done the same; the tests were written together.",
        level=Level.INDIVIDUAL,
    )
    _documented(outcome, "Tests of skills, before and after", government, "Table 3")
    say_as_partner(outcome=outcome, verdict=Verdict.AGREE, revision=outcome.revision, by=peer)
    return outcome


def _unit(record: Partnership, government: User, peer: User) -> HarvestedOutcome:
    """Corroborated, and verified by somebody who belongs to neither side; with its chain and a rival explanation."""
    outcome = _harvested(
        record,
        government,
        what_changed="The office has a matching unit with a budget line of its own.",
        who_changed="Office for Statistics and Registers",
        changed_on="2026-01",
        significance="It goes on whoever is in charge.",
        contribution="The peer showed what such a unit costs and what it replaces; the figures went into the budget.",
        level=Level.ORGANISATION,
        indicator=Indicator.objects.filter(partnership=record).order_by("number").first(),
    )
    claim = ContributionClaim.objects.create(outcome=outcome, part=Part.ONE_OF_SEVERAL)
    for position, text in enumerate(
        (
            "Analysts saw the register at work.",
            "They costed the same for their office.",
            "The ministry took the figures into the budget.",
        )
    ):
        ContributionStep.objects.create(claim=claim, position=position, text=text)
    RivalExplanation.objects.create(
        claim=claim,
        text="A reform of the budget made new units easier.",
        speaks_for="Two other offices got units in the same year.",
        speaks_against="Those had asked for years; this one had not been planned.",
        weight=Weight.SIMILAR,
    )
    _documented(outcome, "Budget of 2026", government, "Line 14.3")
    say_as_partner(outcome=outcome, verdict=Verdict.AGREE, revision=outcome.revision, by=peer)
    link = SubstantiationLink.objects.create(
        outcome=outcome,
        address="budget.officer@demo.example",
        name="Grace Tembo (invented)",
        office="Budget office of the ministry",
        revision=outcome.revision,
        sent_by=government,
        expires_at=timezone.now() + timedelta(days=60),
    )
    answer = LinkAnswer(Verdict.AGREE, "", link.name, link.office, may_be_named=True, revision=outcome.revision)
    answer_by_link(link=link, answer=answer)
    return outcome


def _law(record: Partnership, government: User, peer: User) -> HarvestedOutcome:
    outcome = _harvested(
        record,
        government,
        what_changed="The statistics act lets the office hold tax identifiers.",
        who_changed="Parliament",
        changed_on="2026-04-30",
        significance="Before, each file had to be asked for by letter.",
        contribution="Lawyers of both sides read the peer’s act together; one section follows it. Others had asked for the act for years.",
        level=Level.SYSTEM,
    )
    _documented(outcome, "Statistics act of 2026", government, "Section on administrative data")
    return outcome


def _survey_staff(record: Partnership, government: User, peer: User) -> HarvestedOutcome:
    return _harvested(
        record,
        peer,
        what_changed="Eight people of the old survey lost their work, and nobody had planned for it.",
        who_changed="Field staff of the survey",
        changed_on="2026-03",
        contribution="We had talked about files and not about the people who had filled them.",
        level=Level.INDIVIDUAL,
        is_negative=True,
        is_unintended=True,
    )


def _open(item: Any, *people: User) -> None:
    """Both sides show it to everybody."""
    for person in people:
        item.refresh_from_db()
        agree_to_open(item=item, to=Visibility.PUBLIC, revision=part_revision(item), by=person)


# Of records without an account on each side: who changed, what, when, the level, and what there is to show for it.
ELSEWHERE: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    (
        AUDIT,
        "The accounts committee of parliament",
        "The committee calls ministries on findings older than a year.",
        "2026-05",
        Level.SYSTEM,
        "The audit service copied the call list it saw at its peer.",
        "Minutes of the committee",
    ),
    (
        AUDIT,
        "Audit managers",
        "Managers ring ministries each month instead of writing once a year.",
        "2023-09",
        Level.ORGANISATION,
        "The peer told that its score moved when it rang, not when it wrote.",
        "",
    ),
    (
        COURTS,
        "Clerks of both districts",
        "Clerks send files on the day the hearing is set.",
        "2025-10",
        Level.INDIVIDUAL,
        "They sat beside each other for a week and compared their lists.",
        "",
    ),
)


def _told_elsewhere(title: str, who: str, what: str, when: str, level: str, contribution: str, paper: str) -> int:
    record = Partnership.objects.filter(title=title, is_demo=True).first()
    writer = User.objects.filter(email="secretariat@demo.example").first()
    if record is None or writer is None:
        return 0
    told = {"what_changed": what, "who_changed": who, "changed_on": when, "level": level}
    outcome = harvest_outcome(
        outcome=HarvestedOutcome(partnership=record, contribution=contribution, **told), by=writer
    )
    HarvestedOutcome.objects.filter(pk=outcome.pk).update(visibility=Visibility.PUBLIC)
    if paper:
        _documented(outcome, paper, writer)
    return 1
