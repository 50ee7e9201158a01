"""Who runs an event: added, taken out, handed over; and what its desk shows them."""

import pytest
from django.urls import reverse

from community.models import User
from core.registry import estates
from events.models import EventHost, LearningEvent
from events.models.choices import EventStatus
from events.services.organisers import hand_over_organised
from mail.models import Message
from tests.factories import (
    InstitutionFactory,
    LearningEventFactory,
    MembershipFactory,
    RegistrationFactory,
    UserFactory,
    member_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return InstitutionFactory()


@pytest.fixture
def host(network):
    return member_of(network, "staff")


@pytest.fixture
def event(host):
    return LearningEventFactory(organiser=host)


@pytest.fixture
def signed_in(client, host):
    client.force_login(host)
    return client


def organisers(event):
    return [row.user for row in event.organisers.order_by("pk")]


def add(client, event, who):
    return client.post(reverse("events:organisers", args=[event.slug]), {"who": who})


def remove(client, event, user):
    row = event.organisers.get(user=user)
    return client.post(reverse("events:remove_organiser", args=[event.slug, row.pk]))


def test_add_by_address_tells_the_colleague_once(signed_in, event, host, network):
    colleague = member_of(network, "staff")

    for _ in range(2):
        add(signed_in, event, colleague.email.upper())

    assert organisers(event) == [host, colleague]
    assert [(m.purpose, m.recipient) for m in Message.objects.all()] == [("event-organiser", colleague.email)]


def test_add_by_name(signed_in, event, host, network):
    colleague = member_of(network, "staff")
    colleague.name = "Ama Mensah"
    colleague.save()

    add(signed_in, event, "ama mensah")

    assert organisers(event) == [host, colleague]


def test_add_by_a_name_that_two_bear_asks_for_the_address(signed_in, event, host, network):
    for _ in range(2):
        colleague = member_of(network, "staff")
        colleague.name = "Ama Mensah"
        colleague.save()

    answer = add(signed_in, event, "Ama Mensah")

    assert answer.context["form"].errors["who"] == ["Several members bear this name. Give the e-mail address."]
    assert organisers(event) == [host]


@pytest.mark.parametrize("who", ["nobody@example.org", "Nobody", "x@y@z", "a" * 250])
def test_add_of_somebody_unknown_and_of_somebody_unverified_reads_alike(signed_in, event, host, who):
    unverified = UserFactory()

    answers = [add(signed_in, event, each).context["form"].errors["who"] for each in (who, unverified.email)]

    assert answers == [["No verified member is known by this. Invite the person to an institution first."]] * 2
    assert organisers(event) == [host]


def test_last_organiser_cannot_leave(signed_in, event, host):
    answer = remove(signed_in, event, host)

    assert answer.url == reverse("events:organisers", args=[event.slug])
    assert organisers(event) == [host]


def test_organiser_leaves_it_to_the_others(signed_in, event, host, network):
    colleague = member_of(network, "staff")
    add(signed_in, event, colleague.email)

    answer = remove(signed_in, event, host)

    assert answer.url == reverse("events:list")
    assert organisers(event) == [colleague]


def test_leaving_colleague_hands_over_the_events_of_that_institution(event, host, network):
    EventHost.objects.create(event=event, institution=network)
    reported = LearningEventFactory(organiser=host, status=EventStatus.REPORTED)
    EventHost.objects.create(event=reported, institution=network)
    elsewhere = LearningEventFactory(organiser=host)
    other = InstitutionFactory()
    EventHost.objects.create(event=elsewhere, institution=other)
    MembershipFactory(user=host, institution=other)
    colleague, focal_point = member_of(network, "staff"), member_of(network, "focal_point")
    estate = next(each for each in estates() if each.name == "events")

    count = estate.count(host, network)
    moved = [hand_over_organised(host, network, colleague, focal_point) for _ in range(2)]

    assert (count, moved) == (1, [1, 0])
    assert (organisers(event), organisers(reported), organisers(elsewhere)) == ([colleague], [host], [host])
    assert [m.recipient for m in Message.objects.filter(purpose="event-organiser")] == [colleague.email]


def test_event_handed_to_nobody_stays_with_the_other_organisers(event, host, network):
    colleague = member_of(network, "staff")
    event.organisers.create(user=colleague)

    hand_over_organised(host, network, None, colleague)

    assert organisers(event) == [colleague]


# --- The desk ---------------------------------------------------------------------------------------


def steps(answer):
    return [step.url_name for step in answer.context["next"]]


def test_desk_of_a_draft_says_what_is_missing(signed_in, host):
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT)

    answer = signed_in.get(reverse("events:manage", args=[event.slug]))

    assert steps(answer) == ["events:edit", "events:questions", "events:agenda", "events:edit", "events:publish"]


