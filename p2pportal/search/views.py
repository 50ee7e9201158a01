"""The page of the search over everything."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from community import languages
from core.fragments import Fragment
from core.registry import panels_for, searchables
from core.searching import MOST_WORDS, STEMMED
from p2pportal.search.choices import Choices
from p2pportal.search.hits import PAGE_SIZE, Found, Hit, find
from p2pportal.search.marks import marked
from p2pportal.search.selection import LAST_PAGE, Selection
from p2pportal.search.suggestions import did_you_mean

TEXT_LENGTH = 220
MOST_PLACES = 4
hit_html = Fragment("search/_hit.html", remembered=2_000)


class SearchPage(TemplateView):
    template_name = "search/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, selection = self.request.user, Selection.read(self.request.GET)
        found = find(selection, user) if selection.asks else Found([], {})
        choices = Choices(selection, found)
        is_misspelt = selection.asks and not found.counts and not selection.values
        return super().get_context_data(**kwargs) | {
            "here": reverse("search"),
            "selection": selection,
            "feed_url": reverse("search_feed") + selection.address() if selection.asks else "",
            "found": found,
            "is_bounded": any(selection.wants(kind) and found.is_bounded(kind) for kind in found.counts),
            "hits": _lines(found, choices),
            "kinds": choices.facet(),
            "selects": choices.selects(),
            "chips": choices.chips(),
            "clear_url": replace(selection, values={}).address(),
            "kept": [pair for pair in selection.pairs() if pair[0] != "q"],
            "notices": _notices(selection),
            "suggestions": _suggested(selection.q, user) if is_misspelt else [],
            "pager": _pager(selection, found),
            # Where an upper app offers what one may do with a search, as it stands in the address.
            "panels": panels_for("search", self.request.GET, user) if selection.asks else [],
        }


def _lines(found: Found, choices: Choices) -> list[SafeString]:
    """The lines of the results, drawn, with the words of the search marked in them."""
    texts = [text for hit in found.hits for text in ((hit.title, _spoken(hit)), (_shortened(hit), _spoken(hit)))]
    parts = marked(texts, found.asked)
    drawn = zip(found.hits, parts[::2], parts[1::2], strict=True)
    return [hit_html(**_line(hit, choices), title=title, text=text) for hit, title, text in drawn]


def _spoken(hit: Hit) -> str:
    """In whose forms words are looked for; the languages of an institution or an event are only likely."""
    return next((code for code in hit.languages if code in STEMMED), settings.LANGUAGE_CODE)


def _shortened(hit: Hit) -> str:
    return Truncator(hit.text or "").chars(TEXT_LENGTH)


def _line(hit: Hit, choices: Choices) -> dict[str, Any]:
    """What a line of the results prints beside title and text."""
    kinds = {kind.name: kind for kind in searchables()}
    places = [choices.countries.get(code, code) for code in hit.countries[:MOST_PLACES]]
    return {
        "kind": str(kinds[hit.kind].one),
        "url": kinds[hit.kind].address(hit.key),
        "note": hit.note,
        "places": places,
        "languages": [languages.name(code) or code for code in hit.languages],
        "language": hit.languages[0] if len(hit.languages) == 1 else "",
        "date": date_format(hit.dated) if hit.dated else "",
        "is_demo": hit.is_demo,
    }


def _suggested(text: str, user: Any) -> list[dict[str, str]]:
    """Close spellings of words that found nothing anywhere."""
    return [{"label": name, "url": Selection(name).address()} for name in did_you_mean(text, user)]


def _notices(selection: Selection) -> list[str]:
    found = []
    if selection.is_cut:
        found.append(_("Only the first %(count)d words are looked for.") % {"count": MOST_WORDS})
    if selection.q and not selection.asks:
        found.append(_("There is no letter or figure in your search, so nothing can match it."))
    if selection.is_odd:
        told = _("Pages can be asked for by number from 1 to %(last)d. This is the first one.")
        found.append(told % {"last": LAST_PAGE})
    return found


def _pager(selection: Selection, found: Found) -> dict[str, str]:
    """As the component `pager` prints it; empty where one page holds all."""
    if not found.has_more and selection.page == 1:
        return {}
    first = (selection.page - 1) * PAGE_SIZE
    return {
        "text": _("%(first)d to %(last)d") % {"first": first + 1, "last": first + len(found.hits)}
        if found.hits
        else "",
        "previous_url": selection.address(page=selection.page - 1) if selection.page > 1 else "",
        "next_url": selection.address(page=selection.page + 1) if found.has_more and selection.page < LAST_PAGE else "",
    }
