"""What the page of a partnership tells, part by part; a part without data is left out."""

from dataclasses import dataclass
from typing import Any

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
    Terms,
)
from partnerships.wording import member_name

NEWEST = 5
Side = PartnershipMember.Side


@dataclass(frozen=True)
class Parts:
    """The parts of a record that this person may see, newest first, and how many there are in all."""

    timeline: lanes.Drawing | None
    activities: list[Activity]
    activity_count: int
    learning: list[LearningEntry]
    learning_count: int
    adaptations: list[Adaptation]
    agreements: list[Agreement]
    terms: Terms | None
    costs: list[CostLine]
    documents: list[Document]


def parts(partnership: Partnership, user: Any, most: int | None = NEWEST) -> Parts:
    """Read each kind of part once."""
    activities = list(_seen(Activity, partnership, user).order_by("-starts_on", "-pk"))
    learning = list(_seen(LearningEntry, partnership, user))
    adaptations = list(_seen(Adaptation, partnership, user).select_related("juncture").order_by("-decided_on", "-pk"))
    return Parts(
        timeline=_timeline(partnership, activities, adaptations),
        activities=activities[:most],
        activity_count=len(activities),
        learning=learning[:most],
        learning_count=len(learning),
        adaptations=adaptations[:most],
        agreements=list(_seen(Agreement, partnership, user)),
        terms=_seen(Terms, partnership, user).first(),
        costs=list(_seen(CostLine, partnership, user).select_related("payer")),
        documents=list(_seen(Document, partnership, user)),
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


def where_it_stands(partnership: Partnership, user: Any) -> list[tuple[str, Any]]:
    """The facts beside the problem, as terms and facts."""
    today = timezone.localdate()
    activities = _seen(Activity, partnership, user).values_list("starts_on", flat=True)
    held = sum(1 for day in activities if day <= today)
    planned = len(activities) - held
    exchanges = ""
    if held:
        exchanges = ngettext("%(held)d held", "%(held)d held", held) % {"held": held}
    if planned:
        ahead = ngettext("%(planned)d planned", "%(planned)d planned", planned) % {"planned": planned}
        exchanges = f"{exchanges}, {ahead}" if exchanges else ahead
    sectors = ", ".join(str(sector) for sector in partnership.sectors.all())
    return [
        (_("Sector"), sectors or partnership.sector_words),
        (_("Form, as the source has it"), partnership.modality_words),
        (_("Exchanges"), exchanges),
        (_("Scale"), partnership.get_scale_stage_display() if partnership.scale_stage else ""),
        (_("Working mode"), partnership.get_working_mode_display() if partnership.working_mode else ""),
        *other_members(partnership),
    ]


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


def _seen(model: Any, partnership: Partnership, user: Any) -> Any:
    return model.objects.visible_to(user).filter(partnership=partnership)


def _timeline(
    partnership: Partnership, activities: list[Activity], adaptations: list[Adaptation]
) -> lanes.Drawing | None:
    if not activities and not adaptations and not partnership.stage_changes.exists():
        return None
    changes = list(partnership.stage_changes.all())
    ends = [*(change.entered_on for change in changes[1:]), None]
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
