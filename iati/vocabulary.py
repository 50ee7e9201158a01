"""What the portal says in a published activity beyond the standard: tags of our own vocabulary, and one element.

The tags say who asks and who offers, the form, the direction and the stage, for whoever reads the file. The element
`record` in our own namespace holds the public fields that have no place in IATI, so that another portal that reads
the file has the same record again. The standard allows both: `tag/@vocabulary` 99 is "Reporting Organisation", and
elements of other namespaces may stand at the end of an activity.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise

from partnerships.models.choices import Direction, Kind, ScaleStage, Side, Stage, Standing, WorkingMode

NAMESPACE = "urn:p2p-portal:iati:1"
PREFIX = "p2p"
VOCABULARY = "99"
PAGE = "/en/iati/vocabulary/"
GROUPS = {
    "side": Side,
    "kind": Kind,
    "direction": Direction,
    "stage": Stage,
    "mode": WorkingMode,
    "scale": ScaleStage,
    "standing": Standing,
}


@dataclass(frozen=True)
class Word:
    """One code of the vocabulary, such as `side-demand`, with its name in the reader's language."""

    group: str
    value: str
    name: str | Promise

    @property
    def code(self) -> str:
        return code_of(self.group, self.value)


def uri() -> str:
    """Where this portal publishes the list of its codes."""
    return settings.BASE_URL + PAGE


def code_of(group: str, value: str) -> str:
    return f"{group}-{value.replace('_', '-')}"


def words() -> Iterator[Word]:
    """The whole list, group by group; what is not known is not published."""
    for group, choices in GROUPS.items():
        for value, name in choices.choices:
            if value != "unknown":
                yield Word(group, value, name)


def is_ours(vocabulary: str, vocabulary_uri: str) -> bool:
    """Whether a tag is of this vocabulary, of whichever portal."""
    return vocabulary == VOCABULARY and vocabulary_uri.endswith(PAGE)
