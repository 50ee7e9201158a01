"""What records share: junctures that touched many, and the rates by which costs are compared."""

from django.contrib import admin

from core.admin_lists import RegisterAdmin
from partnerships.models import CriticalJuncture, ExchangeRate


@admin.register(CriticalJuncture)
class CriticalJunctureAdmin(RegisterAdmin):
    """The partnerships it touched are named on their own pages: there may be thousands."""

    list_display = ["name", "started_on", "ended_on"]
    search_fields = ["name"]
    fields = ["name", "description", "started_on", "ended_on"]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(RegisterAdmin):
    list_display = ["currency", "on", "per_usd", "source"]
    list_filter = ["currency"]
    search_fields = ["currency", "source"]
