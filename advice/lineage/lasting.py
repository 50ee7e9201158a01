"""Do partnerships that began in their own country last longer, or lead further? Counted, not argued.

Real public records only, so everybody reads the same figure. A partnership began where the oldest record of
its line stands; how long it lasted is known where its start and its end are, and the end is past.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils import timezone

from advice.lineage.family import FURTHEST
from advice.lineage.rungs import Rung, rung_of
from core.keeping import Kept
from core.models import Visibility
from partnerships.models import Partnership

KEPT_FOR = 600.0
ENOUGH = 10  # in both groups; below, a few records more or less would turn the figure round
LASTING = (Path(__file__).parent.parent / "sql" / "lasting.sql").read_text()


@dataclass(frozen=True)
class Group:
    """Those that began in one place: `ended` is how many have both dates, `years` the middle of those."""

    partnerships: int = 0
    led_on: int = 0
    ended: int = 0
    years: float | None = None

    @property
    def tells_years(self) -> bool:
        return self.ended >= ENOUGH

    @property
    def led_on_share(self) -> float:
        return 100 * self.led_on / self.partnerships if self.partnerships else 0


@dataclass(frozen=True)
class Lasting:
    at_home: Group
    abroad: Group

    @property
    def can_compare_years(self) -> bool:
        return self.at_home.tells_years and self.abroad.tells_years

    @property
    def can_compare_leading_on(self) -> bool:
        """Where hardly any link is recorded, a share of them says more of the recording than of partnerships."""
        return min(self.at_home.partnerships, self.abroad.partnerships, self.linked) >= ENOUGH

    @property
    def linked(self) -> int:
        return self.at_home.led_on + self.abroad.led_on


_kept: Kept[Lasting] = Kept(KEPT_FOR)


def lasting() -> Lasting:
    """One query over all real public records, worked out every ten minutes at most."""
    return _kept("lasting", 0, _worked_out)


def _worked_out() -> Lasting:
    real = Partnership.objects.on_record().real().filter(visibility=Visibility.PUBLIC)
    told = real.annotate(rung=rung_of()).order_by().values("pk", "scaled_from", "start", "end", "rung")
    records, words = told.query.sql_with_params()
    with connection.cursor() as cursor:
        this_year = timezone.localdate().year
        cursor.execute(LASTING.replace("{records}", records), [*words, FURTHEST, Rung.UNKNOWN, this_year])
        groups = {is_home: Group(*counted) for is_home, *counted in cursor.fetchall()}
    return Lasting(groups.get(True, Group()), groups.get(False, Group()))
