"""Outcomes over all partnerships, one of them, and all results of one partnership."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from core.api.answers import answer, by_slug
from core.api.lists import Demo, Paging, Values, listed
from core.api.schemas import Listed, Slug
from partnerships.models import Partnership
from results.api.schemas import OutcomeTold, ResultsTold
from results.api.told import outcome_told, results_told
from results.models import HarvestedOutcome
from results.portfolio.counts import count
from results.selections import Selection

router = Router()
KEYS = ("-changed_at", "-pk")
Year = Annotated[str, Field(pattern=r"^(\d{4})?$")]


class Asked(Paging):
    """The filters of the portfolio."""

    region: Values = Field([], description="M49 codes of subregions.")
    sector: Values = Field([], description="DAC codes.")
    direction: Values = []
    kind: Values = []
    donor: Values = Field([], description="Slugs of institutions that fund.")
    country: Values = Field([], description="ISO alpha-2 codes.")
    sdg: Values = []
    level: Values = []
    evidence: Values = []
    from_: Year = Field("", alias="from", description="The first year.")
    to: Year = Field("", description="The last year.")
    demo: Demo = "1"


@router.get("/outcomes/", response=Listed[OutcomeTold], operation_id="list_outcomes")
def outcomes(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Outcomes of all partnerships, the latest told first."""
    selection = Selection.read(request.GET)
    visible = HarvestedOutcome.objects.listed_for(request.user)
    found = selection.apply(visible if asked.demo == "1" else visible.real())
    known = (count(selection, request.user).total, False) if asked.demo == "1" else None
    rows = found.select_related("partnership").defer("partnership__search")
    return listed(request, rows, keys=KEYS, paging=asked, told=outcome_told, counted=found, count=known)


@router.get("/partnerships/{slug:slug}/results/", response=ResultsTold, operation_id="get_results")
def results(request: HttpRequest, slug: Slug) -> HttpResponse:
    """What was hoped for in a partnership, how it is observed, and what changed."""
    visible = Partnership.objects.visible_to(request.user).defer("search")
    return answer(results_told(by_slug(visible, slug), request.user))


@router.get("/partnerships/{slug:slug}/outcomes/{int:number}/", response=OutcomeTold, operation_id="get_outcome")
def outcome(request: HttpRequest, slug: Slug, number: Annotated[int, Field(ge=0, lt=2**31)]) -> HttpResponse:
    """One outcome."""
    visible: Any = HarvestedOutcome.objects.visible_to(request.user).select_related("partnership")
    return answer(outcome_told(get_object_or_404(visible, partnership__slug=slug, number=number)))
