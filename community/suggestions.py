"""What was meant: institutions for a few typed letters, and close spellings for a word not found."""

from typing import Any

from community.models import Country, Institution
from core.validators import clean_text

MOST = 10
LONGEST = 100
SHORTEST = 2


def suggestions(typed: str, user: Any) -> list[dict[str, Any]]:
    """At most ten, those that hold the words before those that only resemble them."""
    text = clean_text(typed)[:LONGEST]
    if len(text) < SHORTEST:
        return []
    visible = Institution.objects.visible_to(user)
    found = list(visible.matching(text).by_likeness(text)[:MOST])
    if len(found) < MOST:
        known = [institution.pk for institution in found]
        found += visible.resembling(text).exclude(pk__in=known)[: MOST - len(found)]
    return [
        {
            "id": institution.pk,
            "slug": institution.slug,
            "label": institution.name,
            "hint": institution.country.name if institution.country else "",
            "country": institution.country_id or "",
        }
        for institution in found
    ]


def close_spellings(typed: str, user: Any) -> list[dict[str, str]]:
    """For the "did you mean" under a search that found nothing."""
    found = Institution.objects.visible_to(user).resembling(clean_text(typed)[:LONGEST])[:5]
    return [
        {
            "label": institution.name,
            "url": institution.get_absolute_url(),
            "hint": institution.country.name if institution.country else "",
        }
        for institution in found
    ]


def likely_doubles(name: str, country: Country | None, user: Any) -> list[Institution]:
    """Institutions of the same country, or of none, whose name is much like this one."""
    return list(Institution.objects.visible_to(user).much_alike(name).in_or_without(country)[:5])
