"""The criteria of a match: their names, families and first weights, and why these.

The value of each is worked out in `sql/scoring.sql`, 0 to 1, or null where something is not known. What is not known
adds nothing (`UNKNOWN`), as what is known not to fit: saying nothing never pays.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNKNOWN = 0.0


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


# Who asks looks first for the same problem, for proof, and for an institution of its own kind, which is what makes a
# peer; who is asked looks first for a question it has an answer to, for a language to talk in, and for a form and time
# it can give. Likeness of countries counts little, for it is an open question whether it helps (question 11 of the 2020
# learning event). docs/matching.md gives the reasons with sources.
CRITERIA = (
    Criterion("sector", _("Sector"), "technical", "problem", 18, 18),
    Criterion("sdg", _("Development goals"), "technical", "problem", 4, 4),
    Criterion("text", _("Same problem"), "technical", "problem", 22, 18),
    Criterion("track", _("Past results"), "technical", "results", 14, 0),
    Criterion("language", _("Language"), "administrative", "language", 12, 16),
    Criterion("income", _("Income of the country"), "administrative", "context", 4, 4),
    Criterion("region", _("Region"), "administrative", "context", 4, 4),
    Criterion("legal", _("Legal tradition"), "administrative", "context", 4, 4),
    Criterion("kind", _("Kind and size of institution"), "administrative", "context", 12, 14),
    Criterion("stage", _("Stage of the reform"), "administrative", "context", 2, 4),
    Criterion("form", _("Form of working together"), "administrative", "time", 2, 7),
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


FIRST_REASON = "Chosen by reasoned criteria, not fitted to records: docs/matching.md says why."


def first_weights() -> tuple[dict[str, int], dict[str, int]]:
    """For who asks and for who offers: version 1, which a migration writes."""
    return {each.name: each.demand for each in CRITERIA}, {each.name: each.supply for each in CRITERIA}
