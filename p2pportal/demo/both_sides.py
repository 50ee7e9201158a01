"""What both sides say of working together: the pulse, abilities before and after, and what lasted after closing."""

from datetime import date, timedelta

from django.utils import timezone

from community.models import Institution, User
from core.models import Visibility
from p2pportal.demo.records import People, Side, enter_stages, new_record
from partnerships.models import Partnership, PulseRound
from partnerships.models.choices import Stage
from partnerships.models.pulse import DIMENSIONS, AnsweringSide
from partnerships.openings import revision_of as part_revision
from partnerships.pulse.answers import answer_pulse
from partnerships.pulse.opening import OPEN_FOR, invite
from partnerships.pulse.people import Invited
from partnerships.services.confirmations import confirm_partnership
from partnerships.services.openings import agree_to_open
from results.follow_ups.due import after, last_day
from results.models import Capability, FollowUp, HarvestedOutcome
from results.models.choices import Answering, Level, Moment, Sustained
from results.services.capabilities import mark_of as mark_of_scores
from results.services.capabilities import name_capability, rate_capability
from results.services.follow_ups import answer_follow_up
from results.services.follow_ups import mark_of as mark_of_answers
from results.services.outcomes import harvest_outcome

Institutions = dict[str, Institution]
Said = tuple[str, str]
Score = tuple[int, str]
AT_WORK = "Using tax records to replace a costly business survey"
CLOSED = "A release calendar that holds, whoever is minister"
CLOSED_ON = "2024-05"
SIDES = {AnsweringSide.DEMAND: "asks-statistics", AnsweringSide.SUPPLY: "offers-statistics"}

# Days ago; then what three people of each side answered to the six statements, None for "I cannot say".
ROUNDS: tuple[tuple[int, dict[str, tuple[tuple[int | None, ...], ...]]], ...] = (
    (
        400,
        {
            AnsweringSide.DEMAND: ((3, 2, 3, 4, 3, 2), (4, 3, 3, 4, 2, 2), (3, 2, 4, 4, 3, 3)),
            AnsweringSide.SUPPLY: ((4, 4, 4, 4, 4, 4), (4, 3, 4, 5, 3, 4), (5, 4, 4, 4, None, 4)),
        },
    ),
    (
        210,
        {
            AnsweringSide.DEMAND: ((4, 4, 4, 4, 3, 3), (4, 4, 4, 5, 3, 3), (5, 3, 4, 4, 4, 3), (4, 4, 5, 4, 3, 2)),
            AnsweringSide.SUPPLY: ((4, 5, 4, 4, 4, 4), (5, 4, 4, 5, 4, 4), (5, 4, 5, 4, 4, 5)),
        },
    ),
)
# An ability, whose it is, and for each side its score before and after with what shows it.
ABILITIES = (
    (
        "Match firms of two registers without a common number",
        "Analysts of the business register",
        Level.INDIVIDUAL,
        ((1, "All matching was bought from outside."), (3, "Two runs of 2025, done without help.")),
        ((2, "They knew the method from books."), (3, "We only read the last run, and changed nothing.")),
    ),
    (
        "Agree on access to the files of another authority",
        "The office and the tax office",
        Level.ORGANISATION,
        ((1, "One letter for each file."), (2, "A draft of rules, written with the peer.")),
        ((1, "Nobody was named to ask."), (4, "They explained their draft to a third office.")),
    ),
    (
        "Tell firms why a register replaces the survey",
        "Field staff of the survey",
        Level.INDIVIDUAL,
        ((2, "They know the firms, and not the register."), None),
        None,
    ),
)
# What changed, who, when, the level, our contribution; then one year later of both sides, two years later of the peer.
LASTED: tuple[tuple[str, str, str, str, str, tuple[Said, Said, Said]], ...] = (
    (
        "The dates of all releases stand for a year ahead, and were kept twelve months in a row.",
        "The release desk of the office",
        "2023-11",
        Level.ORGANISATION,
        "The peer lent its calendar and told what to answer when a ministry rings.",
        (
            (Sustained.SUSTAINED, "Not one release moved since."),
            (Sustained.SUSTAINED, "We read their calendar beside ours."),
            (Sustained.PARTLY, "Two releases waited for the election; both were announced."),
        ),
    ),
    (
        "Ministers see figures on the morning of release, and no longer a week before.",
        "Cabinet office",
        "2024-02",
        Level.SYSTEM,
        "Both heads of office explained the rule to the cabinet together.",
        (
            (Sustained.SUSTAINED, "The rule stands in the statistics code."),
            (Sustained.PARTLY, "We hear that one ministry asks again."),
            (Sustained.SUSTAINED, ""),
        ),
    ),
)


