"""Changes to people and institutions that touch more than one row."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from community.models import Country, Institution, InstitutionFormerSlug, InstitutionName, User
from core.slugs import unique_slug
from core.validators import clean_text


class InstitutionExists(Exception):
    """There is one of this name in this country; `institution` is it."""

    def __init__(self, institution: Institution) -> None:
        super().__init__(_("%(name)s is on the portal already.") % {"name": institution.name})
        self.institution = institution


@transaction.atomic
def add_institution(
    *, name: str, country: Country | None, by: User | None, other_names: tuple[str, ...] = (), **fields: Any
) -> Institution:
    """Add an institution with its slug; the same name in the same country raises InstitutionExists."""
    name = clean_text(name)
    same = Institution.objects.named(name).filter(country=country).first()
    if same:
        raise InstitutionExists(same)
    slug = unique_slug(Institution, name, InstitutionFormerSlug, fallback="institution")
    institution = Institution.objects.create(name=name, slug=slug, country=country, **fields)
    InstitutionName.objects.bulk_create(
        [InstitutionName(institution=institution, name=other) for other in other_names], ignore_conflicts=True
    )
    return institution
