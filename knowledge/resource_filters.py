"""What a reader asked of the list of resources."""

from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knowledge.selecting import PieceSelection


class Selection(PieceSelection):
    FILTERS: ClassVar[dict[str, Any]] = {
        "type": _("Type"),
        "level": _("Level"),
        "sector": _("Sector"),
        "country": _("Country"),
        "language": _("Language"),
    }

    def condition(self, name: str, values: tuple[str, ...]) -> Q:
        if name == "type":
            return Q(resource_type__in=values)
        if name == "level":
            return Q(levels__overlap=list(values))
        return super().condition(name, values)
