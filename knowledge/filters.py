"""What a reader asked of a list of stories, methods or challenges."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from knowledge.selecting import PieceSelection


class Selection(PieceSelection):
    FILTERS: ClassVar[dict[str, Any]] = {
        "sector": _("Sector"),
        "country": _("Country"),
        "theme": _("Theme"),
        "sdg": _("SDG target"),
        "juncture": _("Critical juncture"),
        "evidence": _("Evidence"),
        "language": _("Language"),
    }
