"""Several people say or ask something in the same moment: it is there once, with one letter."""

import pytest

from mail.models import Message
from results.models import PartnerWord, Substantiation, SubstantiationLink
from results.models.choices import Evidence, Verdict
from results.outcome_letters import ANSWERED, LINK, PARTY_LINK
from results.services.acts import AlreadyAnswered, LinkAnswer, WordingChanged, answer_by_link, say_as_partner
from results.services.outcomes import reword_outcome
from tests.events.at_once import at_once
from tests.results.words import asked, asked_party, case, case_of_silent, fresh

pytestmark = pytest.mark.django_db(transaction=True)


def answered(link, verdict=Verdict.AGREE, comment=""):
    words = LinkAnswer(verdict, comment, "Ama Mensah", "Clerk", False, link.outcome.revision)
    return lambda: answer_by_link(link=fresh(link), answer=words)


def test_two_answers_by_one_link_at_once_are_one():
    told = case()
    link = asked(told)

    done = at_once(answered(link), answered(link, Verdict.DISAGREE, "Not so."), answered(link))

    told.outcome.refresh_from_db()
    assert [type(each) for each in done if isinstance(each, Exception)] == [AlreadyAnswered] * 2
    assert Substantiation.objects.count() == 1
    assert (told.outcome.evidence == Evidence.VERIFIED) == (Substantiation.objects.get().verdict == Verdict.AGREE)
    assert Message.objects.filter(purpose=ANSWERED).count() == 1


def test_two_answers_for_a_party_by_one_link_at_once_are_one_word():
    told = case_of_silent()
    link = asked_party(told)

    done = at_once(answered(link), answered(link, Verdict.DISAGREE, "Not so."), answered(link))

    told.outcome.refresh_from_db()
    assert [type(each) for each in done if isinstance(each, Exception)] == [AlreadyAnswered] * 2
    assert PartnerWord.objects.count() == 1
    assert (told.outcome.evidence == Evidence.CORROBORATED) == (PartnerWord.objects.get().verdict == Verdict.AGREE)
    assert Message.objects.filter(purpose=ANSWERED).count() == 1


def test_one_person_of_a_party_asked_twice_at_once_gets_one_letter():
    told = case_of_silent()

    done = at_once(*[lambda: asked_party(told)] * 3)

    assert [each for each in done if isinstance(each, Exception)] == []
    assert (SubstantiationLink.objects.count(), Message.objects.filter(purpose=PARTY_LINK).count()) == (1, 1)


def test_two_presses_of_the_partner_at_once_are_one_word():
    told = case()

    def agree():
        say_as_partner(outcome=told.outcome, verdict=Verdict.AGREE, revision=told.outcome.revision, by=told.partner)

    assert at_once(*[agree] * 3) == [None] * 3
    assert PartnerWord.objects.count() == 1


def test_one_person_asked_twice_at_once_gets_one_letter():
    told = case()

    done = at_once(*[lambda: asked(told)] * 3)

    assert [each for each in done if isinstance(each, Exception)] == []
    assert (SubstantiationLink.objects.count(), Message.objects.filter(purpose=LINK).count()) == (1, 1)


def test_an_answer_and_other_words_at_once_never_verify_what_was_not_read():
    told = case()
    link = asked(told)
    told.outcome.what_changed = "The committee calls all ministries"

    def reword():
        reword_outcome(outcome=told.outcome, by=told.teller, seen_version=told.outcome.version)

    first, _reworded = at_once(answered(link), reword)

    told.outcome.refresh_from_db()
    assert isinstance(first, (Substantiation, WordingChanged))
    assert told.outcome.evidence == Evidence.SELF_REPORTED
