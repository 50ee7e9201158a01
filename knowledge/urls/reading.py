"""Addresses of the lists of stories, methods and challenges, their feeds, and the page of each."""

from django.urls import path

from knowledge.views import listing, reading
from knowledge.views.listing import LISTS

patterns: list = [
    *(path(f"{name}/", listing.PieceList.as_view(kind=kind), name=name) for kind, name in LISTS.items()),
    *(
        path(f"{name}/export.atom", listing.feed, {"kind": kind.value}, name=f"{name}_feed")
        for kind, name in LISTS.items()
    ),
    *(
        path(f"{name}/<slug:slug>/", reading.piece, {"kind": kind.value}, name=kind.value)
        for kind, name in LISTS.items()
    ),
]
