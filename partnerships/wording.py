"""How the register speaks of a record: what it rests on, whose words these are, who takes part."""

from urllib.parse import urlsplit

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Partnership, PartnershipMember


def standing_text(partnership: Partnership) -> str:
    """What a record rests on, in the words that stand beside it everywhere."""
    if partnership.standing == Partnership.Standing.BOTH_SIDES and partnership.confirmed_on:
        words = {"date": formats.date_format(partnership.confirmed_on, "SHORT_DATE_FORMAT")}
        if partnership.is_stale:
            return _("Confirmed by both sides, %(date)s; not since") % words
        return _("Confirmed by both sides, %(date)s") % words
    if partnership.standing == Partnership.Standing.ONE_SIDE and partnership.reported_by:
        return _("As reported by %(name)s") % {"name": partnership.reported_by}
    return str(partnership.get_standing_display())


def source_host(partnership: Partnership) -> str:
    """The site a record was read from, such as `scb.se`."""
    return urlsplit(partnership.source_url).hostname or "" if partnership.source_url else ""


def problem_heading(partnership: Partnership) -> str:
    """Whose words the problem is in; only the demand side's confirmation makes them its own."""
    if partnership.problem_in_own_words:
        return _("The problem, in the partner’s own words")
    reporter = partnership.problem_reported_by or (str(partnership.reported_by) if partnership.reported_by else "")
    if reporter:
        return _("The problem, as reported by %(name)s") % {"name": reporter}
    return _("The problem")


def direction_and_kind(partnership: Partnership) -> str:
    """`South-South twinning`; only what is known."""
    direction = partnership.get_direction_display() if partnership.direction != "unknown" else ""
    kind = partnership.get_kind_display() if partnership.kind != "unknown" else ""
    if direction and kind:
        return _("%(direction)s, %(kind)s") % {"direction": direction, "kind": kind.lower()}
    return str(direction or kind)


def member_name(member: PartnershipMember) -> str:
    """The institution and its country, as far as known: `National Audit Office, Malawi`."""
    place = member.place
    return with_place(member.name, str(place)) if member.institution and place else member.name


def with_place(name: str, place: str) -> str:
    """A name and its country, unless the name says it."""
    return name if not place or place in name else f"{name}, {place}"


def evidence_summary(partnership: Partnership) -> str:
    """`6 of 9 outcomes corroborated or better`; nothing where no outcome is shown. A record has no grade of its own."""
    shown = partnership.outcomes_shown
    if not shown:
        return ""
    words = {"corroborated": partnership.outcomes_corroborated, "shown": shown}
    return (
        ngettext(
            "%(corroborated)d of %(shown)d outcome corroborated or better",
            "%(corroborated)d of %(shown)d outcomes corroborated or better",
            shown,
        )
        % words
    )
