"""The criteria of a match: their names, families and first weights, and why these.

The value of each is worked out in `sql/scoring.sql`, 0 to 1, or null where something is not known. What is not known
counts `UNKNOWN`: less than half of a good fit, more than a known misfit, so that saying nothing never pays.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNKNOWN = 0.25


@dataclass(frozen=True)
class Criterion:
    """`family` is `technical` or `administrative`; `matter` is what a reader weighs: see MATTERS.

    `demand` and `supply` are the first weights from either side, in hundredths.
    """

    name: str
    label: str | Promise
    family: str
    matter: str
    demand: int
    supply: int


# Who asks looks first for the same problem and for proof; who is asked looks first for a language to talk in, for a
# question it has an answer to, and for a form and time it can give. docs/matching.md gives the reasons with sources.
CRITERIA = (
    Criterion("sector", _("Sector"), "technical", "problem", 20, 20),
    Criterion("sdg", _("Development goals"), "technical", "problem", 5, 5),
    Criterion("text", _("Same problem"), "technical", "problem", 20, 15),
    Criterion("track", _("Past results"), "technical", "results", 15, 0),
    Criterion("language", _("Language"), "administrative", "language", 12, 20),
    Criterion("income", _("Income of the country"), "administrative", "context", 5, 5),
    Criterion("region", _("Region"), "administrative", "context", 5, 5),
    Criterion("legal", _("Legal tradition"), "administrative", "context", 5, 5),
    Criterion("kind", _("Kind and size of institution"), "administrative", "context", 6, 5),
    Criterion("stage", _("Stage of the reform"), "administrative", "context", 3, 5),
    Criterion("form", _("Form of working together"), "administrative", "time", 2, 8),
    Criterion("time", _("Time available"), "administrative", "time", 2, 7),
)
NAMES = tuple(each.name for each in CRITERIA)
FAMILIES = {"technical": _("Technical"), "administrative": _("Administrative and cultural")}

# What a reader may say matters more or less, and the criteria under it.
MATTERS = {
    "problem": _("Same problem"),
    "context": _("Comparable context"),
    "language": _("Language"),
    "results": _("Evidence of past results"),
    "time": _("Time available"),
}
# From "does not matter" to "matters most"; the middle leaves the weights as they are.
EMPHASIS = (0.0, 0.5, 1.0, 2.0, 4.0)
AS_IT_IS = 2


def first_weights() -> tuple[dict[str, int], dict[str, int]]:
    """For who asks and for who offers: version 1, which a migration writes."""
    return {each.name: each.demand for each in CRITERIA}, {each.name: each.supply for each in CRITERIA}
