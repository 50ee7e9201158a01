"""Reference data in the admin. What the files bring is read-only here: the next load would undo a change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from community.models import Country, SDGGoal, SDGTarget, Sector, Subregion


class FromFiles(admin.ModelAdmin):
    """Only `may_change` is the secretariat's own."""

    may_change: list[str] = []
    list_per_page = 100

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = [*self.model._meta.concrete_fields]
        return [field.name for field in fields if field.name not in self.may_change]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Country)
class CountryAdmin(FromFiles):
    may_change = ["dac_member", "oda_recipient", "dac_source", "side_override", "side_override_source"]
    list_display = ["name_en", "iso2", "subregion", "income", "income_year", "side", "side_override"]
    list_filter = ["side", "income", "is_ldc", "is_small_island_state", "subregion"]
    list_select_related = ["subregion"]
    search_fields = ["name_en", "name_fr", "name_es", "name_ar", "iso2", "iso3"]


@admin.register(Subregion)
class SubregionAdmin(FromFiles):
    list_display = ["name_en", "code", "region"]
    search_fields = ["name_en", "code"]


@admin.register(Sector)
class SectorAdmin(FromFiles):
    list_display = ["code", "name_en", "category", "is_withdrawn"]
    list_filter = ["is_withdrawn"]
    list_select_related = ["category"]
    search_fields = ["code", "name_en", "name_fr"]


@admin.register(SDGGoal)
class SDGGoalAdmin(FromFiles):
    list_display = ["number", "name_en"]
    search_fields = ["number", "name_en"]


@admin.register(SDGTarget)
class SDGTargetAdmin(FromFiles):
    list_display = ["code", "name_en", "goal"]
    list_filter = ["goal"]
    list_select_related = ["goal"]
    search_fields = ["code", "name_en", "name_fr"]