def demo_both_sides(institutions: Institutions, people: People) -> int:
    """Add what is not there yet; how many outcomes of the closed record were written."""
    record = Partnership.objects.filter(title=AT_WORK, is_demo=True).first()
    if record is not None:
        _pulse(record, institutions)
        _abilities(record, people)
    closed = _closed(institutions, people)
    return _lasted(closed, people) if closed else 0


def _pulse(record: Partnership, institutions: Institutions) -> None:
    """Rounds that are over, each with enough answers of both sides to be told."""
    today = timezone.localdate()
    if PulseRound.objects.filter(partnership=record, closes_on__lt=today).exists():
        return
    for days, answers in ROUNDS:
        opened_on = today - timedelta(days=days)
        asked = [
            Invited(institutions[key], side, f"{side}.{number}@demo.example", "en", "UTC", f"Colleague {number}")
            for side, key in SIDES.items()
            for number, _scores in enumerate(answers[side], start=1)
        ]
        invitations = [invitation for _person, invitation in invite(record, asked, opened_on)]
        held = PulseRound.objects.filter(pk=invitations[0].round_id)
        held.update(closes_on=today)
        told = [scores for side in SIDES for scores in answers[side]]
        for invitation, scores in zip(invitations, told, strict=True):
            answer_pulse(invitation=invitation, scores=dict(zip(DIMENSIONS, scores, strict=True)))
        invitations[0].round.invitations.update(answered_on=opened_on + timedelta(days=9))
        held.update(closes_on=opened_on + OPEN_FOR)


def _abilities(record: Partnership, people: People) -> None:
    """Two are shown to everybody; of the third one side said how it was before, and the parties alone read it."""
    if Capability.objects.filter(partnership=record).exists():
        return
    government, peer = people["government@demo.example"], people["peer@demo.example"]
    for title, whose, level, of_demand, of_supply in ABILITIES:
        named = Capability(partnership=record, title=title, whose=whose, level=level)
        capability = name_capability(capability=named, by=government)
        for side, said, person in ((Answering.DEMAND, of_demand, government), (Answering.SUPPLY, of_supply, peer)):
            if said:
                scores: dict[str, Score | None] = dict(zip((Moment.BEFORE, Moment.AFTER), said, strict=True))
                seen = mark_of_scores(capability, side)
                rate_capability(capability=capability, side=side, scores=scores, seen=seen, by=person)
        if of_supply:
            _open(capability, government, peer)


def _closed(institutions: Institutions, people: People) -> Partnership | None:
    record = new_record(
        CLOSED,
        [
            {"institution": institutions["asks-statistics"], "side": Side.DEMAND},
            {"institution": institutions["offers-statistics"], "side": Side.SUPPLY},
        ],
        sectors=["16062"],
        targets=["16.6"],
        kind=Partnership.Kind.PEER_EXCHANGE,
        stage=Stage.CLOSED,
        problem="Ministries rang before each release, and the date moved.",
        actual_start="2022-02",
        actual_end=CLOSED_ON,
        languages=["en"],
        reported_by=institutions["asks-statistics"],
        created_by=people["government@demo.example"],
    )
    if record is None:
        return None
    enter_stages(record, (Stage.EXCHANGING, date(2022, 2, 1)), (Stage.CLOSED, last_day(CLOSED_ON)))
    for email in ("government@demo.example", "peer@demo.example"):
        record = confirm_partnership(partnership=record, by=people[email])
    return record


def _lasted(record: Partnership, people: People) -> int:
    """Both sides were heard after one year; after two the peer was, and the side that asked is still to answer."""
    government, peer = people["government@demo.example"], people["peer@demo.example"]
    outcomes = []
    for what, who, when, level, contribution, _heard in LASTED:
        told = {"what_changed": what, "who_changed": who, "changed_on": when, "contribution": contribution}
        outcome = HarvestedOutcome(partnership=record, level=level, **told)
        outcomes.append(harvest_outcome(outcome=outcome, by=government))
        _open(outcomes[-1], government, peer)
    heard = (
        (1, Answering.DEMAND, 0, government),
        (1, Answering.SUPPLY, 1, peer),
        (2, Answering.SUPPLY, 2, peer),
    )
    for years, side, column, person in heard:
        due_on = after(last_day(CLOSED_ON), years)
        asked = {"due_on": due_on, "asked_at": timezone.now()}
        follow_up, _made = FollowUp.objects.get_or_create(partnership=record, years=years, defaults=asked)
        said = {outcome.pk: told[-1][column] for outcome, told in zip(outcomes, LASTED, strict=True)}
        seen = mark_of_answers(follow_up, side)
        answer_follow_up(follow_up=follow_up, side=side, said=said, seen=seen, by=person)
    return len(outcomes)


def _open(item: Capability | HarvestedOutcome, *people: User) -> None:
    """Both sides show it to everybody."""
    for person in people:
        item.refresh_from_db()
        agree_to_open(item=item, to=Visibility.PUBLIC, revision=part_revision(item), by=person)
