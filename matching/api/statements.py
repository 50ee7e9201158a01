"""Needs and offers, under the filters of their lists."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from core.api.answers import answer, page_url
from core.api.lists import Demo, Paging, Searched, Values, listed
from core.api.schemas import Listed
from matching.api.schemas import NeedTold, OfferTold
from matching.statements.exports import COMMON, OF_NEED, OF_OFFER, ONLY_NEED, ONLY_OFFER
from matching.statements.kinds import NEED, OFFER, StatementKind, kind_of
from matching.statements.pages import rows
from matching.statements.selecting import read

router = Router()
Key = Annotated[int, Field(ge=0, lt=2**63)]


class Asked(Paging):
    """The filters of the lists of needs and offers."""

    q: Searched = Field("", description="Words, or the name of an institution.")
    sector: Values = Field([], description="DAC codes.")
    region: Values = Field([], description="M49 codes of subregions.")
    country: Values = Field([], description="ISO alpha-2 codes.")
    language: Values = []
    form: Values = Field([], description="Kinds of partnerships.")
    demo: Demo = "1"


@router.get("/needs/", response=Listed[NeedTold], operation_id="list_needs")
def needs(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Open needs, the latest first."""
    return _listed(request, NEED, asked)


@router.get("/needs/{int:pk}/", response=NeedTold, operation_id="get_need")
def need(request: HttpRequest, pk: Key) -> HttpResponse:
    """One need."""
    return _one(request, NEED, pk)


@router.get("/offers/", response=Listed[OfferTold], operation_id="list_offers")
def offers(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Open offers, the latest first."""
    return _listed(request, OFFER, asked)


@router.get("/offers/{int:pk}/", response=OfferTold, operation_id="get_offer")
def offer(request: HttpRequest, pk: Key) -> HttpResponse:
    """One offer."""
    return _one(request, OFFER, pk)


def _listed(request: HttpRequest, kind: StatementKind, asked: Asked) -> HttpResponse:
    selection = read(kind, request.GET)
    visible = kind.model.objects.listed_for(request.user)
    found = selection.apply(visible if asked.demo == "1" else visible.real())
    shown = rows(selection.ordered(found)).prefetch_related("sdg_targets")
    return listed(request, shown, keys=selection.keys, paging=asked, told=told, counted=found)


def _one(request: HttpRequest, kind: StatementKind, pk: int) -> HttpResponse:
    visible = rows(kind.model.objects.visible_to(request.user))
    return answer(told(get_object_or_404(visible, pk=pk)))


def told(statement: Any) -> dict[str, Any]:
    """The columns of the files of needs and offers; never whom it excludes, nor who wrote it."""
    own = (*OF_NEED, *ONLY_NEED) if kind_of(statement) is NEED else (*OF_OFFER, *ONLY_OFFER)
    plain = [name for name in COMMON if name not in ("sectors", "sdg_targets")]
    return {name: getattr(statement, name) for name in (*own, *plain, "visibility", "language", "status")} | {
        "id": statement.pk,
        "url": page_url(statement),
        "institution": statement.institution.name,
        "institution_slug": statement.institution.slug,
        "country": statement.institution.country_id,
        "sectors": [sector.pk for sector in statement.sectors.all()],
        "sdg_targets": [target.pk for target in statement.sdg_targets.all()],
        "confirmed_on": statement.confirmed_on,
        "is_demo": statement.is_demo,
    }
