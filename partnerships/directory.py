"""What stands around the list of the directory: its head, its filters as printed, its links."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import searching
from core.pagination import Page
from partnerships.exports import FURTHER
from partnerships.facets import HEAD_ELSE, HEAD_FACETS, Counts
from partnerships.filters import BY_NAME, FACETS, LATEST, RELEVANCE, SORTS, VIEWS, Selection

EXPORTS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "atom": "Atom"}


@dataclass(frozen=True)
class Head:
    """How many were found, of how many, and which of them this page shows."""

    selection: Selection
    counts: Counts
    page: Page

    @property
    def found(self) -> str:
        return number(self.counts.found, self.counts.is_at_least)

    @property
    def found_count(self) -> int:
        return self.counts.found

    @property
    def on_record(self) -> str:
        return number(self.counts.on_record)

    @property
    def pager(self) -> dict[str, str]:
        words = {"first": number(self.page.first), "last": number(self.page.last), "found": self.found}
        return {
            "text": _("%(first)s to %(last)s of %(found)s") % words if self.page.items else "",
            "previous_url": self._turn(self.page.previous),
            "next_url": self._turn(self.page.next),
        }

    def _turn(self, cursor: str) -> str:
        if not cursor:
            return ""
        return "?" + urlencode([*self.selection.pairs(), ("after", cursor)])


def number(count: int, at_least: bool = False) -> str:
    text = str(intcomma(count)) if count > 999 else str(count)
    return f"{text}+" if at_least else text


def facet_rows(selection: Selection, counts: Counts) -> list[dict[str, Any]]:
    """The filters as the component `facet` prints them, all bars to one scale."""
    most = max((option.count for options in counts.options.values() for option in options), default=0)
    return [
        {
            "name": facet.name,
            "title": facet.title,
            "maximum": most,
            "shown": max(HEAD_FACETS.get(facet.name, HEAD_ELSE), len(selection.values.get(facet.name, ()))),
            "options": [
                {
                    "value": option.value,
                    "label": option.label,
                    "count": option.count,
                    "text": number(option.count, facet.name in counts.at_least),
                    "selected": option.is_selected,
                }
                for option in counts.options[facet.name]
            ],
        }
        for facet in FACETS
        if counts.options[facet.name]
    ]


def chips(selection: Selection, counts: Counts) -> list[dict[str, str]]:
    """The search and each filter in force, with the address that lifts it."""
    found = []
    if selection.q:
        label = _("Search: “%(text)s”") % {"text": Truncator(selection.q).chars(60)}
        found.append({"label": label, "remove_url": selection.without("q").address()})
    for name, values in selection.values.items():
        for value in values:
            text, is_known = counts.label(name, value)
            words = {"filter": BY_NAME[name].title, "value": text}
            label = _("%(filter)s: %(value)s") if is_known else _("%(filter)s: %(value)s (not known)")
            found.append({"label": label % words, "remove_url": selection.without(name, value).address()})
    return found


def notices(selection: Selection, counts: Counts, page: Page) -> list[str]:
    """What the reader should know about how the address was read."""
    found = [page.notice]
    if selection.is_cut:
        found.append(
            ngettext(
                "Only the first %(count)d word, and a few values of each filter, are looked for.",
                "Only the first %(count)d words, and a few values of each filter, are looked for.",
                searching.MOST_WORDS,
            )
            % {"count": searching.MOST_WORDS}
        )
    if selection.q and not searching.has_words(selection.q):
        found.append(_("There is no letter or figure in your search, so nothing can match it."))
    if counts.is_at_least:
        found.append(_("More was found than is counted: figures with a plus are the least there are."))
    if selection.sort == RELEVANCE and counts.found > searching.RANKED:
        found.append(
            _("The newest %(count)s hits are sorted by best match. Sort by latest activity to see all.")
            % {"count": number(searching.RANKED)}
        )
    return [notice for notice in found if notice]


def view_links(selection: Selection) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": selection.address(view=view), "current": view == selection.view}
        for view, label in VIEWS.items()
    ]


def sort_links(selection: Selection) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": selection.address(sort=sort), "current": sort == selection.sort}
        for sort, (label, _keys) in SORTS.items()
        if selection.q or sort != RELEVANCE
    ]


def export_links(selection: Selection) -> list[dict[str, str]]:
    query = urlencode(selection.pairs(shown=False))
    return [
        {
            "label": label,
            "format": name,
            "url": reverse("partnerships:export", args=[name]) + (f"?{query}" if query else ""),
        }
        for name, label in [*EXPORTS.items(), *((name, further.label) for name, further in FURTHER.items())]
    ]


def clear_url(selection: Selection) -> str:
    """The same look without search and filters."""
    return replace(selection, q="", values={}, sort=LATEST if selection.sort == RELEVANCE else selection.sort).address()
