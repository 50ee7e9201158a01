"""Institutions: the selection of their directory as a list, and one of them whole."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from community.api.schemas import InstitutionTold, InstitutionWhole
from community.directory import selected
from community.exports import as_object
from community.forms import InstitutionFilter
from community.models import Institution
from core.api.answers import answer, by_slug
from core.api.lists import Demo, Paging, Searched, Words, listed
from core.api.schemas import Listed, Slug

router = Router()


class Asked(Paging):
    """The filters of the page of institutions."""

    q: Searched = Field("", description="Words of a name, an acronym or another name.")
    country: Words = Field("", description="ISO alpha-2 code.", examples=["KE"])
    kind: Words = Field("", examples=["statistics_office"])
    demo: Demo = "1"


@router.get("/institutions/", response=Listed[InstitutionTold], operation_id="list_institutions")
def institutions(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Institutions by name. A country or kind that nobody knows finds none, as on the page."""
    found = selected(InstitutionFilter(asked.dict()), request.user)
    if asked.demo == "0":
        found = found.filter(is_demo=False)
    rows = found.prefetch_related("other_names", "sectors")
    return listed(request, rows, keys=["sort_name", "pk"], paging=asked, told=as_object, counted=found)


@router.get("/institutions/{slug:slug}/", response=InstitutionWhole, operation_id="get_institution")
def institution(request: HttpRequest, slug: Slug) -> HttpResponse:
    """One institution."""
    found = by_slug(Institution.objects.visible_to(request.user).with_facts(), slug)
    return answer(
        as_object(found)
        | {
            "description": found.description,
            "branch": found.branch,
            "parent": found.parent.slug if found.parent else None,
            "children": [child.slug for child in found.children.all()],
        }
    )