def test_desk_after_the_event_asks_for_attendance_takeaways_and_report(signed_in, host):
    event = LearningEventFactory(organiser=host, status=EventStatus.HELD)
    RegistrationFactory(event=event)
    LearningEvent.objects.update(starts_at="2020-05-04T13:00Z", ends_at="2020-05-04T15:00Z")
    LearningEvent.objects.update(starts_on="2020-05-04", ends_on="2020-05-04")

    answer = signed_in.get(reverse("events:manage", args=[event.slug]))

    assert steps(answer) == ["events:attendance", "events:takeaways", "events:report_edit"]


@pytest.mark.parametrize("status", EventStatus.values)
@pytest.mark.parametrize("role", User.Role.values)
def test_every_link_of_the_desk_leads_somewhere(client, host, role, status):
    """Nothing is drawn that the reader may not open."""
    event = LearningEventFactory(organiser=host, status=status)
    client.force_login(host if role == User.Role.MEMBER else UserFactory(role=role))

    answer = client.get(reverse("events:manage", args=[event.slug]))

    names = {step.url_name for step in (*answer.context["before"], *answer.context["after"], *answer.context["next"])}
    answers = {name: client.get(reverse(name, args=[event.slug])).status_code for name in names}
    assert {name: code for name, code in answers.items() if code not in (200, 302, 409)} == {}


@pytest.mark.parametrize("count", [1, 10])
def test_desk_query_count_does_not_grow(signed_in, event, count, django_assert_max_num_queries):
    for _ in range(count):
        RegistrationFactory(event=event)
    address = reverse("events:manage", args=[event.slug])

    with django_assert_max_num_queries(16):
        signed_in.get(address)


@pytest.mark.parametrize("count", [1, 10])
def test_organisers_query_count_does_not_grow(signed_in, event, network, count, django_assert_max_num_queries):
    for _ in range(count):
        event.organisers.create(user=member_of(network, "staff"))

    with django_assert_max_num_queries(9):
        signed_in.get(reverse("events:organisers", args=[event.slug]))


# --- Who may ----------------------------------------------------------------------------------------

PAGES = ["edit", "manage", "publish", "move", "cancel", "delete", "clone", "organisers", "questions"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("visibility", "expected"), [("public", 403), ("private", 404)])
def test_strangers_are_kept_from_the_desk(client, event, page, visibility, expected):
    LearningEvent.objects.update(visibility=visibility)
    client.force_login(member_of(InstitutionFactory(), "focal_point"))

    assert client.get(reverse(f"events:{page}", args=[event.slug])).status_code == expected


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("slug", ["there", "missing"])
def test_visitors_are_sent_to_log_in_whether_it_is_there_or_not(client, page, slug):
    LearningEventFactory(slug="there")

    answer = client.get(reverse(f"events:{page}", args=[slug]))

    assert (answer.status_code, "/login/" in answer.url) == (302, True)


def test_staff_that_may_begin_no_event_may_not_copy_one(client):
    event = LearningEventFactory(organiser=(staff := member_of(InstitutionFactory(), "staff")))
    client.force_login(staff)

    assert client.get(reverse("events:clone", args=[event.slug])).status_code == 403
