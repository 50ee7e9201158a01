"""Invented partnerships that show what a well-kept record looks like, and one that awaits its other side."""

from datetime import date
from typing import Any

from community.models import Institution, SDGTarget, Sector, User
from core.models import Visibility
from core.slugs import unique_slug
from partnerships.awaited import note_awaited
from partnerships.models import (
    Activity,
    Adaptation,
    Agreement,
    CostLine,
    CriticalJuncture,
    Document,
    DonorReference,
    LearningEntry,
    Partnership,
    PartnershipFormerSlug,
    PartnershipMember,
    StageChange,
    Terms,
)
from partnerships.services.confirmations import confirm_partnership
from partnerships.services.holdings import hold_for_author
from partnerships.services.parts import add_part
from partnerships.services.terms import sign_terms

Side = PartnershipMember.Side
Stage = Partnership.Stage
Institutions = dict[str, Institution]
People = dict[str, User]


def demo_records(institutions: Institutions, people: People) -> int:
    """Write the records that are not there yet; how many were written."""
    written = [
        _awaiting(institutions, people),
        *(_brief(institutions, told) for told in BRIEF),
        _statistics(institutions, people),
    ]
    return sum(record is not None for record in written)


def new_record(
    title: str, members: list[dict[str, Any]], *, sectors: list[str], targets: list[str], **fields: Any
) -> Partnership | None:
    if Partnership.objects.filter(title=title, is_demo=True).exists():
        return None
    record = Partnership.objects.create(
        title=title,
        slug=unique_slug(Partnership, title, PartnershipFormerSlug),
        is_demo=True,
        visibility=Visibility.PARTIES,
        standing=Partnership.Standing.ONE_SIDE,
        **fields,
    )
    PartnershipMember.objects.bulk_create(PartnershipMember(partnership=record, **member) for member in members)
    record.sectors.set(Sector.objects.filter(pk__in=sectors))
    record.sdg_targets.set(SDGTarget.objects.filter(pk__in=targets))
    return record


def _confirmed(record: Partnership) -> None:
    """Demonstration records without an account on each side count as confirmed by both."""
    record.standing = Partnership.Standing.BOTH_SIDES
    record.confirmed_on = date(2026, 11, 3)
    record.visibility = Visibility.PUBLIC
    record.problem_in_own_words = True
    record.save()


def enter_stages(record: Partnership, *stages: tuple[str, date]) -> None:
    StageChange.objects.bulk_create(
        StageChange(partnership=record, stage=stage, entered_on=entered) for stage, entered in stages
    )


def _statistics(institutions: Institutions, people: People) -> Partnership | None:
    government, peer = people["government@demo.example"], people["peer@demo.example"]
    record = new_record(
        "Using tax records to replace a costly business survey",
        [
            {
                "institution": institutions["asks-statistics"],
                "side": Side.DEMAND,
                "brings": "A field network, and the history of the survey since 1998.",
            },
            {
                "institution": institutions["offers-statistics"],
                "side": Side.SUPPLY,
                "brings": "The three people who made the same change, one of them from the tax side.",
                "learns": "How to keep a rural sample honest.",
            },
            {"institution": institutions["donor"], "side": Side.BROKER, "brings": "Two calls a year, and the fares."},
        ],
        sectors=["16062"],
        targets=["17.18", "16.6"],
        kind=Partnership.Kind.TWINNING,
        stage=Stage.EXCHANGING,
        working_mode=Partnership.WorkingMode.CO_LEARNING,
        problem=(
            "We pay for a survey of firms every two years and publish it three years late. The tax office has the "
            "same firms on file, and newer. We do not know how to ask, and they do not know what they may give."
        ),
        reform="A quarterly register of active firms, drawn from tax records, by 2027.",
        why_this_peer="They went from paper forms to tax records in two years, under a law like ours.",
        actual_start="2024-03",
        planned_end="2027-12",
        languages=["en"],
        reported_by=institutions["asks-statistics"],
        created_by=government,
    )
    if record is None:
        return None
    enter_stages(
        record,
        (Stage.SCOPING, date(2024, 3, 4)),
        (Stage.EXCHANGING, date(2024, 6, 10)),
        (Stage.ADAPTING, date(2025, 6, 2)),
        (Stage.EXCHANGING, date(2025, 10, 1)),
    )
    for title, start, end, travels, mode in (
        ("Six analysts see the register at work", date(2024, 6, 10), date(2024, 6, 21), "demand", "in_person"),
        ("Three register staff sit with the team", date(2024, 9, 9), date(2024, 9, 20), "supply", "in_person"),
        ("Monthly clinic on matching firms", date(2024, 12, 2), date(2025, 4, 30), "nobody", "remote"),
        ("Analysts return with their own file", date(2025, 7, 7), date(2025, 7, 18), "demand", "in_person"),
        ("Remote clinic, five months", date(2026, 3, 2), date(2026, 7, 31), "nobody", "remote"),
        ("Five tax lawyers read the new act together", date(2026, 9, 14), date(2026, 9, 18), "supply", "in_person"),
        ("First quarterly run, side by side", date(2027, 2, 8), date(2027, 2, 19), "demand", "in_person"),
    ):
        activity = Activity(
            partnership=record,
            kind=Activity.Kind.VISIT if mode == "in_person" else Activity.Kind.REMOTE_SESSION,
            title=title,
            starts_on=start,
            ends_on=end,
            travels=travels,
            mode=mode,
            visibility=Visibility.PUBLIC,
        )
        add_part(part=activity, by=government)
    for noted, side, title, text in (
        (date(2025, 6, 3), "both", "Monthly calls beat visits each quarter.", "We met less, and spoke more."),
        (
            date(2026, 8, 19),
            "supply",
            "A visit we should have made earlier.",
            "The tax office’s own lawyers came. Two hours settled what a year of letters had not.",
        ),
        (
            date(2026, 11, 6),
            "demand",
            "The rules stall on one word.",
            "“Share” reads as “give away” in the tax law. We now write “permit access”.",
        ),
    ):
        entry = LearningEntry(
            partnership=record, noted_on=noted, side=side, title=title, text=text, visibility=Visibility.PUBLIC
        )
        add_part(part=entry, by=government)
    election, _made = CriticalJuncture.objects.get_or_create(
        name="Election of September 2025 (demonstration)", defaults={"started_on": date(2025, 9, 16)}
    )
    for decided, trigger, decision, juncture in (
        (date(2024, 10, 15), "The letter on sharing data is delayed", "We worked on old paper returns first.", None),
        (date(2025, 5, 20), "The tax office changes its head of IT", "We moved to monthly remote sessions.", None),
        (date(2026, 4, 30), "A new statistics act is passed", "We draft the rules of access together.", election),
    ):
        adaptation = Adaptation(
            partnership=record,
            decided_on=decided,
            trigger=trigger,
            decision=decision,
            juncture=juncture,
            visibility=Visibility.PUBLIC,
        )
        add_part(part=adaptation, by=government)
    parts: list[Any] = [
        Agreement(title="Twinning agreement", starts_on=date(2024, 3, 4), ends_on=date(2027, 12, 31)),
        Terms(number=1, text="The asking side chooses the topic of each visit, and writes the report first."),
        CostLine(payer=institutions["donor"], kind="cash", amount=148_000, currency="USD", note="Fares and stays"),
        CostLine(payer=institutions["offers-statistics"], kind="staff_days", days=210),
        Document(title="Matching guide", category="A02", url="https://example.org/matching-guide"),
    ]
    for part in parts:
        part.partnership, part.visibility = record, Visibility.PUBLIC
        add_part(part=part, by=government)
    for person in (government, peer):
        sign_terms(terms=record.terms_set.get(), by=person)
        record = confirm_partnership(partnership=record, by=person)
    return record


