"""What a search finds as an Atom feed: what changed last first, not what fits best."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, TextField, Value
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.feeds import ENTRIES, Entry, atom, with_demo
from core.registry import searchables
from core.searching import STEMMED, Dear, Holds, parsed
from p2pportal.search.hits import Row, matching, printed, together
from p2pportal.search.keeping import NEWS
from p2pportal.search.selection import Selection


@require_safe
def search_feed(request: HttpRequest) -> HttpResponse:
    """Under the same filters, for the same reader; where nothing is asked it is empty, as the page is."""
    selection = Selection.read(request.GET)
    entries = latest(selection, request.user, demo=with_demo(request)) if selection.asks else ()
    title = _("Search: %(words)s") % {"words": selection.q}
    return atom(request, entries, title=title, page_path=reverse("search") + selection.address())


def latest(selection: Selection, user: Any, *, demo: bool) -> Iterator[Entry]:
    """In three queries, however many there are."""
    rows = sorted(together(list(_newest(selection, user, demo))), key=lambda row: row[2], reverse=True)[:ENTRIES]
    changed = {(kind, pk): at for kind, pk, at in rows}
    addresses = {kind.name: kind.address for kind in searchables()}
    for hit in printed(rows):
        at = changed[hit.kind, hit.pk]
        yield Entry(f"{NEWS[hit.kind]}/{hit.pk}", hit.title, addresses[hit.kind](hit.key), hit.text or "", at, at)


def _newest(selection: Selection, user: Any, demo: bool) -> Iterator[tuple[str, Row]]:
    """Of each kind the newest, in the order for which it has an index."""
    holds = Q(Holds(parsed(selection.q, *STEMMED)))
    for kind, found in matching(selection, user, holds):
        if not selection.wants(kind.name):
            continue
        real = found if demo else found.alias(hit_is_demo=kind.told["is_demo"]).filter(hit_is_demo=False)
        newest = real.filter(Dear()).order_by(*kind.newest)[:ENTRIES]
        named = newest.annotate(hit_kind=Value(kind.name, TextField()), hit_changed=F(kind.changed))
        sql, params = named.values_list("hit_kind", "pk", "hit_changed").query.sql_with_params()
        yield sql, tuple(params)
