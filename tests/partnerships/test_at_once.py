"""Several people act on one record in the same moment: nobody waits for ever, and nobody's word is lost."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from core.models import Visibility
from mail.models import Message
from partnerships.asking.links import send_link
from partnerships.locking import locked
from partnerships.models import Confirmation, Correction, Partnership
from partnerships.services import confirmations, corrections, drafts, editing, revising
from partnerships.services.answering import AlreadyAnswered, LinkAnswer, answer_by_link
from tests.factories import CountryFactory, InstitutionFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db(transaction=True)
OURS = "Our files arrive when the case is over."


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr("mail.services.nudge", lambda: None)


@pytest.fixture
def asks():
    return InstitutionFactory()


@pytest.fixture
def asking_person(asks):
    return member_of(asks)


@pytest.fixture
def offering_person():
    return member_of(InstitutionFactory(country=CountryFactory(north=True)))


@pytest.fixture
def record(asks, asking_person, offering_person):
    """Public, and confirmed by both sides."""
    record = partnership_between(
        asks,
        offering_person.memberships.get().institution,
        standing="one_side",
        visibility=Visibility.PARTIES,
        problem="Files travel by bus.",
        reported_by=offering_person.memberships.get().institution,
    )
    confirmations.confirm_partnership(partnership=record, by=asking_person)
    return confirmations.confirm_partnership(partnership=record, by=offering_person)


@pytest.fixture
def copy(record, offering_person):
    """A new wording that waits for the asking side."""
    copy = revising.open_revision(partnership=record, by=offering_person)
    copy = editing.save_step(
        partnership=copy, values={"title": "Faster files"}, version=copy.edit_version, by=offering_person
    )
    return drafts.submit_draft(partnership=copy, version=copy.version, by=offering_person)


def link_to(partnership, institution, address):
    return send_link(partnership=partnership, institution=institution, address=address, by=None)


def at_once(first, *others):
    """What each act gives, or the exception it ends with; the others begin while the first is about to end."""

    def run(act):
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(1 + len(others)) as pool:
        begun = [pool.submit(run, first)]
        time.sleep(0.4)
        begun += [pool.submit(run, act) for act in others]
        return [each.result() for each in begun]


def slowly(act, seconds=1.0):
    """The act, its transaction kept open for a moment longer."""

    def run():
        with transaction.atomic():
            done = act()
            time.sleep(seconds)
        return done

    return run


def confirms(name):
    return LinkAnswer(decision="confirm", name=name)


def test_two_people_of_one_side_give_one_answer(record, asks):
    links = [link_to(record, asks, f"{name}@bureau.example") for name in ("ama", "kofi")]
    said = Confirmation.objects.count()

    first, second = at_once(
        slowly(lambda: answer_by_link(link=links[0], answer=confirms("Ama"))),
        lambda: answer_by_link(link=links[1], answer=confirms("Kofi")),
    )

    assert (first, type(second), second.said.by_name) == (record, AlreadyAnswered, "Ama")
    assert Confirmation.objects.count() == said + 1


def test_own_words_on_the_record_and_a_word_on_its_new_wording_do_not_wait_for_each_other(
    record, copy, asks, asking_person
):
    link = link_to(record, asks, "ama@bureau.example")

    def say():
        with transaction.atomic():
            locked(record)
            time.sleep(1)
            return answer_by_link(link=link, answer=LinkAnswer(decision="correct", name="Ama", own_words=OURS))

    done = at_once(say, lambda: confirmations.confirm_partnership(partnership=copy, by=asking_person))

    record.refresh_from_db()
    assert done == [record, record]
    assert (record.problem, record.title) == (OURS, "Faster files")


def test_a_remark_and_the_acceptance_of_its_correction_do_not_wait_for_each_other(record, asks, offering_person):
    link = link_to(record, asks, "ama@bureau.example")
    answer_by_link(link=link, answer=LinkAnswer(decision="correct", name="Ama", corrections={"reform": "Digital"}))
    correction = Correction.objects.get()

    def accept():
        with transaction.atomic():
            locked(record)
            time.sleep(1)
            return corrections.accept_corrections(corrections=[correction], by=offering_person)

    accepted, refused = at_once(
        accept, lambda: corrections.discuss_correction(correction=correction, text="Why?", by=offering_person)
    )

    assert (accepted, type(refused)) == (record, corrections.CannotDecide)


def test_who_answers_for_a_wording_that_is_just_taking_the_records_place_answers_for_the_record(
    record, copy, asks, asking_person
):
    link = link_to(copy, asks, "ama@bureau.example")

    done = at_once(
        slowly(lambda: confirmations.confirm_partnership(partnership=copy, by=asking_person)),
        lambda: answer_by_link(link=link, answer=confirms("Ama")),
    )

    assert done == [record, record]
    assert Partnership.objects.get().title == "Faster files"


def test_a_second_click_on_confirming_a_new_wording_changes_and_sends_nothing_more(record, copy, asking_person):
    def click():
        return confirmations.confirm_partnership(partnership=copy, by=asking_person)

    assert at_once(slowly(click), click, click) == [record] * 3
    assert Message.objects.filter(purpose="partnership-confirmed").count() == 4  # two people, two wordings


def test_the_acceptance_and_newer_proposals_both_count(record, asks, offering_person):
    answer_by_link(
        link=link_to(record, asks, "ama@bureau.example"),
        answer=LinkAnswer(decision="correct", name="Ama", corrections={"reform": "Digital"}),
    )
    first = Correction.objects.get()
    again = link_to(record, asks, "kofi@bureau.example")
    newer = LinkAnswer(decision="correct", name="Kofi", corrections={"reform": "Digital files"})

    at_once(
        slowly(lambda: corrections.accept_corrections(corrections=[first], by=offering_person)),
        lambda: answer_by_link(link=again, answer=newer),
    )

    record.refresh_from_db()
    assert (record.reform, record.standing) == ("Digital", "both_sides")
    assert list(Correction.objects.open().values_list("stood", "proposed")) == [("Digital", "Digital files")]
