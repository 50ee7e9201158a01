"""Finding records in the admin as fast as in the directory: every way in is an index."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from community.models import Institution
from core import searching
from core.admin_lists import TypedFilter
from core.models import Visibility
from partnerships import search
from partnerships.models import DonorReference, Partnership, PartnershipMember

MOST_REFERENCES = 500
DRAFT = _("(a private draft)")
SEARCH_HELP = _(
    "Words of the title or text, names of members and countries; or a whole donor's reference, IATI identifier, "
    "source address, or the beginning of an address here."
)


def found(partnerships: QuerySet[Partnership], typed: str) -> QuerySet[Partnership]:
    """The records that the words mean, or whose number or address it is."""
    term = searching.cleaned(typed)
    if not term:
        return partnerships
    if not searching.has_words(term):
        return partnerships.none()
    exact = Q(iati_identifier=term) | Q(source_url__in=[term, term.rstrip("/"), f"{term}/"])
    filed = DonorReference.objects.filter(number=term).values_list("partnership", flat=True)[:MOST_REFERENCES]
    ways = Q(search=search.query_for(term)) | Q(slug__startswith=term.lower()) | exact | Q(pk__in=list(filed))
    return partnerships.filter(ways)


def of_found(rows: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Rows whose `partnership` is found by these words."""
    term = searching.cleaned(typed)
    return rows.filter(partnership__in=found(Partnership.objects.all(), term).values("pk")) if term else rows


def name_for(partnership: Partnership, user: Any) -> str:
    """The title, but not that of a draft which is its author's alone."""
    if partnership.visibility == Visibility.PRIVATE and partnership.created_by_id != user.pk:
        return str(DRAFT)
    return partnership.title


class CountryFilter(TypedFilter):
    title = _("country")
    parameter_name = "country"
    source = PartnershipMember._meta.get_field("country")

    def narrow(self, queryset: QuerySet[Any], chosen: Any) -> QuerySet[Any]:
        return queryset.filter(country_codes__contains=[chosen.pk])


class InstitutionFilter(TypedFilter):
    title = _("institution")
    parameter_name = "institution"
    source = PartnershipMember._meta.get_field("institution")

    def narrow(self, queryset: QuerySet[Any], chosen: Institution) -> QuerySet[Any]:
        return queryset.of_institutions([chosen.pk])  # type: ignore[attr-defined]
