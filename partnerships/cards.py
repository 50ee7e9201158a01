"""A record as a card of a list: most records know little, so only what is known is said."""

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from partnerships.models import Partnership
from partnerships.wording import sides, source_host, standing_text

QUOTE_LENGTH = 220


def card(partnership: Partnership) -> dict[str, Any]:
    """What the component `rec` prints of a partnership that came by `for_listing()`."""
    return {
        "title": partnership.title,
        "url": partnership.get_absolute_url(),
        "meta": [topic(partnership), target(partnership), partnership.period],
        "stage": partnership.get_stage_display() if partnership.stage != "unknown" else "",
        "quote": Truncator(partnership.problem).chars(QUOTE_LENGTH),
        "quote_by": quote_by(partnership),
        "sides": sides(partnership),
        "direction": partnership.direction,
        "direction_label": partnership.get_direction_display() if partnership.direction != "unknown" else "",
        "facts": facts(partnership),
        "standing": standing_code(partnership),
        "standing_text": standing_text(partnership),
        "is_demo": partnership.is_demo,
    }


def row(partnership: Partnership) -> dict[str, Any]:
    """The same for a table, where who asks stands first."""
    found = card(partnership)
    order = ("demand", "peer", "supply", "broker", "facilitator", "funder")
    return found | {
        "kind": partnership.get_kind_display() if partnership.kind != "unknown" else "",
        "meta": [part for part in found["meta"] if part],
        "sides": sorted(found["sides"], key=lambda side: order.index(side["side"])),
    }


def topic(partnership: Partnership) -> str:
    """The sectors by name, else the words of the source."""
    names = [sector.name for sector in partnership.sectors.all()]
    return ", ".join(names[:2]) or partnership.sector_words


def target(partnership: Partnership) -> str:
    targets = [code for code in partnership.sdg_codes if "." in code]
    return f"SDG {targets[0]}" if targets else ""


def facts(partnership: Partnership) -> list[str]:
    found = [str(partnership.get_kind_display())] if partnership.kind != "unknown" else []
    host = source_host(partnership)
    return [*found, _("Source: %(site)s") % {"site": host}] if host else found


def quote_by(partnership: Partnership) -> str:
    """Whose words the problem is in; the partner's own need no name."""
    if not partnership.problem or partnership.problem_in_own_words:
        return ""
    reporter = partnership.problem_reported_by or partnership.reported_by
    return _("as reported by %(name)s") % {"name": reporter} if reporter else _("as a third party puts it")


def standing_code(partnership: Partnership) -> str:
    return "stale" if partnership.is_stale else partnership.standing
