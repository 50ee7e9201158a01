"""The rules: every answer is known, every form can come out, and a fact that changes moves the advice its way."""

import itertools

import pytest

from advice.asking.questions import ASKED, QUESTIONS
from advice.asking.rules import RULES, advise
from advice.models import FORMS, Support

GOOD_FOR_PEERS = {
    "kind": "practice",
    "knowledge": "tacit",
    "urgency": "years",
    "capacity": "team",
    "room": "backed",
    "peers": "offers",
}


def every_set_of_answers():
    names = list(QUESTIONS)
    for answers in itertools.product(*(QUESTIONS[name].answers for name in names)):
        yield dict(zip(names, answers, strict=True))


def test_every_rule_speaks_of_an_answer_that_can_be_given():
    unknown = [(rule.question, rule.answer) for rule in RULES if rule.answer not in QUESTIONS[rule.question].answers]

    assert unknown == []


def test_no_rule_stands_twice():
    keys = [(rule.question, rule.answer, rule.form) for rule in RULES]

    assert len(keys) == len(set(keys))


def test_every_advice_can_come_out():
    assert {advise(answers).advice for answers in every_set_of_answers()} == set(Support)


def test_what_speaks_for_peers_advises_peers():
    assert advise(GOOD_FOR_PEERS).advice == Support.PEER


@pytest.mark.parametrize(
    ("changed", "advice"),
    [
        ({"kind": "money", "knowledge": "codified", "capacity": "nobody"}, Support.BUDGET),
        ({"kind": "skills", "knowledge": "codified", "peers": "none"}, Support.TRAINING),
        ({"kind": "system", "knowledge": "codified", "urgency": "weeks", "peers": "none"}, Support.ASSISTANCE),
        ({"kind": "mandate", "knowledge": "codified", "room": "none", "capacity": "nobody", "peers": "none",
          "urgency": "years"}, Support.NONE),
    ],
)  # fmt: skip
def test_it_can_say_not_peers(changed, advice):
    advised = advise(GOOD_FOR_PEERS | changed)

    assert (advised.advice, advised.is_peer) == (advice, False)


def test_a_form_is_never_advised_with_more_against_it_than_for_it():
    broken = [
        answers
        for answers in every_set_of_answers()
        if any(each.points <= 0 for each in advise(answers).weighed if each.form in advise(answers).forms)
    ]

    assert broken == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.question}-{rule.answer}-{rule.form}")
def test_an_answer_moves_its_form_in_the_stated_direction(rule):
    without = {name: answer for name, answer in GOOD_FOR_PEERS.items() if name != rule.question}

    def points(answers):
        return next(each.points for each in advise(answers).weighed if each.form == rule.form)

    moved = points(without | {rule.question: rule.answer}) - points(without)
    assert moved == rule.points


def test_all_four_forms_are_weighed_whatever_was_answered():
    assert {each.form for each in advise({}).weighed} == set(FORMS)


def test_without_answers_nothing_is_advised():
    assert advise({}).advice == Support.NONE


def test_the_finder_answers_about_peers_and_nobody_else():
    assert "peers" not in [question.name for question in ASKED]
