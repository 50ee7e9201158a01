"""What each rung of the ladder asks for before one steps onto it, who says so, and whether a record shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from advice.lineage.rungs import LADDER, Rung
from partnerships.models.choices import Stage, Standing


@dataclass(frozen=True)
class Source:
    """Where a condition is argued for; without an address, look it up by its title."""

    name: str | Promise
    url: str = ""


EVENT = Source("P2P Donor Learning Event: Summary Report. GPI, EIP, Sida, 22 June 2020")
GUIDE = Source("Andrews and Manning: A Guide to Peer-to-Peer Learning. Effective Institutions Platform, 2016")
NOREC = Source("What Do We Know About Exchange for Development? Norec, 2019")
OWN = Source(_("The portal’s own reasoning"))


@dataclass(frozen=True)
class Condition:
    """`shown` says of a record whether it holds this; without it only the people concerned can tell."""

    text: str | Promise
    why: str | Promise
    source: Source
    shown: Callable[[Any], bool] | None = None


def _in_own_words(partnership: Any) -> bool:
    return bool(partnership.problem) and partnership.problem_in_own_words


def _told_of_change(partnership: Any) -> bool:
    return bool(partnership.what_changed) or partnership.outcomes_shown > 0


def _corroborated(partnership: Any) -> bool:
    return partnership.outcomes_corroborated > 0


def _confirmed(partnership: Any) -> bool:
    return partnership.standing == Standing.BOTH_SIDES


def _worked_together(partnership: Any) -> bool:
    return partnership.stage in (Stage.EXCHANGING, Stage.ADAPTING, Stage.CONSOLIDATING, Stage.CLOSED)


def _languages_known(partnership: Any) -> bool:
    return bool(partnership.languages)


CONDITIONS: dict[Rung, tuple[Condition, ...]] = {
    Rung.IN_COUNTRY: (
        Condition(
            _("Who asks has said in its own words what it wants to change."),
            _("Partner governments should set the terms: what is to change, and whose experience they want."),
            EVENT,
            _in_own_words,
        ),
        Condition(
            _("Another institution of the country has worked on the same problem, well or not."),
            _("Learning between institutions of one country is a good place to begin, and ownership grows there."),
            EVENT,
        ),
        Condition(
            _("On both sides somebody with the power to do so has given people time for it."),
            _("Contact between people lasts where there is a reason for it, and authority behind it."),
            GUIDE,
        ),
    ),
    Rung.REGIONAL: (
        Condition(
            _("The exchange at home has begun: people have met and worked on it."),
            _("Experience at home is where ownership grows, before one goes further."),
            EVENT,
            _worked_together,
        ),
        Condition(
            _("Something changed, and the record tells what."),
            _("Who goes abroad with nothing tried at home asks for a tour, and has nothing to give in return."),
            OWN,
            _told_of_change,
        ),
        Condition(
            _("What was learnt is held by more people than those who met."),
            _("Change at scale comes when learning passes from persons to their organisations."),
            GUIDE,
        ),
        Condition(
            _("A language in common is known, or there is an interpreter."),
            _("Peers who cannot speak freely exchange slides."),
            OWN,
            _languages_known,
        ),
    ),
    Rung.INTERNATIONAL: (
        Condition(
            _("Both sides stand by the record of the step before."),
            _("Others will rely on it. One side’s word about a success is not yet a success to build on."),
            OWN,
            _confirmed,
        ),
        Condition(
            _("A change is confirmed by the partner or by others, not only told."),
            _("Further away means dearer. The proof should grow with the cost."),
            OWN,
            _corroborated,
        ),
        Condition(
            _("Somebody brings the sides together and carries that work, also before anything is signed."),
            _("Finding like-minded peers, by subject and by culture, is a donor’s part as broker."),
            EVENT,
        ),
        Condition(
            _("Both deal as equals: who hosts, who travels, and who decides have been talked about."),
            _(
                "South-South exchanges did well by a more even balance of power; in Norway much hung on hosting beyond work."
            ),
            NOREC,
        ),
        Condition(
            _("There is a plan for people who come back: their post, whom they teach, what they may change."),
            _("Where many leave after their return, less stays. Support after a stay helps to keep people."),
            NOREC,
        ),
    ),
}


@dataclass(frozen=True)
class Looked:
    """A condition as one record answers it: True, False, or None where only people can tell."""

    condition: Condition
    holds: bool | None


def next_rung(rung: Rung) -> Rung | None:
    """The one above; from an unknown rung nobody can say."""
    above = LADDER[LADDER.index(rung) + 1 :] if rung in LADDER else ()
    return above[0] if above else None


def looked_at(partnership: Any, rung: Rung) -> list[Looked]:
    """What the record shows of the conditions of a rung; no query."""
    return [Looked(each, each.shown(partnership) if each.shown else None) for each in CONDITIONS[rung]]
