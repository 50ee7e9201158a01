"""What one reader's digest holds: chosen by the secretariat, then from what they follow, then their searches."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from digests.news import Item, News, Subject
from digests.searched import Found

MOST_FOLLOWED = 12  # items from what a reader follows; the others are counted


@dataclass(frozen=True)
class Told:
    """An item, and which of the things that the reader follows it is about."""

    item: Item
    because: tuple[Subject, ...] = ()


@dataclass(frozen=True)
class Contents:
    note: str = ""
    chosen: list[Told] = field(default_factory=list)
    followed: list[Told] = field(default_factory=list)
    further: int = 0  # as new as those followed, but too many for one letter
    searches: list[Found] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.note or self.chosen or self.followed or self.searches)

    @property
    def keys(self) -> list[str]:
        """Of all that it tells, each once."""
        found = [told.item.key for told in (*self.chosen, *self.followed)]
        found += [item.key for each in self.searches for item in each.items]
        return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Wishes:
    """Who the reader is, what they follow, and what they know already."""

    audience: str
    subjects: frozenset[Subject] = frozenset()
    since: datetime | None = None
    told: frozenset[str] = frozenset()
    searches: tuple[Found, ...] = ()


def contents_for(wishes: Wishes, news: News, *, note: str, chosen: Iterable[str]) -> Contents:
    """Nothing that the reader may not see, and nothing twice: not in this letter, and not from an earlier one."""
    known = set(wishes.told)
    subjects = wishes.subjects
    top = []
    for key in chosen:
        item = news.items.get(key)
        if item and _may(item, wishes, known):
            top.append(Told(item, tuple(each for each in item.subjects if each in subjects)))
    known |= {told.item.key for told in top}

    about = news.about(subjects)
    new = [Told(item, tuple(why)) for item, why in about.values() if _is_new(item, wishes, known)]
    new.sort(key=lambda told: told.item.at, reverse=True)
    known |= {told.item.key for told in new}

    searches = []
    for found in wishes.searches:
        items = [item for item in found.items if _is_new(item, wishes, known)]
        known |= {item.key for item in items}
        if items:
            searches.append(Found(found.search, items))
    return Contents(note, top, new[:MOST_FOLLOWED], len(new[MOST_FOLLOWED:]), searches)


def _may(item: Item, wishes: Wishes, known: set[str]) -> bool:
    return wishes.audience in item.audiences and item.key not in known


def _is_new(item: Item, wishes: Wishes, known: set[str]) -> bool:
    return _may(item, wishes, known) and (wishes.since is None or item.at > wishes.since)