# Confirmed records of which only the frame is told, newest last: who asks, who offers, and what about.
BRIEF: tuple[dict[str, Any], ...] = (
    {
        "title": "A training academy that line ministries will pay for",
        "who": (("asks-school", Side.DEMAND), ("offers-school", Side.SUPPLY), ("donor", Side.FUNDER)),
        "sectors": ["15110"],
        "targets": ["16.6"],
        "kind": Partnership.Kind.MENTORING,
        "problem": "Our courses are free and full, and nobody remembers them.",
        "planned_start": "2026",
        "planned_end": "2028",
        "languages": ["fr", "en"],
        "stages": ((Stage.SCOPING, date(2026, 6, 1)),),
    },
    {
        "title": "Case files that reach the next district before the hearing",
        "who": (("asks-court", Side.DEMAND), ("offers-court", Side.SUPPLY)),
        "sectors": ["15130"],
        "targets": ["16.3"],
        "kind": Partnership.Kind.PEER_EXCHANGE,
        "scale_stage": Partnership.ScaleStage.SUBNATIONAL,
        "problem": "Files travel by bus. The next district had solved this, and we had never met.",
        "actual_start": "2025",
        "planned_end": "2027",
        "languages": ["es"],
        "stages": ((Stage.EXCHANGING, date(2025, 3, 1)),),
    },
    {
        "title": "Following up audit findings with ministries, not only reporting them",
        "who": (("asks-audit", Side.DEMAND), ("offers-audit", Side.SUPPLY)),
        "sectors": ["15111"],
        "targets": ["16.6"],
        "kind": Partnership.Kind.TWINNING,
        "problem": "Parliament has our report, and the year after the same findings come back.",
        "actual_start": "2022",
        "planned_end": "2027",
        "languages": ["en"],
        "stages": ((Stage.EXCHANGING, date(2022, 5, 1)), (Stage.CONSOLIDATING, date(2025, 11, 1))),
    },
)


def _brief(institutions: Institutions, told: dict[str, Any]) -> Partnership | None:
    facts = dict(told)
    stages = facts.pop("stages")
    members = [{"institution": institutions[key], "side": side} for key, side in facts.pop("who")]
    record = new_record(facts.pop("title"), members, stage=stages[-1][0], **facts)
    if record is not None:
        enter_stages(record, *stages)
        _confirmed(record)
    return record


def _awaiting(institutions: Institutions, people: People) -> Partnership | None:
    """Reported by the donor only, whose officer looks after it: government@demo finds it waiting for a word."""
    record = new_record(
        "Prices collected by phone when the markets are closed",
        [
            {"institution": institutions["asks-statistics"], "side": Side.DEMAND},
            {"institution": institutions["offers-statistics"], "side": Side.SUPPLY},
            {"institution": institutions["donor"], "side": Side.FUNDER},
        ],
        sectors=["16062"],
        targets=["17.18"],
        kind=Partnership.Kind.PEER_EXCHANGE,
        problem="When markets close, the price index stands still.",
        problem_reported_by=institutions["donor"].name,
        planned_start="2027",
        languages=["en"],
        reported_by=institutions["donor"],
        created_by=people["donor@demo.example"],
    )
    if record is not None:
        hold_for_author(partnership=record, by=people["donor@demo.example"])
        DonorReference.objects.create(partnership=record, institution=institutions["donor"], number="NL-2026-041")
        note_awaited(record)
    return record
