"""Institutions as entries of a feed."""

from community.models import Institution
from core.feeds import Entry


def entry(institution: Institution) -> Entry:
    country = institution.country.name if institution.country else ""
    facts = (institution.get_kind_display(), country, institution.description)
    return Entry(
        f"institution/{institution.pk}",
        institution.name,
        institution.get_absolute_url(),
        " · ".join(str(each) for each in facts if each),
        published=institution.created_at,
        updated=institution.updated_at,
    )
