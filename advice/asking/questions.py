"""Six questions, each with its answers; the one about peers is answered by the finder where a problem was told."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Question:
    """`answers` maps what stands in an address to what people read."""

    name: str
    text: str | Promise
    answers: dict[str, str | Promise]


KIND = Question(
    "kind",
    _("What kind of problem is it?"),
    {
        "practice": _("How we work: to steer, organise or carry through a change"),
        "system": _("A system or a tool has to be built"),
        "skills": _("Staff lack a skill that can be taught"),
        "money": _("The way is known; money is what lacks"),
        "mandate": _("Nobody has the mandate to change it"),
    },
)
KNOWLEDGE = Question(
    "knowledge",
    _("Where is the knowledge that you look for?"),
    {
        "tacit": _("In people who have done it: judgement, timing, how to bring others along"),
        "codified": _("In manuals, standards and courses"),
        "both": _("In both"),
    },
)
URGENCY = Question(
    "urgency",
    _("How soon must something be different?"),
    {"weeks": _("Within weeks"), "year": _("Within a year"), "years": _("It may take years")},
)
CAPACITY = Question(
    "capacity",
    _("Who at your institution can give time to it?"),
    {"team": _("A team"), "few": _("One or two people, beside their work"), "nobody": _("Nobody at the moment")},
)
ROOM = Question(
    "room",
    _("How much room do those above you give?"),
    {
        "backed": _("They want it and say so"),
        "tolerated": _("They let us try"),
        "none": _("None, or they are against it"),
    },
)
PEERS = Question(
    "peers",
    _("Are there peers?"),
    {
        "offers": _("Peers have made an offer that fits"),
        "might": _("No offer fits, but some might be asked"),
        "none": _("None was found"),
    },
)
ASKED = (KIND, KNOWLEDGE, URGENCY, CAPACITY, ROOM)
QUESTIONS = {each.name: each for each in (*ASKED, PEERS)}
