"""The selection of institutions that a reader asked for; the page and its files share it."""

from typing import Any

from community.forms import InstitutionFilter
from community.models import Institution


def selected(form: InstitutionFilter, user: Any) -> Any:
    """Ordered by name; a filter that nobody understands finds nothing rather than everything."""
    found = Institution.objects.visible_to(user).for_listing()
    if not form.is_valid():
        return found.none()
    wanted = form.cleaned_data
    if wanted["q"]:
        found = found.matching(wanted["q"])
    if wanted["country"]:
        found = found.filter(country=wanted["country"])
    return found.filter(kind=wanted["kind"]) if wanted["kind"] else found
