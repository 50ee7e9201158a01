"""What years of keeping a record add to it: agreements in a row, commitments, work turned to something else."""

from datetime import date
from typing import Any

from community.models import Institution, User
from core.models import Visibility
from partnerships.models import (
    Activity,
    Agreement,
    Commitment,
    ComplementaryModality,
    Contact,
    ContextNote,
    CostLine,
    CriticalJuncture,
    Partnership,
    Repurposing,
)
from partnerships.services.parts import add_part

Institutions = dict[str, Institution]
People = dict[str, User]

KEPT = "Using tax records to replace a costly business survey"
# How people worked, and how many came, in the exchanges that the record tells.
WORKED = {
    "Six analysts see the register at work": ("doing", 6),
    "Three register staff sit with the team": ("doing", 3),
    "Monthly clinic on matching firms": ("advising", 11),
    "Analysts return with their own file": ("mentoring", 4),
    "Remote clinic, five months": ("mentoring", 14),
    "Five tax lawyers read the new act together": ("co_learning", 5),
}


def demo_depth(institutions: Institutions, people: People) -> int:
    """Add to the record that is kept best what it lacks; how many parts were added."""
    record = Partnership.objects.filter(title=KEPT, is_demo=True).first()
    if record is None or record.repurposing_set.exists():
        return 0
    for title, (mode, count) in WORKED.items():
        record.activity_set.filter(title=title).update(working_mode=mode, people=count)
    parts = [*_shown(institutions), *_for_the_parties()]
    for part in parts:
        part.partnership = record
        add_part(part=part, by=people["government@demo.example"])
    contact = Contact(
        partnership=record,
        institution=institutions["offers-statistics"],
        name="Immaculée Uwase (invented)",
        job_title="Head of the business register",
        email="register@demo.example",
        consent=Contact.Consent.COMMUNITY,
    )
    add_part(part=contact, by=people["peer@demo.example"])
    return len(parts) + 1


def _shown(institutions: Institutions) -> list[Any]:
    """What both sides show to everybody."""
    asks, offers, donor = (institutions[key] for key in ("asks-statistics", "offers-statistics", "donor"))
    election, _made = CriticalJuncture.objects.get_or_create(
        name="Election of September 2025 (demonstration)", defaults={"started_on": date(2025, 9, 16)}
    )
    parts = [
        Agreement(
            title="Letter of intent",
            signed_on=date(2024, 1, 8),
            starts_on=date(2024, 1, 8),
            ends_on=date(2024, 3, 3),
        ),
        Agreement(
            title="Exchange of letters on access to data", signed_on=date(2026, 6, 1), starts_on=date(2026, 6, 1)
        ),
        Activity(
            kind=Activity.Kind.PLACEMENT,
            title="One statistician works in the tax office for six weeks",
            starts_on=date(2026, 1, 12),
            ends_on=date(2026, 2, 20),
            travels=Activity.Travels.DEMAND,
            people=1,
            working_mode="co_learning",
            what_changed="The tax office now keeps the activity code that the survey needs.",
        ),
        Repurposing(
            changed_on=date(2025, 10, 6),
            from_work="A visit of the two directors in October 2025",
            to_work="Four calls between the people who write the rules",
            why="After the election nobody could sign a mission order, and the rules could not wait.",
            juncture=election,
        ),
        ComplementaryModality(
            kind=ComplementaryModality.Kind.BUDGET_SUPPORT,
            description="The statistics line of the state budget pays for the register from 2027.",
            provider=donor,
            starts_on=date(2025, 1, 1),
        ),
        CostLine(
            payer=asks,
            kind=CostLine.Kind.STAFF_DAYS,
            days=340,
            starts_on=date(2024, 3, 4),
            note="Analysts at both desks",
        ),
    ]
    for institution, made_on, leader, values, word in (
        (
            asks,
            date(2024, 3, 4),
            "Director of the Office",
            "Figures that anybody may check. We say what we do not know.",
            "Two analysts keep half of their week for this.",
        ),
        (
            offers,
            date(2024, 3, 4),
            "Director-General of the Institute",
            "We show what failed first.",
            "The same three people stay with it until the second quarterly run.",
        ),
        (
            asks,
            date(2025, 3, 10),
            "Director of the Office",
            "As a year ago.",
            "A line of our own budget from 2026.",
        ),
    ):
        parts.append(
            Commitment(institution=institution, made_on=made_on, leader=leader, shared_values=values, commitment=word)
        )
    for part in parts:
        part.visibility = Visibility.PUBLIC
    return parts


def _for_the_parties() -> list[Any]:
    """What the political room is like is never shown to others."""
    return [
        ContextNote(
            kind=ContextNote.Kind.AUTHORISER,
            noted_on=date(2026, 5, 4),
            text="The permanent secretary of finance wants the quarterly figure before the budget speech.",
        ),
        ContextNote(
            kind=ContextNote.Kind.BLOCKER,
            noted_on=date(2026, 8, 20),
            text="The revenue authority fears that firms will declare less if they hear of it.",
        ),
    ]
