"""Two people write at the same thing: whoever saves second is told, and nothing of either is lost."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _


class EditedMeanwhile(Exception):
    """Somebody else saved it since its writer opened it.

    `stored` is the row as it stands now, for the page to show beside what was typed, and to save again from.
    """

    def __init__(self, stored: Any) -> None:
        super().__init__(_("Somebody else saved it while you were writing."))
        self.stored = stored


def check_version(stored: Any, seen: int | datetime | None) -> None:
    """Raise EditedMeanwhile unless the row is as its writer read it; the caller holds its lock until the commit.

    `seen` is what the writer's page carried: the number of the version, or for rows that count none the moment
    when it was stored.
    """
    stands = stored.version if isinstance(seen, int) else stored.updated_at
    if stands != seen:
        raise EditedMeanwhile(stored)
