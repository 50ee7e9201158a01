"""Members and donors' references as lists of their own: where does this institution take part?"""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.models import Institution
from core import searching
from partnerships.admin.confirmed import is_confirmed, saying_why
from partnerships.admin.forms import MemberForm
from partnerships.admin.parts import OfPartnership
from partnerships.models import DonorReference, PartnershipMember


class OfInstitution(OfPartnership):
    """Rows of a record that name an institution."""

    autocomplete_fields = ["partnership", "institution"]
    beside = ["institution"]
    search_help_text = _("The institution's name, another of its names, or its acronym.")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = searching.cleaned(search_term)
        return (queryset.filter(self.condition(term)) if term else queryset), False

    def condition(self, term: str) -> Q:
        return Q(institution__in=Institution.objects.matching(term).values("pk"))


@admin.register(PartnershipMember)
class PartnershipMemberAdmin(OfInstitution):
    form = MemberForm
    list_display = ["name", "record", "side", "place", "joined_on", "left_on"]
    list_filter = ["side", "iati_role"]
    autocomplete_fields = ["partnership", "institution", "country"]
    is_wording = True

    def get_fieldsets(self, request: HttpRequest, obj: PartnershipMember | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return saying_why(fieldsets) if obj and is_confirmed(obj.partnership) else fieldsets

    def _may_write(self, request: HttpRequest, obj: PartnershipMember) -> bool:
        return not is_confirmed(obj.partnership) and super()._may_write(request, obj)


@admin.register(DonorReference)
class DonorReferenceAdmin(OfInstitution):
    list_display = ["number", "record", "institution"]
    search_fields = ["number"]
    search_help_text = _("A whole reference number, or the donor's name.")

    def condition(self, term: str) -> Q:
        return Q(number=term) | super().condition(term)
