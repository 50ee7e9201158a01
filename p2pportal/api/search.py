"""The search over everything, as its page answers it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from core.api.lists import Searched, Values, list_answer
from core.api.problems import Problem
from core.api.schemas import Listed
from core.registry import searchables
from p2pportal.search.hits import Found, Hit, find
from p2pportal.search.selection import LAST_PAGE, Selection

router = Router()


class HitTold(Schema):
    """A record of any kind."""

    kind: str = Field(examples=["partnership"])
    title: str
    url: str = Field(description="The page on which people read it.")
    text: str
    languages: list[str]
    countries: list[str]
    dated: date | None
    is_demo: bool


class Asked(Schema):
    q: Searched = Field("", examples=["audit"])
    kind: Values = Field([], description="Kinds of records, as `kind` of the results has them.")
    language: Values = []
    sector: Values = Field([], description="DAC codes.")
    country: Values = Field([], description="ISO alpha-2 codes.")
    page: int = Field(1, ge=1, le=LAST_PAGE, description="Pages of twenty: who wants more says more.")


@router.get("/search/", response=Listed[HitTold], operation_id="search")
def search(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """The best hits of every kind; `count` is how many were ranked."""
    selection = Selection.read(request.GET)
    found = find(selection, request.user) if selection.asks else Found([], {})
    if asked.page > 1 and not found.hits:
        raise Problem(404, _("There is no page of that number."))
    addresses = {kind.name: kind.address for kind in searchables()}
    results = [told(hit, addresses[hit.kind](hit.key)) for hit in found.hits]
    is_bounded = any(selection.wants(kind) and found.is_bounded(kind) for kind in found.counts)
    return list_answer(
        request,
        results,
        found.total,
        is_bounded,
        next=str(asked.page + 1) if found.has_more and asked.page < LAST_PAGE else "",
        previous=str(asked.page - 1) if asked.page > 1 else "",
        turned_by="page",
    )


def told(hit: Hit, path: str) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "title": hit.title,
        "url": settings.BASE_URL + path,
        "text": hit.text or "",
        "languages": hit.languages,
        "countries": hit.countries,
        "dated": hit.dated,
        "is_demo": hit.is_demo,
    }
