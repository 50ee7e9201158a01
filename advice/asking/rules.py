"""The rules: what each answer speaks for and against, why, and who says so.

A rule is a line that anybody can read and doubt. Points are small on purpose (−3 to 3): they order reasons, they
measure nothing. A change of a rule is a new VERSION, so that advice that was kept can be compared with what came of
it. Learned from: ECORYS (2011) compared twinning with technical assistance once, on paper.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from advice.models.choices import FORMS, Support

VERSION = 1
GUIDE = "Andrews, Manning: A Guide to Peer-to-Peer Learning (Effective Institutions Platform, 2016)"
NOREC = "What Do We Know About Exchange for Development? (Norec, 2019)"
OWN = _("our own reasoning; no study")

PEER, ASSISTANCE, TRAINING, BUDGET = FORMS


@dataclass(frozen=True)
class Rule:
    question: str
    answer: str
    form: Support
    points: int
    why: str | Promise
    source: str | Promise = OWN


RULES = (
    Rule("kind", "practice", PEER, 2, _("Who has carried such a change through knows what no manual tells."), GUIDE),
    Rule("kind", "practice", TRAINING, -1, _("A course changes what people know, seldom how an institution works.")),
    Rule("kind", "system", ASSISTANCE, 2, _("Building something takes specialists for a while.")),
    Rule("kind", "system", PEER, -1, _("A peer can show how theirs works; they seldom have the time to build yours.")),
    Rule("kind", "skills", TRAINING, 2, _("What can be taught is taught best by those who teach.")),
    Rule("kind", "skills", PEER, -1, _("A whole partnership is a long way to a skill that a course gives.")),
    Rule("kind", "money", BUDGET, 3, _("If the way is known, means to go it are what is missing.")),
    Rule("kind", "money", PEER, -2, _("Experience is not what is missing.")),
    Rule("kind", "money", ASSISTANCE, -1, _("Advice is not what is missing.")),
    Rule("kind", "mandate", PEER, -1, _("A peer cannot give a mandate. An exchange between leaders may help to win one.")),
    Rule("kind", "mandate", ASSISTANCE, -2, _("Reports without somebody who may act on them stay reports.")),
    Rule("kind", "mandate", TRAINING, -1, _("Skills that nobody may use are lost again.")),
    Rule("kind", "mandate", BUDGET, -2, _("Money without a mandate does not change who decides.")),
    Rule("knowledge", "tacit", PEER, 2, _("Judgement passes between people who do the same work, by working together."), GUIDE),
    Rule("knowledge", "tacit", TRAINING, -1, _("Judgement is hard to put into a course.")),
    Rule("knowledge", "codified", TRAINING, 1, _("What is written down can be taught to many at once.")),
    Rule("knowledge", "codified", ASSISTANCE, 1, _("What is written down can be brought by a specialist.")),
    Rule("knowledge", "codified", PEER, -1, _("What stands in a manual needs no partnership.")),
    Rule("knowledge", "both", PEER, 1, _("The part that is not written down is learnt from peers."), GUIDE),
    Rule("knowledge", "both", TRAINING, 1, _("The part that is written down can be taught.")),
    Rule("urgency", "weeks", ASSISTANCE, 2, _("Specialists can come within weeks.")),
    Rule("urgency", "weeks", PEER, -2, _("Trust between two institutions grows over months."), GUIDE),
    Rule("urgency", "weeks", TRAINING, -1, _("What people learn in a course shows later.")),
    Rule("urgency", "year", PEER, 1, _("A year is enough for first visits and first tries.")),
    Rule("urgency", "years", PEER, 1, _("Partnerships that are given time can adapt what they learn."), GUIDE),
    Rule("capacity", "team", PEER, 1, _("Peers need somebody to work with.")),
    Rule("capacity", "few", PEER, 1, _("One or two committed people can begin; the institution has to follow."), NOREC),
    Rule("capacity", "nobody", PEER, -2, _("Without people who take part there is no exchange.")),
    Rule("capacity", "nobody", TRAINING, -1, _("Who has no time cannot learn either.")),
    Rule("capacity", "nobody", ASSISTANCE, 1, _("Specialists can carry the work for a while; what they know leaves with them.")),
    Rule("room", "backed", PEER, 1, _("Leaders who want it can take part themselves."), GUIDE),
    Rule("room", "backed", BUDGET, 1, _("Money follows a decision that was taken.")),
    Rule("room", "tolerated", BUDGET, -1, _("Money for what leaders only tolerate is soon used for something else.")),
    Rule("room", "none", PEER, -1, _("What peers try out has to be allowed."), GUIDE),
    Rule("room", "none", ASSISTANCE, -1, _("Advice that leaders do not want is not used.")),
    Rule("room", "none", BUDGET, -2, _("Money against the will of leaders changes nothing.")),
    Rule("peers", "offers", PEER, 2, _("Peers have offered what you look for.")),
    Rule("peers", "might", PEER, 1, _("Some might be asked; they may well say no.")),
    Rule("peers", "none", PEER, -2, _("The register knows no peer for it. That says little about the world outside the register.")),
)  # fmt: skip


@dataclass(frozen=True)
class Weighed:
    """One form of support, with what the answers say for it and against it."""

    form: Support
    speaks_for: list[Rule]
    against: list[Rule]

    @property
    def points(self) -> int:
        return sum(rule.points for rule in (*self.speaks_for, *self.against))


@dataclass(frozen=True)
class Advised:
    """`advice` in a word, `forms` what it is of (several for a mix), `weighed` all four, best first."""

    advice: Support
    forms: list[Support]
    weighed: list[Weighed]

    @property
    def is_peer(self) -> bool:
        return Support.PEER in self.forms


def advise(answers: dict[str, str]) -> Advised:
    """A form is advised when more speaks for it than against it; several that are close to the best make a mix."""
    said = [rule for rule in RULES if answers.get(rule.question) == rule.answer]
    weighed = sorted((_weigh(form, said) for form in FORMS), key=lambda each: -each.points)
    best = weighed[0].points
    close = [each.form for each in weighed if each.points > 0 and each.points >= best - 1]
    if not close:
        return Advised(Support.NONE, [], weighed)
    return Advised(Support.MIX if len(close) > 1 else close[0], close, weighed)


def _weigh(form: Support, said: list[Rule]) -> Weighed:
    of_it = sorted((rule for rule in said if rule.form == form), key=lambda rule: -abs(rule.points))
    return Weighed(form, [rule for rule in of_it if rule.points > 0], [rule for rule in of_it if rule.points < 0])
