"""Which record a reported page is about, and who answers for it, as far as the reader may know."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from community.landing import is_secret, local_path, page_at
from community.models import Country, Institution
from core.registry import reportable


@dataclass(frozen=True)
class ReportedPage:
    """A page of the portal, and its record; what is hidden looks like what is missing."""

    path: str = ""
    target: Any = None
    institution_ids: frozenset[int] = field(default_factory=frozenset)

    @property
    def title(self) -> str:
        return str(self.target)[:300] if self.target is not None else ""


def reported_page(path: str, user: Any) -> ReportedPage:
    """Empty for what is no address of ours, and for an address that opens a door to whoever has it."""
    try:
        path = local_path(path)
    except ValidationError:
        return ReportedPage()
    page = page_at(path)
    if is_secret(page):
        return ReportedPage()
    known = reportable(page.view_name) if page else None
    found = known.find(page.kwargs, user) if page and known else None
    if found is None:
        return ReportedPage(path)
    target, institution_ids = found
    return ReportedPage(path, target, frozenset(institution_ids))


def find_institution(kwargs: dict[str, Any], user: Any) -> tuple[Institution, list[int]] | None:
    found = Institution.objects.visible_to(user).filter(slug=kwargs["slug"]).first()
    return (found, [found.pk]) if found else None


def find_country(kwargs: dict[str, Any], user: Any) -> tuple[Country, list[int]] | None:
    """Nobody owns a country: the secretariat answers."""
    found = Country.objects.filter(iso2=kwargs["iso2"].upper()).first()
    return (found, []) if found else None
