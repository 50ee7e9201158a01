"""What a partner, or somebody outside both sides, says to an outcome: that it is so, and that it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from digests.audiences import seen_by
from digests.news import outcomes
from digests.news.item import Item, subject
from partnerships.models import Partnership
from results.models import HarvestedOutcome, PartnerWord, Substantiation


@dataclass(frozen=True)
class Words:
    """One table of such words; each is news of the row of its outcome."""

    PREFIX: str
    model: Any
    also: tuple[str, ...] = ()

    def listed_for(self, user: Any) -> Any:
        """Those to the words that stand now, of outcomes that this person may see."""
        standing = self.model.objects.filter(revision=F("outcome__revision"))
        return standing.filter(outcome__in=HarvestedOutcome.objects.listed_for(user).values("pk"))

    def new_words(self, since: datetime, until: datetime) -> Iterator[Item]:
        """For who follows the outcome or its partnership."""
        rows = self.model.objects.filter(said_at__gt=since, said_at__lte=until, revision=F("outcome__revision"))
        found = list(rows.select_related("outcome__partnership", *self.also).defer("outcome__partnership__search"))
        audiences = seen_by(self.listed_for, [row.pk for row in found])
        for row in found:
            told = {subject(HarvestedOutcome, row.outcome_id), subject(Partnership, row.outcome.partnership_id)}
            key = f"{self.PREFIX}:{row.pk}"
            yield Item(key, outcomes.PREFIX, row.outcome_id, row.said_at, frozenset(told), audiences[row.pk], row)


of_partners = Words("partner-word", PartnerWord, ("institution",))
from_outside = Words("outside-word", Substantiation)
