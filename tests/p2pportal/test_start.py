"""The start page of people who are signed in."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import User
from knowledge.models.choices import Decision, State
from knowledge.services.consents import take_consent_back
from matching.models.choices import IntroductionStatus
from partnerships.models import AwaitedWord, Partnership
from tests.factories import (
    InstitutionFactory,
    IntroductionFactory,
    LearningEventFactory,
    NeedFactory,
    RegistrationFactory,
    StoryFactory,
    UserFactory,
    member_of,
    partnership_between,
)
from tests.knowledge.curating import case

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return InstitutionFactory(name="Our office")


@pytest.fixture
def speaker(ours, client):
    """A focal point of our office, signed in."""
    user = member_of(ours)
    client.force_login(user)
    return user


def start(client):
    return client.get(reverse("start"))


def asked(client):
    return [(str(task.asks), task.title) for task in start(client).context["tasks"]]


def test_start_page_is_for_people_who_are_signed_in(client):
    answer = start(client)

    assert (answer.status_code, reverse("account_login") in answer["Location"]) == (302, True)


def test_introductions_wait_for_who_speaks_for_a_side(client, speaker, ours):
    now = timezone.now()
    sent = {"status": IntroductionStatus.SENT, "sent_at": now, "deadline": now.date()}
    for need, accepted in ((NeedFactory(), None), (NeedFactory(), now)):
        IntroductionFactory(need=need, supply_institution=ours, supply_accepted_at=accepted, **sent)
    IntroductionFactory(supply_institution=ours)

    assert [what for what, _title in asked(client)] == ["Say yes or no to meeting"]


def test_requests_wait_for_brokers(client):
    client.force_login(UserFactory(role=User.Role.EDITOR))
    introduction = IntroductionFactory()

    assert asked(client) == [("Answer the request for an introduction", str(introduction))]


def test_log_in_leads_to_the_start_page(client):
    user = UserFactory()

    login = {"login": user.email, "password": "a long password"}
    answer = client.post(reverse("account_login"), login, headers={"accept-language": "fr"}, follow=True)

    assert answer.redirect_chain == [("/", 302), ("/fr/start/", 302)]


def test_start_page_tells_what_waits_for_a_focal_point(client, speaker, ours):
    draft = StoryFactory(title="Own draft", author=speaker, state=State.DRAFT)
    StoryFactory(title="Tells of us", state=State.WITH_PARTNER, parties=[ours])
    StoryFactory(title="Tells of others", state=State.WITH_PARTNER, parties=[InstitutionFactory()])
    StoryFactory(title="Published", author=speaker)
    record = partnership_between(ours, title="To confirm")
    AwaitedWord.objects.create(partnership=record, institution=ours)
    partnership_between(title="Own record", visibility="private", created_by=speaker)

    assert sorted(asked(client)) == [
        ("Confirm or correct", "To confirm"),
        ("Finish your draft", "Own draft"),
        ("Finish your record", "Own record"),
        ("Read what tells of you, and answer", "Tells of us"),
    ]
    assert reverse("knowledge:edit", args=[draft.slug]) in start(client).content.decode()


@pytest.fixture
def told():
    """A story about a ministry that lies with its partners: the agency of its author agreed by handing it in."""
    told = case()
    another = InstitutionFactory()
    member_of(another)
    told.story.parties.create(institution=another)
    told.asked()
    return told


def test_what_was_answered_waits_no_longer(client, told):
    client.force_login(told.partner)
    before = asked(client)
    told.answered(Decision.AGREED)

    assert before == [("Read what tells of you, and answer", told.story.title)]
    assert asked(client) == []


def test_what_the_author_said_for_the_institution_waits_for_nobody_there(client, told):
    client.force_login(member_of(told.agency))

    assert asked(client) == []


def test_consent_taken_back_is_asked_for_again(client, told):
    told.answered(Decision.AGREED)
    take_consent_back(told.story, by=told.partner)
    client.force_login(told.partner)

    assert asked(client) == [("Read what tells of you, and answer", told.story.title)]


def test_staff_who_do_not_speak_for_their_institution_are_not_asked(client, ours):
    client.force_login(member_of(ours, role="staff"))
    StoryFactory(title="Tells of us", state=State.WITH_PARTNER, parties=[ours])
    AwaitedWord.objects.create(partnership=partnership_between(ours), institution=ours)

    assert asked(client) == []


def test_start_page_tells_an_editor_what_lies_at_the_desk(client):
    editor = UserFactory(role=User.Role.EDITOR)
    client.force_login(editor)
    StoryFactory(title="New", state=State.SUBMITTED)
    StoryFactory(title="Taken on", state=State.IN_REVIEW, owner=editor)
    StoryFactory(title="Of a colleague", state=State.IN_REVIEW, owner=UserFactory(role=User.Role.EDITOR))
    StoryFactory(title="With its partners", state=State.WITH_PARTNER, owner=editor)

    assert sorted(asked(client)) == [("Waits at the desk", "New"), ("Waits at the desk", "Taken on")]


def test_own_events_stand_first(client, speaker):
    LearningEventFactory(title="Sooner", starts_at=None, starts_on=date(2027, 1, 1))
    own = LearningEventFactory(title="Own", starts_at=None, starts_on=date(2027, 5, 1))
    RegistrationFactory(event=own, user=speaker)
    LearningEventFactory(title="Private", visibility="private")

    assert [(event.title, event.is_own) for event in start(client).context["events"]] == [
        ("Own", True),
        ("Sooner", False),
    ]


def test_texts_are_of_the_countries_and_sectors_of_ones_institution(client, speaker, ours):
    near = StoryFactory(title="Near")
    near.countries.set([ours.country])
    StoryFactory(title="Elsewhere")
    hidden = StoryFactory(title="Hidden", state=State.DRAFT)
    hidden.countries.set([ours.country])

    answer = start(client)

    assert (answer.context["is_near"], len(answer.context["texts"])) == (True, 1)
    assert "Near" in answer.context["texts"][0]


def test_people_without_an_institution_see_what_everybody_sees_and_how_to_join(client):
    client.force_login(UserFactory())
    StoryFactory(title="For all")
    StoryFactory(title="Canaryword", audience="community")

    html = start(client).content.decode()

    assert ("For all" in html, "Canaryword" in html, "Join your institution" in html) == (True, False, True)


@pytest.mark.parametrize("count", [1, 10])
def test_start_page_query_count_does_not_grow(client, speaker, ours, django_assert_max_num_queries, count):
    for _ in range(count):
        StoryFactory(author=speaker, state=State.DRAFT)
        StoryFactory().countries.set([ours.country])
        AwaitedWord.objects.create(partnership=partnership_between(ours), institution=ours)
        RegistrationFactory(event=LearningEventFactory(), user=speaker)
        Partnership.objects.filter(pk=partnership_between().pk).update(created_by=speaker, visibility="private")

    with django_assert_max_num_queries(13):
        start(client)


@pytest.mark.parametrize("role", ["staff", "focal_point"])
def test_start_page_of_an_institution_of_which_nothing_tells_stays_within_its_queries(
    client, django_assert_max_num_queries, role
):
    client.force_login(member_of(InstitutionFactory(), role=role))

    with django_assert_max_num_queries(13):
        start(client)
