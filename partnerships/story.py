"""What the page of a partnership tells, part by part; a part without data is left out."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import lanes
from partnerships.models import (
    Activity,
    Adaptation,
    Agreement,
    CostLine,
    Document,
    LearningEntry,
    Partnership,
    PartnershipMember,
    StageChange,
    Terms,
)
from partnerships.wording import member_name

NEWEST = 5
KINDS: tuple[Any, ...] = (Activity, LearningEntry, Adaptation, Agreement, Terms, CostLine, Document, StageChange)
RECORDED = " UNION ALL ".join(
    f"SELECT '{kind._meta.label}' WHERE EXISTS (SELECT 1 FROM {kind._meta.db_table} WHERE partnership_id = %(pk)s)"  # noqa: S608 - tables
    for kind in KINDS
)
Side = PartnershipMember.Side


@dataclass(frozen=True)
class Parts:
    """The parts of a record that this person may see, newest first, and how many there are in all."""

    timeline: lanes.Drawing | None
    activities: list[Activity]
    activity_count: int
    held: int
    planned: int
    learning: list[LearningEntry]
    learning_count: int
    adaptations: list[Adaptation]
    agreements: list[Agreement]
    terms: Terms | None
    costs: list[CostLine]
    documents: list[Document]


def parts(partnership: Partnership, user: Any, most: int | None = NEWEST) -> Parts:
    """Read each kind of part that the record has once; most records have none."""
    seen = Seen(partnership, user, recorded(partnership))
    activities = seen(Activity, "-starts_on", "-pk")
    learning = seen(LearningEntry, "-noted_on", "-pk")
    adaptations = seen(Adaptation, "-decided_on", "-pk", related="juncture")
    changes = list(partnership.stage_changes.all()) if StageChange in seen.kinds else []
    held = sum(1 for activity in activities if activity.starts_on <= timezone.localdate())
    return Parts(
        timeline=_timeline(changes, activities, adaptations),
        activities=activities[:most],
        activity_count=len(activities),
        held=held,
        planned=len(activities) - held,
        learning=learning[:most],
        learning_count=len(learning),
        adaptations=adaptations[:most],
        agreements=seen(Agreement, "starts_on", "pk"),
        terms=next(iter(seen(Terms, "-number")), None),
        costs=seen(CostLine, "pk", related="payer"),
        documents=seen(Document, "-created_at", "-pk"),
    )


@dataclass(frozen=True)
class Seen:
    """What somebody may see of a record's parts; kinds of which there are none are not asked for."""

    partnership: Partnership
    user: Any
    kinds: set[Any]

    def __call__(self, kind: Any, *order: str, related: str = "") -> list[Any]:
        if kind not in self.kinds:
            return []
        found = kind.objects.visible_to(self.user).filter(partnership=self.partnership).order_by(*order)
        return list(found.select_related(related) if related else found)


def recorded(partnership: Partnership) -> set[Any]:
    """The kinds of parts that hang on a record at all, whoever may see them; one query instead of eight."""
    with connection.cursor() as cursor:
        cursor.execute(RECORDED, {"pk": partnership.pk})
        found = {label for (label,) in cursor.fetchall()}
    return {kind for kind in KINDS if kind._meta.label in found}


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


def _timeline(
    changes: list[StageChange], activities: list[Activity], adaptations: list[Adaptation]
) -> lanes.Drawing | None:
    if not activities and not adaptations and not changes:
        return None
    ends = [*(change.entered_on for change in changes[1:]), None][: len(changes)]
    return lanes.lanes(
        stages=[
            {"label": change.get_stage_display(), "value": change.stage, "start": change.entered_on, "end": end}
            for change, end in zip(changes, ends, strict=True)
        ],
        exchanges=[
            {
                "label": activity.title,
                "start": activity.starts_on,
                "end": activity.ends_on or activity.starts_on,
                "travels": "" if activity.travels == Activity.Travels.NOBODY else activity.travels,
            }
            for activity in reversed(activities)
        ],
        junctures=[
            {"label": adaptation.trigger, "on": adaptation.decided_on, "change": adaptation.decision}
            for adaptation in reversed(adaptations)
        ],
        today=timezone.localdate(),
    )
