"""Stories, methods and challenges as lists, and the same selection as a feed."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.feeds import ENTRIES, atom, with_demo
from core.pagination import Page, paginate
from knowledge import feeds, listing, permissions
from knowledge.filters import Selection
from knowledge.models import Piece
from knowledge.models.choices import Kind
from knowledge.selecting import LATEST, PieceSelection

PAGE_SIZE = 20
LISTS = {Kind.STORY: "stories", Kind.METHOD: "methods", Kind.CHALLENGE: "challenges"}
TITLES = {
    Kind.STORY: gettext_lazy("Stories"),
    Kind.METHOD: gettext_lazy("Methods"),
    Kind.CHALLENGE: gettext_lazy("Challenges"),
}
LEADS = {
    Kind.STORY: gettext_lazy(
        "What institutions lived through together: what they did, what came of it, what was hard."
    ),
    Kind.METHOD: gettext_lazy("Ways of working that somebody has used, when they help, and what they take."),
    Kind.CHALLENGE: gettext_lazy("What is hard, what was tried, and what failed."),
}


class PieceList(TemplateView):
    template_name = "knowledge/piece_list.html"
    kind = Kind.STORY

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked, kind = self.request.user, self.request.GET, self.kind
        selection = Selection.read(asked)
        listed = Piece.objects.listed_for(user).filter(kind=kind)
        page = paginate(
            listing.rows(selection.ordered(selection.apply(listed))),
            keys=selection.keys,
            size=PAGE_SIZE,
            after=asked.get("after"),
            page=asked.get("page"),
        )
        tally = listing.Tally(kind, user, selection)
        here = reverse(f"knowledge:{LISTS[kind]}")
        return super().get_context_data(**kwargs) | {
            "kind": kind,
            "title": TITLES[kind],
            "lead": LEADS[kind],
            "here": here,
            "kinds": kind_links(kind),
            "selection": selection,
            "found": tally.found,
            "facets": listing.facets_html(facets=tally.facets()),
            "chips": tally.chips(),
            "clear_url": here,
            "page": page,
            "rows": [listing.row(each) for each in page.items],
            "pager": pager(page, selection, tally.found),
            "feed_url": reverse(f"knowledge:{LISTS[kind]}_feed") + selection.address(),
            "kept": [pair for pair in selection.pairs() if pair[0] != "q"],
            "new_url": reverse(f"knowledge:{kind}_new") if permissions.can_create_piece(user) else "",
        }


@require_safe
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest of a selection; demonstration records only where `demo=1` asks for them."""
    selection = Selection.read(request.GET)
    listed = Piece.objects.listed_for(request.user).filter(kind=kind)
    if not with_demo(request):
        listed = listed.real()
    newest = listing.rows(selection.apply(listed)).order_by(*LATEST)[:ENTRIES]
    page_path = reverse(f"knowledge:{LISTS[Kind(kind)]}") + selection.address()
    return atom(request, map(feeds.of_piece, newest), title=TITLES[Kind(kind)], page_path=page_path)


def kind_links(kind: str) -> list[dict[str, Any]]:
    return [
        {"label": TITLES[each], "url": reverse(f"knowledge:{name}"), "current": each == kind}
        for each, name in LISTS.items()
    ]


def pager(page: Page, selection: PieceSelection, found: int) -> dict[str, str]:
    words = {"first": page.first, "last": page.last, "found": intcomma(found)}
    return {
        "text": _("%(first)s to %(last)s of %(found)s") % words if page.items else "",
        "previous_url": selection.address([("after", page.previous)]) if page.previous else "",
        "next_url": selection.address([("after", page.next)]) if page.next else "",
    }
