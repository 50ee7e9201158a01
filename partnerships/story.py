"""What the page of a partnership tells, part by part; a part without data is left out."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import lanes, openings, working_modes
from partnerships.commitments import is_due
from partnerships.models import (
    Activity,
    Adaptation,
    Agreement,
    Commitment,
    ComplementaryModality,
    Contact,
    ContextNote,
    CostLine,
    Document,
    LearningEntry,
    PartConsent,
    Partnership,
    PartnershipMember,
    Repurposing,
    StageChange,
    Terms,
)
from partnerships.recorded import Seen, recorded
from partnerships.unfolding import timeline
from partnerships.wording import evidence_summary, member_name

NEWEST = 5
Side = PartnershipMember.Side


@dataclass(frozen=True)
class Parts:
    """The parts of a record that this person may see, newest first, and how many there are in all."""

    timeline: lanes.Drawing | None
    trend: working_modes.Trend | None
    activities: list[Activity]
    activity_count: int
    held: int
    planned: int
    learning: list[LearningEntry]
    learning_count: int
    adaptations: list[Adaptation]
    repurposings: list[Repurposing]
    agreements: list[Agreement]
    commitments: list[Commitment]
    commitment_due: bool
    supports: list[ComplementaryModality]
    notes: list[ContextNote]
    terms: Terms | None
    costs: list[CostLine]
    documents: list[Document]
    contacts: list[Contact]
    asked_to_open: list[openings.Asked]

    @property
    def tells_what_happened(self) -> bool:
        return bool(self.learning or self.adaptations or self.repurposings or self.commitments or self.trend)


def parts(partnership: Partnership, user: Any, most: int | None = NEWEST) -> Parts:
    """Read each kind of part that the record has once; most records have none."""
    seen = Seen(partnership, user, recorded(partnership))
    today = timezone.localdate()
    activities = seen(Activity, "-starts_on", "-pk")
    learning = seen(LearningEntry, "-noted_on", "-pk")
    adaptations = seen(Adaptation, "-decided_on", "-pk", related=("juncture",))
    repurposings = seen(Repurposing, "-changed_on", "-pk", related=("juncture",))
    for turned in repurposings:
        turned.exchange = next((each for each in activities if each.pk == turned.activity_id), None)
    agreements = seen(Agreement, "starts_on", "pk")
    commitments = seen(Commitment, "-made_on", "-pk", related=("institution",))
    held = sum(1 for activity in activities if activity.starts_on <= today)
    return Parts(
        timeline=timeline(
            changes=list(partnership.stage_changes.all()) if StageChange in seen.kinds else [],
            agreements=agreements,
            activities=activities,
            adaptations=adaptations,
            repurposings=repurposings,
            today=today,
        ),
        trend=working_modes.trend(activities, today),
        activities=activities[:most],
        activity_count=len(activities),
        held=held,
        planned=len(activities) - held,
        learning=learning[:most],
        learning_count=len(learning),
        adaptations=adaptations[:most],
        repurposings=repurposings[:most],
        agreements=agreements,
        commitments=commitments[:most],
        commitment_due=is_due(partnership, user, commitments, today),
        supports=seen(ComplementaryModality, "pk", related=("provider",)),
        notes=seen(ContextNote, "-noted_on", "-pk")[:most],
        terms=next(iter(seen(Terms, "-number")), None),
        costs=seen(CostLine, "pk", related=("payer",)),
        documents=seen(Document, "-created_at", "-pk"),
        contacts=seen(Contact, "institution", "pk", related=("institution", "institution__country")),
        asked_to_open=openings.asked(partnership, user) if PartConsent in seen.kinds else [],
    )


def role_columns(partnership: Partnership) -> list[dict[str, Any]]:
    """Demand, broker, supply, in that order; in an alliance one column of peers."""
    labels = {
        Side.DEMAND: _("Demand side, sets the terms"),
        Side.PEER: _("Peers, all share and learn"),
        Side.BROKER: _("Broker, brings them together"),
        Side.SUPPLY: _("Supply side, has been there"),
    }
    return [
        {"side": side, "label": label, "parties": [_party(m) for m in partnership.members.all() if m.side == side]}
        for side, label in labels.items()
    ]


def other_members(partnership: Partnership) -> list[tuple[str, str]]:
    """Funders and facilitators, as terms and facts: they never lead."""
    words = {Side.FUNDER: _("Funded by"), Side.FACILITATOR: _("Facilitated by")}
    found = [
        (word, "; ".join(member_name(m) for m in partnership.members.all() if m.side == side))
        for side, word in words.items()
    ]
    return [(word, names) for word, names in found if names]


def where_it_stands(partnership: Partnership, found: Parts) -> list[tuple[str, Any]]:
    """The facts beside the problem, as terms and facts."""
    held, planned = found.held, found.planned
    exchanges = ""
    if held:
        exchanges = ngettext("%(held)d held", "%(held)d held", held) % {"held": held}
    if planned:
        ahead = ngettext("%(planned)d planned", "%(planned)d planned", planned) % {"planned": planned}
        exchanges = f"{exchanges}, {ahead}" if exchanges else ahead
    sectors = ", ".join(str(sector) for sector in partnership.sectors.all())
    facts = [
        (_("Sector"), sectors or partnership.sector_words),
        (_("Form, as the source has it"), partnership.modality_words),
        (_("Exchanges"), exchanges),
        (_("What changed"), evidence_summary(partnership)),
        (_("Scale"), partnership.get_scale_stage_display() if partnership.scale_stage else ""),
        (_("Working mode"), partnership.get_working_mode_display() if partnership.working_mode else ""),
        *other_members(partnership),
    ]
    return [(term, fact) for term, fact in facts if fact]


def _party(member: PartnershipMember) -> dict[str, Any]:
    institution = member.institution
    notes = [_("Brings: %(what)s") % {"what": member.brings}] if member.brings else []
    notes += [_("Learns: %(what)s") % {"what": member.learns}] if member.learns else []
    if institution and member.stated_name and member.stated_name != institution.name:
        notes.append(_("In the source: %(name)s") % {"name": member.stated_name})
    named = institution.name if institution else member.stated_name or str(member.country or "")
    place = str(member.place) if member.place and str(member.place) not in named else ""
    text = "" if institution else _("The source names no institution.")
    return {
        "name": named,
        "url": institution.get_absolute_url() if institution else "",
        "place": place,
        "text": text,
        "notes": notes,
    }
