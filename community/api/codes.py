"""Countries, regions, sectors and SDG targets: the codes that filters take, with their names."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from community.api.schemas import CountryTold, GoalTold, RegionTold, SectorTold, TargetTold
from community.models import Country, SDGGoal, SDGTarget, Sector, Subregion
from core.api.answers import answer
from core.api.lists import Paging, listed
from core.api.schemas import Listed

router = Router()


@router.get("/countries/", response=Listed[CountryTold], operation_id="list_countries")
def countries(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """Countries and territories by their code."""
    return listed(request, Country.objects.all(), keys=["pk"], paging=asked, told=country_told)


@router.get("/countries/{iso2}/", response=CountryTold, operation_id="get_country")
def country(request: HttpRequest, iso2: str) -> HttpResponse:
    """One country, by its ISO alpha-2 code."""
    return answer(country_told(get_object_or_404(Country, iso2=iso2.upper())))


@router.get("/regions/", response=Listed[RegionTold], operation_id="list_regions")
def regions(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """Subregions of M49, which the filter `region` takes."""
    return listed(request, Subregion.objects.all(), keys=["pk"], paging=asked, told=region_told)


@router.get("/sectors/", response=Listed[SectorTold], operation_id="list_sectors")
def sectors(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """Sectors of the OECD DAC, categories and purposes."""
    return listed(request, Sector.objects.all(), keys=["pk"], paging=asked, told=sector_told)


@router.get("/sdg-goals/", response=Listed[GoalTold], operation_id="list_sdg_goals")
def sdg_goals(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """The Sustainable Development Goals."""
    return listed(request, SDGGoal.objects.all(), keys=["pk"], paging=asked, told=goal_told)


@router.get("/sdg-targets/", response=Listed[TargetTold], operation_id="list_sdg_targets")
def sdg_targets(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """Targets of the 2030 Agenda, with short names of the portal's own."""
    return listed(request, SDGTarget.objects.all(), keys=["goal_id", "pk"], paging=asked, told=target_told)


def country_told(country: Country) -> dict[str, Any]:
    return named(country) | {
        "iso3": country.iso3,
        "m49": country.m49,
        "region": country.subregion_id,
        "side": country.side,
        "income": country.income,
        "income_year": country.income_year,
        "official_languages": country.official_languages,
        "is_ldc": country.is_ldc,
        "is_landlocked": country.is_landlocked,
        "is_small_island_state": country.is_small_island_state,
        "is_un_member": country.is_un_member,
        "dac_member": country.dac_member,
        "oda_recipient": country.oda_recipient,
        "dac_source": country.dac_source,
    }


def region_told(region: Subregion) -> dict[str, Any]:
    return named(region) | {"region": region.region}


def sector_told(sector: Sector) -> dict[str, Any]:
    return named(sector) | {"category": sector.category_id, "is_withdrawn": sector.is_withdrawn}


def goal_told(goal: SDGGoal) -> dict[str, Any]:
    return named(goal)


def target_told(target: SDGTarget) -> dict[str, Any]:
    return named(target) | {"goal": str(target.goal_id)}


def named(record: Any) -> dict[str, str]:
    """A code and its names; what is not translated is empty."""
    names = {f"name_{language}": getattr(record, f"name_{language}") for language in ("en", "fr", "es", "ar")}
    return {"code": str(record.pk), **names}
