"""The register: the directory's selection as a list, and one record as its page tells it."""

from typing import Annotated, Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from core.api.answers import answer, by_slug
from core.api.lists import Demo, Paging, Searched, Values, count_of, list_answer, page_of
from core.api.schemas import Listed, Slug
from partnerships.api.rows import told, told_rows
from partnerships.api.schemas import PartnershipTold, PartnershipWhole
from partnerships.api.whole import whole
from partnerships.filters import SORTS, Selection
from partnerships.models import FacetCount, Partnership
from partnerships.models.partnership import PartnershipQuerySet

router = Router()


class Asked(Paging):
    """The filters of the directory, under the same names and with the same values."""

    q: Searched = Field("", examples=["statistics"])
    direction: Values = Field([], description="SS, NS, SN, NN, triangular, in_country or unknown.")
    stage: Values = []
    sector: Values = Field([], description="DAC codes of three or five figures.")
    region: Values = Field([], description="M49 codes of subregions; any member is of one.")
    country: Values = Field([], description="ISO alpha-2 codes; any member is of one.", examples=[["KE"]])
    kind: Values = []
    sdg: Values = Field([], description="Goals (16) or targets (16.6).")
    funder: Values = Field([], description="Slugs of institutions.")
    theme: Values = []
    language: Values = []
    sort: Annotated[str, Field(pattern=f"^({'|'.join(SORTS)})?$")] = Field(
        "", description="relevance (with q), latest, start or title."
    )
    demo: Demo = "1"


@router.get("/partnerships/", response=Listed[PartnershipTold], operation_id="list_partnerships")
def partnerships(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """The partnerships that you see in the directory under the same filters."""
    selection = Selection.read(request.GET)
    visible = Partnership.objects.listed_for(request.user)
    found = selection.apply(visible if asked.demo == "1" else visible.real())
    page = page_of(told_rows(selection.ordered(found), *selection.keys), selection.keys, asked)
    count = count_of(found) if selection.narrows else _on_record(request.user, with_demo=asked.demo == "1")
    return list_answer(request, told(page.items), *count, next=page.next, previous=page.previous)


@router.get("/partnerships/{slug:slug}/", response=PartnershipWhole, operation_id="get_partnership")
def partnership(request: HttpRequest, slug: Slug) -> HttpResponse:
    """One partnership, with the parts of it that you may see."""
    visible = Partnership.objects.visible_to(request.user)
    return answer(whole(by_slug(whole_rows(visible), slug), request.user))


def whole_rows(visible: PartnershipQuerySet) -> PartnershipQuerySet:
    return visible.for_listing().prefetch_related("sdg_targets", "themes", "stage_changes")  # type: ignore[misc]


def _on_record(user: Any, *, with_demo: bool) -> tuple[int, bool]:
    """All that this person sees: the public ones from the kept counts, the few others counted."""
    kept = FacetCount.objects.filter(facet="all")
    public = (kept if with_demo else kept.real()).aggregate(n=Sum("n"))["n"] or 0
    if not user.is_authenticated:
        return public, False
    beyond = Partnership.objects.beyond_public(user)
    more, is_at_least = count_of(beyond if with_demo else beyond.real())
    return public + more, is_at_least
