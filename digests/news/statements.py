"""Needs and offers that institutions have opened to others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.models import Country, Institution
from digests.audiences import seen_by
from digests.news.item import Item, sectors_of, subject
from matching.models import Need, Offer


@dataclass(frozen=True)
class Statements:
    """One of the two tables. What is put in other words later is no news to who has heard of it."""

    PREFIX: str
    model: Any

    def listed_for(self, user: Any) -> Any:
        return self.model.objects.listed_for(user)

    def newly_opened(self, since: datetime, until: datetime) -> Iterator[Item]:
        """For who follows the institution, its country, a sector, or all of them."""
        rows = self.model.objects.open().filter(changed_at__gt=since, changed_at__lte=until).for_listing()
        found = list(rows)
        audiences = seen_by(self.listed_for, [row.pk for row in found])
        for row in found:
            about = {subject(self.model), subject(Institution, row.institution_id)} | sectors_of(row.sectors.all())
            if row.institution.country_id:
                about.add(subject(Country, row.institution.country_id))
            key = f"{self.PREFIX}:{row.pk}"
            yield Item(key, self.PREFIX, row.pk, row.changed_at, frozenset(about), audiences[row.pk], row)


needs = Statements("need", Need)
offers = Statements("offer", Offer)
