"""The list of events: its rows, and the filters with their counts under the other filters."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from community import languages
from events.filters import FILTERS, Selection
from events.models import LearningEvent
from events.models.choices import Format
from events.models.event import LearningEventQuerySet
from events.short_lists import HOST_NAMES

MOST_COUNTED = 2_000
KEYS = {False: ("starts_on", "begins_at", "pk"), True: ("-starts_on", "-begins_at", "-pk")}


def rows(events: LearningEventQuerySet) -> QuerySet[LearningEvent]:
    """What a line of a list prints, in one query; `begins_at` is known of every event, to sort by."""
    begins_at = Coalesce(F("starts_at"), Cast("starts_on", DateTimeField()))
    printed = ("title", "slug", "summary", "status", "visibility", "format", "venue", "languages", "seats_taken")
    times = ("starts_on", "ends_on", "starts_at", "ends_at", "time_zone", "stated_minutes")
    stated = ("stated_participants", "stated_organisations", "capacity", "is_demo", "series__title", "series__slug")
    return (
        events.select_related("series", "report")
        .only(*printed, *times, *stated, "report__status", "report__finalised_on")
        .annotate(begins_at=begins_at, host_names=HOST_NAMES)
    )


def timed(events: LearningEventQuerySet, selection: Selection) -> LearningEventQuerySet:
    return events.past() if selection.is_past else events.upcoming()


class Tally:
    """How many there are of each value, counted over at most `MOST_COUNTED` events in one query."""

    def __init__(self, events: LearningEventQuerySet, selection: Selection) -> None:
        self.selection = selection
        facts = timed(events, selection).values_list("series__slug", "series__title", "format", "languages")
        counted = list(facts[: MOST_COUNTED + 1])
        self.is_bounded = len(counted) > MOST_COUNTED
        self.series_titles: dict[str, str] = {slug: title for slug, title, *_rest in counted if slug}
        self.facts = [
            {"series": {slug} if slug else set(), "format": {form}, "language": set(spoken)}
            for slug, _title, form, spoken in counted[:MOST_COUNTED]
        ]
        self.found = sum(self._meets(fact) for fact in self.facts)

    def facets(self) -> list[dict[str, Any]]:
        """As the component `facet` prints them, all bars to one scale; a filter with one value is no choice."""
        counts = {each.name: self._counts(each.name) for each in FILTERS}
        most = max((n for counter in counts.values() for n in counter.values()), default=0)
        return [
            {
                "name": each.name,
                "title": each.title,
                "maximum": most,
                "options": list(self._options(each.name, counts[each.name])),
            }
            for each in FILTERS
            if len(counts[each.name]) > 1 or each.name in self.selection.values
        ]

    def chips(self) -> list[dict[str, str]]:
        return [
            {"label": self.label(name, value), "remove_url": self.selection.lifted(name, value).address() or "?"}
            for name, value in self.selection.pairs()
        ]

    def label(self, name: str, value: str) -> str:
        known = {
            "series": self.series_titles.get(value),
            "format": str(Format(value).label) if value in Format.values else None,
            "language": languages.name(value),
        }[name]
        return known or _("%(value)s (unknown)") % {"value": value}

    def _counts(self, name: str) -> Counter[str]:
        """How many events each value has, under the other filters; values none of them has keep their place."""
        counts: Counter[str] = Counter({value: 0 for fact in self.facts for value in fact[name]})
        for fact in self.facts:
            if self._meets(fact, without=name):
                counts.update(fact[name])
        return counts

    def _options(self, name: str, counts: Counter[str]) -> Iterable[dict[str, Any]]:
        chosen = self.selection.values.get(name, ())
        for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
            text = f"{count}+" if self.is_bounded and count else ""
            label = self.label(name, value)
            yield {"value": value, "label": label, "count": count, "text": text, "selected": value in chosen}

    def _meets(self, fact: dict[str, set[str]], without: str = "") -> bool:
        return all(fact[name] & set(kept) for name, kept in self.selection.values.items() if name != without)
