"""When the flat rows of matching are gathered anew: at once for one institution, by a job for what changed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from community.models import Institution
from partnerships.models import Partnership, PartnershipMember

AT_ONCE = 500
LOOKED_BACK = timedelta(minutes=30)  # three rounds of the job: one may be missed
OFFERING = (PartnershipMember.Side.SUPPLY, PartnershipMember.Side.PEER)


def refresh(institutions: Iterable[int] | None, hidden: Iterable[int] = ()) -> None:
    """Gather the rows of these institutions, all with None; within the caller's transaction.

    All of a large register come in parts, so that no statement is cut off for being long. `hidden` are partnerships
    to leave out, as if the register did not hold them.
    """
    everybody = institutions is None
    ids = list(
        Institution.objects.order_by("pk").values_list("pk", flat=True) if institutions is None else institutions
    )
    if everybody and len(ids) <= AT_ONCE:
        _run("SELECT matching_refresh(NULL, %s::bigint[])", list(hidden))
        return
    for start in range(0, len(ids), AT_ONCE):
        _run("SELECT matching_refresh(%s::bigint[], %s::bigint[])", ids[start : start + AT_ONCE], list(hidden))
    if everybody:
        _run("SELECT matching_count_words()")


def _run(statement: str, *params: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def changed_since(moment: datetime) -> set[int]:
    """Institutions of which something changed that matching reads: their own row, or a partnership they shared in."""
    own = Institution.objects.filter(updated_at__gte=moment).values_list("pk", flat=True)
    touched = Partnership.objects.filter(updated_at__gte=moment).values("pk")
    members = PartnershipMember.objects.filter(Q(partnership__in=touched), side__in=OFFERING, institution__isnull=False)
    return {*own, *members.values_list("institution_id", flat=True)}


def refresh_changed() -> int:
    """Gather anew what changed in the last half hour; of how many institutions. Safe to repeat."""
    touched = changed_since(timezone.now() - LOOKED_BACK)
    refresh(sorted(touched))
    return len(touched)
