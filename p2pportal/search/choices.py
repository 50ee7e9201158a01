"""The filters of the search over everything, with their words in the reader's language."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community import languages
from community.models import Country, Sector
from core.keeping import Kept
from core.registry import searchables
from p2pportal.search.hits import Found
from p2pportal.search.selection import FILTERS, KIND, NARROWING, Selection

KEPT_FOR = 60.0  # seconds, in each process: they change so rarely
Names = dict[str, str]
_kept: Kept[tuple[Names, Names]] = Kept(KEPT_FOR)


class Choices:
    """What may be chosen, and what was."""

    def __init__(self, selection: Selection, found: Found) -> None:
        self.selection, self.found = selection, found
        sectors, self.countries = _kept(get_language(), 0, _named)
        known = (languages.name(code) for code in languages.OFFERED)
        spoken = dict(zip(languages.OFFERED, (name or "" for name in known), strict=True))
        self.kinds = {kind.name: str(kind.label) for kind in searchables()}
        self.words = {KIND: self.kinds, "language": spoken, "sector": sectors, "country": self.countries}

    def facet(self) -> dict[str, Any]:
        """The kinds, with how many of each the words and the other filters find, as the component `facet` prints them."""
        counts = self.found.counts
        options = [
            {
                "value": name,
                "label": label,
                "count": counts.get(name, 0),
                "text": _("%(count)s+") % {"count": intcomma(counts[name])} if self.found.is_bounded(name) else "",
                "selected": name in self.selection.values.get(KIND, ()),
            }
            for name, label in self.kinds.items()
        ]
        return {"name": KIND, "title": FILTERS[KIND], "options": options}

    def selects(self) -> list[dict[str, Any]]:
        """The other filters: a list each; a value from the address that is none of it keeps its place."""
        return [self._select(name, title) for name, title in NARROWING.items()]

    def chips(self) -> list[dict[str, str]]:
        return [
            {"label": self._word(name, value), "remove_url": self.selection.lifted(name, value).address()}
            for name, values in self.selection.values.items()
            for value in values
        ]

    def _select(self, name: str, title: Any) -> dict[str, Any]:
        chosen = self.selection.values.get(name, ())
        options = dict(sorted(self.words[name].items(), key=lambda each: each[1].casefold()))
        options |= {value: self._word(name, value) for value in chosen if value not in options}
        return {
            "name": name,
            "title": title,
            "options": [{"value": v, "label": label, "selected": v in chosen} for v, label in options.items()],
        }

    def _word(self, name: str, value: str) -> str:
        return self.words[name].get(value) or _("%(value)s (unknown)") % {"value": value}


def _named() -> tuple[Names, Names]:
    """Sectors and countries by code."""
    sectors = {sector.code: sector.name for sector in Sector.objects.offered()}
    return sectors, {country.iso2: country.name for country in Country.objects.all()}
