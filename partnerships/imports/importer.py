"""On whose word rows are brought in, and what that allows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.models import Visibility
from partnerships import permissions
from partnerships.models import Partnership
from partnerships.models.choices import Standing


@dataclass(frozen=True)
class Importer:
    """A person, or nobody: the command, whose word is that of the secretariat."""

    user: Any = None

    @property
    def is_trusted(self) -> bool:
        """Whether what has a published source is public at once, and others' records may be brought in."""
        return self.user is None or permissions.can_publish_from_source(self.user)

    @property
    def institution_ids(self) -> frozenset[int]:
        return self.user.institution_ids if self.user else frozenset()

    def records(self) -> QuerySet[Partnership]:
        """The records that a row may turn out to be about, no drafts: others read the report of an import too."""
        known = Partnership.objects.on_record() if self.user is None else Partnership.objects.listed_for(self.user)
        return known.exclude(visibility=Visibility.PRIVATE)

    def may_change(self, partnership: Partnership) -> bool:
        """A party changes what it reported itself; anything else is changed on the record's page."""
        if self.user is None:
            return True
        if not permissions.can_edit(self.user, partnership):
            return False
        return self.is_trusted or (
            partnership.standing == Standing.ONE_SIDE
            and (partnership.created_by_id == self.user.pk or partnership.reported_by_id in self.institution_ids)
        )
