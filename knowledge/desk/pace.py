"""How long it takes from handing a text in to its readers."""

from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, DurationField, F
from django.utils import timezone

from knowledge.models import Piece

LOOKED_AT = timedelta(days=365)


class Median(Aggregate):
    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def median_days(user: Any) -> int | None:
    """Of what came before its readers in the last year; None while nothing did."""
    recent = Piece.objects.visible_to(user).filter(
        first_published_at__gte=timezone.now() - LOOKED_AT, submitted_at__isnull=False, revises=None
    )
    taken = recent.order_by().aggregate(median=Median(F("first_published_at") - F("submitted_at")))["median"]
    return None if taken is None else round(taken / timedelta(days=1))
