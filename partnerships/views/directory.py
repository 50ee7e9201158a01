"""The directory of partnerships: search, filters with counts, cards, table and map."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from core.fragments import Fragment
from core.pagination import paginate
from partnerships import facets, search, worldmap
from partnerships.cards import cards, printed, rows
from partnerships.directory import Head, chips, clear_url, export_links, facet_rows, notices, sort_links, view_links
from partnerships.filters import Selection
from partnerships.models import Partnership

PAGE_SIZE = 20
card_html = Fragment("partnerships/_card.html", remembered=2_000)
facet_html = Fragment("partnerships/_facet.html", remembered=100)


def drawn_facets(selection: Selection, counts: facets.Counts) -> SafeString:
    return SafeString("".join(facet_html(row=row) for row in facet_rows(selection, counts)))


@lru_cache(maxsize=8)
def kept_facets(counts: facets.Counts) -> SafeString:
    """The filters while nothing is asked: the same counts are drawn once, in the language they are in."""
    return drawn_facets(Selection(), counts)


class PartnershipList(TemplateView):
    template_name = "partnerships/partnership_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, query = self.request.user, self.request.GET
        selection = Selection.read(query)
        is_map = selection.view == "map"
        is_shared = selection.view == "cards" and not user.is_authenticated
        counts = facets.count(
            selection,
            user,
            with_map=is_map or is_shared or selection.narrows,
            map_of_at_most=facets.MOST + 1 if is_map else worldmap.MOST_HITS_BESIDE_CARDS,
        )
        found = selection.apply(Partnership.objects.listed_for(user))
        page = paginate(
            printed(selection.ordered(found, counts.newest)),
            keys=selection.keys,
            size=PAGE_SIZE,
            after=query.get("after"),
            page=query.get("page"),
        )
        here = reverse("partnerships:list")
        return super().get_context_data(**kwargs) | {
            "here": here,
            "selection": selection,
            "head": Head(selection, counts, page),
            "cards": [card_html(card=each) for each in cards(page.items)] if selection.view == "cards" else [],
            "rows": rows(page.items) if selection.view == "table" else [],
            "map": worldmap.map_of(counts) if is_map else None,
            "small_map": worldmap.small_map(selection, counts) if selection.view == "cards" else "",
            "facets": drawn_facets(selection, counts) if selection.narrows else kept_facets(counts),
            "chips": chips(selection, counts),
            "clear_url": here + clear_url(selection),
            "filter_count": sum(len(values) for values in selection.values.values()),
            "kept": [pair for pair in selection.pairs() if pair[0] != "q"],
            "shown": [pair for pair in selection.pairs() if pair[0] in ("q", "view", "sort")],
            "notices": notices(selection, counts, page),
            "suggestions": self.suggestions(selection, counts.found),
            "views": view_links(selection),
            "sorts": sort_links(selection),
            "exports": export_links(selection),
        }

    def suggestions(self, selection: Selection, found: int) -> list[dict[str, str]]:
        """Close spellings of a search that found nothing, filters lifted."""
        if found or not selection.q:
            return []
        names = search.did_you_mean(selection.q, self.request.user)
        return [{"label": name, "url": replace(selection, q=name, values={}).address()} for name in names]
