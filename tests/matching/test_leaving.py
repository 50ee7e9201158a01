"""The exit question: asked once, answered by either side, read by brokers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mail.models import Message
from matching.introducing import by_mail
from matching.introducing.leaving import PURPOSE, ask_what_came_of_it, still_unsaid, what_came_of_it
from matching.models import AskedByMail, ExitAnswer
from matching.models.choices import AskedThrough, DeclineReason, HowItEnded, IntroductionStatus, Side
from matching.services.introductions import WrongState
from matching.services.leaving import say_what_came_of_it
from tests.factories import IntroductionFactory, MembershipFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


def introduced(days_ago=100, **fields):
    at = timezone.now() - timedelta(days=days_ago)
    return IntroductionFactory(
        **{
            "status": IntroductionStatus.INTRODUCED,
            "sent_at": at,
            "ended_at": at,
            "demand_accepted_at": at,
            "supply_accepted_at": at,
        }
        | fields
    )


@pytest.fixture
def introduction():
    return introduced()


@pytest.fixture
def asking(introduction):
    return member_of(introduction.demand_institution)


@pytest.fixture
def offering(introduction):
    return member_of(introduction.supply_institution)


def letters():
    return sorted(Message.objects.filter(purpose=PURPOSE).values_list("recipient", flat=True))


def test_both_sides_are_asked_once(asking, offering):
    assert [ask_what_came_of_it() for _ in range(2)] == [2, 0]
    assert letters() == sorted([asking.email, offering.email])


@pytest.mark.parametrize("days", [89, 181])
def test_nobody_is_asked_too_early_or_much_later(days):
    member_of(introduced(days).demand_institution)

    assert ask_what_came_of_it() == 0


def test_who_has_said_is_not_asked(introduction, asking, offering):
    say_what_came_of_it(introduction=introduction, side=Side.DEMAND, answer=HowItEnded.WORKING, by=asking)

    assert (ask_what_came_of_it(), letters()) == (1, [offering.email])


def test_a_letter_is_held_back_once_its_side_has_said(introduction, asking, offering):
    ask_what_came_of_it()
    say_what_came_of_it(introduction=introduction, side=Side.SUPPLY, answer=HowItEnded.NOTHING, by=offering)

    still = still_unsaid(Message.objects.filter(purpose=PURPOSE).values_list("pk", flat=True))
    assert list(Message.objects.filter(pk__in=still).values_list("recipient", flat=True)) == [asking.email]


def test_who_asked_by_mail_is_asked_by_mail_and_answers_by_link(client, introduction):
    introduction.asked_through, introduction.contact_address = AskedThrough.MAIL, "lucia@court.example"
    introduction.save()
    asked = AskedByMail.objects.create(
        supply_institution=introduction.supply_institution,
        demand_name="Court",
        problem="Findings",
        name="Lucía",
        address="lucia@court.example",
        introduction=introduction,
        confirmed_at=timezone.now(),
    )
    assert ask_what_came_of_it() == 1

    link = by_mail.link_to(asked).partition("/en/")[2]
    client.post(f"/en/{link}exit/", {"answer": "one_talk", "helped": "The call list."})
    assert list(ExitAnswer.objects.values_list("side", "answer", "helped", "by")) == [
        ("demand", "one_talk", "The call list.", None)
    ]


def test_an_answer_is_changed_by_a_colleague(client, introduction, asking):
    address = reverse("matching:introduction_exit", args=[introduction.pk])
    for person, answer in ((asking, "talking"), (member_of(introduction.demand_institution, "staff"), "working")):
        client.force_login(person)
        assert client.post(address, {"answer": answer}).status_code == 302

    assert list(ExitAnswer.objects.values_list("side", "answer")) == [("demand", "working")]


def test_without_an_answer_the_words_stay(client, introduction, asking):
    client.force_login(asking)
    page = client.post(reverse("matching:introduction_exit", args=[introduction.pk]), {"helped": "The call list."})

    assert page.context["form"].errors == {"answer": ["Choose what is nearest."]}
    assert "The call list." in page.text


@pytest.mark.parametrize("state", [IntroductionStatus.SENT, IntroductionStatus.EXPIRED])
def test_before_both_said_yes_there_is_nothing_to_say(client, introduction, asking, state):
    introduction.status = state
    introduction.save()
    client.force_login(asking)

    assert client.get(reverse("matching:introduction_exit", args=[introduction.pk])).status_code == 403
    with pytest.raises(WrongState):
        say_what_came_of_it(introduction=introduction, side=Side.DEMAND, answer=HowItEnded.NOTHING, by=asking)


def test_strangers_do_not_find_it(client, introduction):
    client.force_login(MembershipFactory().user)

    assert client.get(reverse("matching:introduction_exit", args=[introduction.pk])).status_code == 404


def test_brokers_read_it_and_the_other_side_does_not(client, introduction, asking, offering):
    say_what_came_of_it(
        introduction=introduction, side=Side.DEMAND, answer=HowItEnded.NOTHING, helped="They were kind.", by=asking
    )
    seen = {}
    for name, person in (("broker", UserFactory(role="editor")), ("other side", offering)):
        client.force_login(person)
        seen[name] = "They were kind." in client.get(introduction.get_absolute_url()).text

    assert seen == {"broker": True, "other side": False}


def test_answers_are_counted_beside_how_many_could_have_said(introduction, asking):
    introduced(is_demo=True)
    say_what_came_of_it(introduction=introduction, side=Side.DEMAND, answer=HowItEnded.WORKING, by=asking)

    came = what_came_of_it()
    assert (came.said, came.asked, [count for _words, count in came.answers]) == (1, 2, [1, 0, 0, 0])


def test_reasons_as_a_file(client):
    at = timezone.now()
    IntroductionFactory(
        status=IntroductionStatus.DECLINED, ended_at=at, declined_because=DeclineReason.LANGUAGE, declined_side="demand"
    )
    client.force_login(UserFactory(role="editor"))

    lines = client.get(reverse("matching:broker_reasons_csv")).text.splitlines()
    assert lines == [f"reason,criteria,{at:%Y-%m},all", "No language in common,language,1,1"]


def test_reasons_are_for_brokers(client):
    client.force_login(MembershipFactory().user)

    assert client.get(reverse("matching:broker_reasons_csv")).status_code == 403
