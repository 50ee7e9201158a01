"""Needs and offers go the same ways; this is where they differ, for lists, pages and files."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matching.models import Need, Offer


@dataclass(frozen=True)
class StatementKind:
    """`name` begins the names of its addresses and templates; `telling` is the column that says what it is."""

    name: str
    model: Any
    telling: str
    title: str | Promise
    lead: str | Promise
    new_label: str | Promise
    all_label: str | Promise
    side: str

    @property
    def plural(self) -> str:
        return f"{self.name}s"

    @property
    def list_url(self) -> str:
        return reverse(f"matching:{self.plural}")

    def url(self, verb: str, *args: Any) -> str:
        return reverse(f"matching:{self.name}_{verb}", args=args)


NEED = StatementKind(
    "need",
    Need,
    "problem",
    title=_("Needs"),
    lead=_("What public institutions are trying to change, in their own words, and look for a peer for."),
    new_label=_("Tell what you need"),
    all_label=_("All needs"),
    side="demand",
)
OFFER = StatementKind(
    "offer",
    Offer,
    "expertise",
    title=_("Offers"),
    lead=_("What public institutions have changed themselves, and would share with a peer."),
    new_label=_("Tell what you can share"),
    all_label=_("All offers"),
    side="supply",
)
KINDS = {kind.name: kind for kind in (NEED, OFFER)}


def kind_of(statement: Need | Offer) -> StatementKind:
    return KINDS[statement._meta.model_name or ""]
