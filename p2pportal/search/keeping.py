"""The search over everything as one that people keep: what it finds anew, of every kind."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.registry import KeptList
from core.searching import STEMMED, query_for
from digests.kept_lists import Pairs, as_query, words_for
from digests.news import collections, events, findings, institutions, partnerships, pieces, questions, statements
from knowledge.models.choices import Kind
from p2pportal.search.hits import matching
from p2pportal.search.selection import FILTERS, Selection

NEWS = {
    **dict.fromkeys(Kind.values, pieces.PREFIX),
    "finding": findings.PREFIX,
    "question": questions.PREFIX,
    "collection": collections.PREFIX,
    "event": events.PREFIX,
    "partnership": partnerships.PREFIX,
    "institution": institutions.PREFIX,
    "need": statements.needs.PREFIX,
    "offer": statements.offers.PREFIX,
}


def clean(query: Any) -> Pairs:
    """Filters alone find nothing here, so they are not kept."""
    selection = Selection.read(query)
    return selection.pairs() if selection.asks else []


def find(pairs: Pairs, user: Any) -> Iterator[tuple[str, Any]]:
    """All that match, not only the newest, which are ranked: the digest asks for what is new among them."""
    selection = Selection.read(as_query(pairs))
    for kind, found in matching(selection, user, Q(search=query_for(selection.q, *STEMMED))):
        if selection.wants(kind.name):
            yield NEWS[kind.name], found


everything = KeptList("everything", _("Everything"), "search", clean, words_for(FILTERS), find)
