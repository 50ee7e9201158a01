"""Records as cards and rows of a list: most know little, so only what is known is said.

A list prints names, not members: it reads the few columns it needs for all its records at once,
which costs a third of making every member, institution and country an object.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import TextChoices
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.models import Country, Sector
from partnerships.models import Partnership, PartnershipMember
from partnerships.models.partnership import PartnershipQuerySet
from partnerships.wording import evidence_summary, source_host, standing_text, with_place

QUOTE_LENGTH = 220
MOST_NAMES = 3
PRINTED = (
    "title",
    "slug",
    "kind",
    "stage",
    "direction",
    "start",
    "end",
    "problem",
    "problem_in_own_words",
    "problem_reported_by",
    "sector_words",
    "sdg_codes",
    "standing",
    "source_url",
    "confirmed_on",
    "reported_by__name",
    "changed_at",
    "is_demo",
    "outcomes_shown",
    "outcomes_corroborated",
)
TABLE_ORDER = ("demand", "peer", "supply", "broker", "facilitator", "funder")


def printed(partnerships: PartnershipQuerySet) -> PartnershipQuerySet:
    """No more of each record than a list prints."""
    return partnerships.select_related("reported_by").only(*PRINTED)


def cards(partnerships: Sequence[Partnership]) -> list[dict[str, Any]]:
    """What the component `rec` prints of each partnership; two queries for all of them."""
    sides, sectors = sides_of(partnerships), sectors_of(partnerships)
    return [card(each, sides[each.pk], sectors[each.pk]) for each in partnerships]


def rows(partnerships: Sequence[Partnership]) -> list[dict[str, Any]]:
    """The same for a table, where who asks stands first."""
    return [
        found
        | {
            "kind": known(Partnership.Kind(each.kind)),
            "meta": [part for part in found["meta"] if part],
            "sides": sorted(found["sides"], key=lambda side: TABLE_ORDER.index(side["side"])),
        }
        for each, found in zip(partnerships, cards(partnerships), strict=True)
    ]


def card(partnership: Partnership, sides: dict[str, list[str]], sectors: list[str]) -> dict[str, Any]:
    targets = [code for code in partnership.sdg_codes if "." in code]
    return {
        "title": partnership.title,
        "url": partnership.get_absolute_url(),
        "meta": [
            ", ".join(sectors[:2]) or partnership.sector_words,
            f"SDG {targets[0]}" if targets else "",
            partnership.period,
        ],
        "stage": known(Partnership.Stage(partnership.stage)),
        "quote": Truncator(partnership.problem).chars(QUOTE_LENGTH),
        "quote_by": quote_by(partnership),
        "sides": [
            {"side": side, "names": names[:MOST_NAMES], "more": max(0, len(names) - MOST_NAMES)}
            for side, names in sides.items()
        ],
        "direction": partnership.direction,
        "direction_label": known(Partnership.Direction(partnership.direction)),
        "facts": facts(partnership),
        "evidence": evidence_summary(partnership),
        "standing": "stale" if partnership.is_stale else partnership.standing,
        "standing_text": standing_text(partnership),
        "is_demo": partnership.is_demo,
    }


def sides_of(partnerships: Sequence[Partnership]) -> dict[int, dict[str, list[str]]]:
    """For each partnership the names on each side, with their country, in the order of the record."""
    own, seat = Country.name_of("country"), Country.name_of("institution__country")
    lines = (
        PartnershipMember.objects.filter(partnership__in=partnerships)
        .order_by("pk")
        .values_list("partnership", "side", "institution__name", "stated_name", own, seat)
    )
    found: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for pk, side, institution, stated_name, country, seat_country in lines:
        place = country or seat_country or ""
        name = with_place(institution, place) if institution else stated_name or place
        found[pk].setdefault(side, []).append(name)
    return found


def sectors_of(partnerships: Sequence[Partnership]) -> dict[int, list[str]]:
    lines = (
        Partnership.sectors.through.objects.filter(partnership__in=partnerships)
        .order_by("sector")
        .values_list("partnership", Sector.name_of("sector"))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in lines:
        found[pk].append(name)
    return found


def known(choice: TextChoices) -> str:
    """The word for a value; nothing for what is not known."""
    return "" if choice.value == "unknown" else str(choice.label)


def facts(partnership: Partnership) -> list[str]:
    kind, host = known(Partnership.Kind(partnership.kind)), source_host(partnership)
    return [fact for fact in (kind, _("Source: %(site)s") % {"site": host} if host else "") if fact]


def quote_by(partnership: Partnership) -> str:
    """Whose words the problem is in; the partner's own need no name."""
    if not partnership.problem or partnership.problem_in_own_words:
        return ""
    reporter = partnership.problem_reported_by or partnership.reported_by
    return _("as reported by %(name)s") % {"name": reporter} if reporter else _("as a third party puts it")
