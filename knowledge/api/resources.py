"""The library of resources."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from core.api.answers import answer, by_slug, page_url
from core.api.lists import Demo, Paging, Searched, Values, listed
from core.api.schemas import Listed, Slug
from knowledge import resource_page
from knowledge.api.schemas import ResourceTold, ResourceWhole
from knowledge.models import Finding, Resource
from knowledge.resource_filters import Selection

router = Router()


class Asked(Paging):
    """The filters of the library."""

    q: Searched = ""
    type: Values = []
    level: Values = []
    sector: Values = Field([], description="DAC codes.")
    country: Values = Field([], description="ISO alpha-2 codes.")
    language: Values = []
    demo: Demo = "1"


@router.get("/resources/", response=Listed[ResourceTold], operation_id="list_resources")
def resources(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Publications, those listed last first."""
    selection = Selection.read(request.GET)
    visible = Resource.objects.listed_for(request.user)
    found = selection.apply(visible if asked.demo == "1" else visible.real())
    rows = selection.ordered(found).defer("search", "body_text", "annotation")
    return listed(request, rows, keys=selection.keys, paging=asked, told=row_told, counted=found)


@router.get("/resources/{slug:slug}/", response=ResourceWhole, operation_id="get_resource")
def resource(request: HttpRequest, slug: Slug) -> HttpResponse:
    """One publication: its bibliographic record, and what we say about it."""
    found = by_slug(resource_page.for_page(request.user), slug)
    return answer(
        row_told(found)
        | {
            "state": found.state,
            "published_on": found.published_on,
            "annotation": found.annotation,
            "independence": found.independence,
            "best_for": found.best_for,
            "is_synthesis": found.is_synthesis,
            "countries": [country.pk for country in found.countries.all()],
            "sectors": [sector.pk for sector in found.sectors.all()],
            "themes": sorted(found.themes.names()),
            "recommendations": [
                {
                    "number": each.number,
                    "text": each.text,
                    "response_state": each.response_state,
                    "response": each.response,
                }
                for each in found.recommendations.all()
            ],
            "findings": list(Finding.objects.filter(source=found.pk).values_list("pk", flat=True)),
        }
    )


def row_told(resource: Resource) -> dict[str, Any]:
    return {
        "title": resource.title,
        "slug": resource.slug,
        "url": page_url(resource),
        "summary": resource.summary,
        "type": resource.resource_type,
        "authors": resource.authors,
        "publishers": resource.publishers,
        "year": resource.year,
        "container": resource.container,
        "volume": resource.volume,
        "issue": resource.issue,
        "pages": resource.pages,
        "doi": resource.doi,
        "isbn": resource.isbn,
        "address": resource.url,
        "language": resource.language,
        "levels": resource.levels,
        "study_method": resource.study_method,
        "audience": resource.audience,
        "published_at": resource.published_at,
        "is_demo": resource.is_demo,
    }
