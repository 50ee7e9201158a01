"""How far up the ladder a partnership stands: in one country, within a region, or across the world.

Stored where its people or its source have said how far it reaches; else read from the places of those
who ask and offer. A region is a subregion of the United Nations (M49), as everywhere in the portal.
"""

from typing import Any

from django.db.models import BooleanField, Case, CharField, F, Func, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from partnerships.models.choices import Direction, ScaleStage


class Rung(TextChoices):
    IN_COUNTRY = "in_country", _("In-country")
    REGIONAL = "regional", _("Regional")
    INTERNATIONAL = "international", _("International")
    UNKNOWN = "unknown", _("Reach not known")


LADDER = (Rung.IN_COUNTRY, Rung.REGIONAL, Rung.INTERNATIONAL)
STATED = {
    ScaleStage.SUBNATIONAL: Rung.IN_COUNTRY,
    ScaleStage.NATIONAL: Rung.IN_COUNTRY,
    ScaleStage.REGIONAL: Rung.REGIONAL,
    ScaleStage.INTERNATIONAL: Rung.INTERNATIONAL,
}


class InOneSubregion(Func):
    """Whether all of these countries lie in one subregion; one that lies in none stands for itself."""

    template = """(SELECT count(DISTINCT coalesce(c.subregion_id, c.iso2)) = 1
        FROM community_country c WHERE c.iso2 = ANY (%(expressions)s))"""
    output_field = BooleanField()


def rung_of() -> Any:
    """The rung as an expression on partnerships; countries are looked up only where nobody said how far it reaches."""
    said = [When(scale_stage=stage, then=Value(rung)) for stage, rung in STATED.items()]
    return Case(
        *said,
        When(direction=Direction.IN_COUNTRY, then=Value(Rung.IN_COUNTRY)),
        When(place_codes__len__lt=2, then=Value(Rung.UNKNOWN)),
        When(InOneSubregion(F("place_codes")), then=Value(Rung.REGIONAL)),
        default=Value(Rung.INTERNATIONAL),
        output_field=CharField(),
    )
