"""Stories, methods and challenges, under the filters of their lists."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from core.api.answers import answer, by_slug, page_url
from core.api.lists import Demo, Paging, Searched, Values, listed
from core.api.schemas import Listed, Slug
from knowledge import listing
from knowledge.api.schemas import PieceTold, PieceWhole
from knowledge.filters import Selection
from knowledge.models import Piece
from knowledge.models.choices import Kind
from knowledge.piece_page import PiecePage, for_page, spread

router = Router()
LISTS = {Kind.STORY: "stories", Kind.METHOD: "methods", Kind.CHALLENGE: "challenges"}


class Asked(Paging):
    """The filters of the lists of stories, methods and challenges."""

    q: Searched = ""
    sector: Values = Field([], description="DAC codes.")
    country: Values = Field([], description="ISO alpha-2 codes.")
    theme: Values = []
    sdg: Values = Field([], description="SDG targets, such as 16.6.")
    juncture: Values = Field([], description="Numbers of critical junctures.")
    evidence: Values = []
    language: Values = []
    demo: Demo = "1"


Language = Annotated[str, Field(max_length=8, pattern="^[A-Za-z-]*$", description="A language of `translations`.")]


def list_of(kind: Kind) -> Callable[..., HttpResponse]:
    def pieces(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
        selection = Selection.read(request.GET)
        visible = Piece.objects.listed_for(request.user).filter(kind=kind)
        found = selection.apply(visible if asked.demo == "1" else visible.real())
        rows = listing.rows(selection.ordered(found))
        return listed(request, rows, keys=selection.keys, paging=asked, told=row_told, counted=found)

    return pieces


def one_of(kind: Kind) -> Callable[..., HttpResponse]:
    def piece(request: HttpRequest, slug: Slug, text: Language = "") -> HttpResponse:
        found = by_slug(for_page(kind, request.user), slug)
        return answer(whole_told(PiecePage(spread(found), request.user, text=text)))

    return piece


for _kind, _name in LISTS.items():
    router.get(
        f"/{_name}/",
        response=Listed[PieceTold],
        operation_id=f"list_{_name}",
        url_name=_name,
        description=f"Published {_name}, the latest first.",
    )(list_of(_kind))
    router.get(
        f"/{_name}/{{slug:slug}}/",
        response=PieceWhole,
        operation_id=f"get_{_kind.value}",
        url_name=_kind.value,
        description=f"One {_kind.value}, in the language you read if there is a good translation, or that of `text`.",
    )(one_of(_kind))


def row_told(piece: Any) -> dict[str, Any]:
    return {
        "kind": piece.kind,
        "title": piece.title,
        "slug": piece.slug,
        "url": page_url(piece),
        "summary": piece.summary,
        "language": piece.language,
        "audience": piece.audience,
        "evidence": piece.evidence,
        "published_at": piece.published_at,
        "countries": [each["code"] for each in piece.country_list],
        "sectors": [each["code"] for each in piece.sector_list],
        "institutions": [each["name"] for each in piece.party_list],
        "is_demo": piece.is_demo,
    }


def whole_told(page: PiecePage) -> dict[str, Any]:
    piece, text = page.piece, page.text
    return {
        "kind": piece.kind,
        "title": text.title,
        "slug": piece.slug,
        "url": page_url(piece),
        "summary": text.summary,
        "language": text.language,
        "original_language": piece.language,
        "translations": [each.language for each in text.versions if not each.is_original],
        "audience": piece.audience,
        "evidence": piece.evidence,
        "state": piece.state,
        "published_at": piece.published_at,
        "sections": [
            {"heading": str(each["heading"]), "html": each["markup"], "language": each["language"]}
            for each in text.sections
        ],
        "countries": [each["code"] for each in piece.country_list],
        "sectors": [each["code"] for each in piece.sector_list],
        "sdg_targets": piece.sdg_list,
        "themes": [each["name"] for each in piece.theme_list],
        "institutions": [each["name"] for each in page.parties],
        "partnerships": [each.slug for each in page.partnerships],
        "events": [each.slug for each in page.events],
        "rests_on": [each.slug for each in page.rests_on],
        "methods": [each.slug for each in page.methods],
        "is_demo": piece.is_demo,
    }
