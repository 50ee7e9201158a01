"""Partnerships as entries of a feed."""

from core.feeds import Entry
from partnerships.models import Partnership
from partnerships.wording import member_name, standing_text


def entry(partnership: Partnership) -> Entry:
    return Entry(
        f"partnership/{partnership.pk}",
        partnership.title,
        partnership.get_absolute_url(),
        _described(partnership),
        published=partnership.created_at,
        updated=partnership.changed_at,
    )


def _described(partnership: Partnership) -> str:
    members = "; ".join(member_name(member) for member in partnership.members.all())
    parts = [partnership.summary or partnership.problem, members, standing_text(partnership)]
    return " · ".join(part for part in parts if part)
