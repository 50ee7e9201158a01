"""The digests in the making, on the desk; and the button that keeps a search, on a list."""

from dataclasses import dataclass
from typing import Any

from core.registry import KeptList, kept_list
from digests.editions import Overview, next_ones
from digests.permissions import can_edit_editions, can_follow


@dataclass(frozen=True)
class Keepable:
    """A search as it can be kept; `query` is what the button sends."""

    kept: KeptList
    query: str


def next_editions(_desk: Any, user: Any) -> list[Overview] | None:
    """Those that go out next, week before month."""
    return next_ones() if can_edit_editions(user) else None


def keepable(name: str) -> Any:
    """For the panel of a list: what its reader searched for, where there is something to keep."""

    def data(query: Any, user: Any) -> Keepable | None:
        kept = kept_list(name)
        if kept is None or not can_follow(user) or not kept.clean(query):
            return None
        return Keepable(kept, query.urlencode())

    return data
