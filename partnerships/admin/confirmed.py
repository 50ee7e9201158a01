"""Records that both sides have confirmed: their wording is the parties' own, and the admin only reads it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.models.choices import Standing
from partnerships.revisions import FIELDS, WHERE_SAID

WORDING = (*FIELDS, *WHERE_SAID, "sectors", "sdg_targets")
WHY = _(
    "Both sides have confirmed this wording, with its members, sectors and targets, so it is only read here. "
    "It is corrected on its page in the portal, where both sides are asked to confirm the new wording."
)


def is_confirmed(partnership: Any) -> bool:
    return partnership is not None and partnership.standing == Standing.BOTH_SIDES


def saying_why(fieldsets: Any) -> list[Any]:
    """The same fieldsets, with the reason above the first field."""
    (name, options), *others = fieldsets
    return [(name, {**options, "description": WHY}), *others]
