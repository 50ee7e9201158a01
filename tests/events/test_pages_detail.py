"""The page of one event: who sees it, and what stands on it before, while it runs and after."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Visibility
from events.models import EventReport, LearningEventFormerSlug
from events.models.choices import Entry, EventStatus, RegistrationStatus, Represents
from events.own_place import way_to_register
from tests.factories import InstitutionFactory, LearningEventFactory, RegistrationFactory, UserFactory
from tests.personas import cast

pytestmark = pytest.mark.django_db
EVERYONE = ("anon", "pend", "mem", "gov_o", "don_x", "invited", "host", "ed", "adm")


def page_of(event):
    return reverse("events:detail", args=[event.slug])


def over(**values):
    """An event that ended an hour ago."""
    ended = timezone.now() - timedelta(hours=1)
    values = {"status": EventStatus.HELD, "starts_at": ended - timedelta(hours=2), "ends_at": ended} | values
    return LearningEventFactory(**values)


def soon(**values):
    """An event that starts in half an hour."""
    starts = timezone.now() + timedelta(minutes=30)
    return LearningEventFactory(starts_at=starts, joining_url="https://call.example.org/secret-room", **values)


@pytest.mark.parametrize(
    ("visibility", "status", "seen_by"),
    [
        (Visibility.PUBLIC, EventStatus.PUBLISHED, EVERYONE),
        (Visibility.PUBLIC, EventStatus.CANCELLED, EVERYONE),
        (Visibility.COMMUNITY, EventStatus.PUBLISHED, ("mem", "gov_o", "don_x", "invited", "host", "ed", "adm")),
        (Visibility.PRIVATE, EventStatus.PUBLISHED, ("invited", "host", "ed", "adm")),
        (Visibility.PUBLIC, EventStatus.DRAFT, ("host", "ed", "adm")),
    ],
)
def test_page_and_list_are_for_who_may_see_the_event(client, visibility, status, seen_by):
    people = cast().people | {"invited": UserFactory(), "host": UserFactory()}
    event = LearningEventFactory(visibility=visibility, status=status, organiser=people["host"])
    RegistrationFactory(event=event, user=people["invited"], status=RegistrationStatus.INVITED, queue_number=None)

    pages, lists = [], []
    for who in EVERYONE:
        client.logout()
        if people[who]:
            client.force_login(people[who])
        pages += [who] if client.get(page_of(event)).status_code == 200 else []
        lists += [who] if client.get(reverse("events:list")).context["page"].items else []

    assert (pages, lists) == (list(seen_by), list(seen_by))


def test_page_hidden_is_the_page_missing(client):
    event = LearningEventFactory(visibility=Visibility.PRIVATE)

    assert client.get(page_of(event)).status_code == client.get("/en/events/no-such-event/").status_code == 404


def test_former_address_leads_to_the_event(client):
    event = LearningEventFactory()
    LearningEventFormerSlug.objects.create(event=event, slug="first-name")

    answer = client.get("/en/events/first-name/")

    assert (answer.status_code, answer["Location"]) == (301, page_of(event))


def test_former_address_of_a_hidden_event_leads_nowhere(client):
    event = LearningEventFactory(status=EventStatus.DRAFT)
    LearningEventFormerSlug.objects.create(event=event, slug="first-name")

    assert client.get("/en/events/first-name/").status_code == 404


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Register"),
        ({"entry": Entry.APPROVAL}, "Ask for a place"),
        ({"capacity": 1, "seats_taken": 1}, "Join the waiting list"),
        ({"entry": Entry.INVITE}, "None"),
        ({"status": EventStatus.CANCELLED}, "None"),
        ({"status": EventStatus.DRAFT}, "None"),
    ],
)
def test_button_says_what_registering_means(values, words):
    assert str(way_to_register(LearningEventFactory.build(**values), "before")) == words


def test_page_says_the_times_in_both_zones(client):
    event = LearningEventFactory(starts_at=datetime(2027, 2, 3, 13, tzinfo=UTC))

    html = client.get(page_of(event) + "?tz=Africa/Tunis").content.decode()

    assert "Wednesday 3 February 2027" in html
    assert "13:00–15:00 UTC · 14:00–16:00 Tunis" in html


def test_page_counts_who_is_coming(client):
    event = LearningEventFactory()
    ministry = InstitutionFactory()
    for represents in (Represents.GOVERNMENT, Represents.GOVERNMENT, Represents.DONOR):
        RegistrationFactory(event=event, represents=represents, institution=ministry)
    RegistrationFactory(event=event, organisation="An alliance", represents=Represents.NETWORK)
    RegistrationFactory(event=event, status=RegistrationStatus.WAITLISTED)

    coming = client.get(page_of(event)).context["coming"]

    assert (coming.people, coming.institutions) == (4, 2)
    assert [(str(each.label), each.count, each.start) for each in coming.shares] == [
        ("Partner governments", 2, "0.00%"),
        ("Donor agencies", 1, "50.00%"),
        ("Brokers and alliances", 1, "75.00%"),
    ]


def test_page_says_nothing_of_who_is_coming_while_nobody_is(client):
    assert "Who is coming" not in client.get(page_of(LearningEventFactory())).content.decode()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (RegistrationStatus.CONFIRMED, "You have a place."),
        (RegistrationStatus.WAITLISTED, "You are number 2 on the waiting list."),
        (RegistrationStatus.PENDING, "You asked for a place."),
        (RegistrationStatus.INVITED, "You are invited."),
    ],
)
def test_page_says_where_one_stands(client, status, words):
    event = LearningEventFactory()
    RegistrationFactory(event=event, status=RegistrationStatus.WAITLISTED)
    own = RegistrationFactory(event=event, status=status)
    client.force_login(own.user)

    html = client.get(page_of(event)).content.decode()

    assert words in html
    assert "/register/" not in html


@pytest.mark.parametrize(
    ("status", "may_join"),
    [
        (RegistrationStatus.CONFIRMED, True),
        (RegistrationStatus.WAITLISTED, False),
        (RegistrationStatus.PENDING, False),
        (RegistrationStatus.INVITED, False),
        (RegistrationStatus.CANCELLED, False),
    ],
)
def test_way_into_the_call_is_for_who_has_a_place(client, status, may_join):
    own = RegistrationFactory(event=soon(), status=status)
    client.force_login(own.user)

    html = client.get(page_of(own.event)).content.decode()

    assert ("/en/events/join/" in html) is may_join
    assert "secret-room" not in html


def test_way_into_the_call_is_shut_until_an_hour_before(client):
    own = RegistrationFactory(event=LearningEventFactory(joining_url="https://call.example.org/secret-room"))
    client.force_login(own.user)

    html = client.get(page_of(own.event)).content.decode()

    assert "/en/events/join/" not in html
    assert "The way into the call opens here at 2 June 2027, 12:00 UTC." in html


@pytest.mark.parametrize("make", [soon, over, LearningEventFactory])
def test_raw_link_stands_nowhere_on_the_page_for_anybody(client, make):
    host = UserFactory()
    event = make(organiser=host)
    type(event).objects.update(joining_url="https://call.example.org/secret-room")
    seated = RegistrationFactory(event=event)

    pages = [client.get(page_of(event)).content.decode()]
    for user in (seated.user, host, cast().people["ed"]):
        client.force_login(user)
        pages += [client.get(page_of(event)).content.decode(), client.get(reverse("events:list")).content.decode()]

    assert [page for page in pages if "call.example.org" in page] == []


def test_cancelled_event_says_so_first(client):
    event = LearningEventFactory(status=EventStatus.CANCELLED, cancellation_reason="The hosts are ill.")

    html = client.get(page_of(event)).content.decode()

    assert "This event was cancelled." in html
    assert "The hosts are ill." in html
    assert "Add to:" not in html


def test_page_after_states_the_figures_of_the_source_as_such(client):
    event = over(stated_participants=34, stated_organisations=14, stated_source="Summary report, 22 June 2020")

    html = client.get(page_of(event)).content.decode()

    assert "As stated in the source (Summary report, 22 June 2020)." in html
    assert 'class="fig">34<' in html


def test_page_after_leads_to_the_final_report(client):
    event = over(status=EventStatus.REPORTED)
    EventReport.objects.create(
        event=event, status=EventReport.Status.FINAL, finalised_on=date(2020, 6, 22), content={"schema": 1}
    )

    html = client.get(page_of(event)).content.decode()

    assert "Read the summary report" in html
    assert "Final version 22 June 2020" in html


def test_page_after_says_nothing_of_a_report_that_is_no_more_than_a_draft(client):
    event = over()
    EventReport.objects.create(event=event)

    assert "ummary report" not in client.get(page_of(event)).content.decode()


def test_page_names_the_events_before_and_after_that_one_may_see(client):
    first = over(title="The first of them")
    second = LearningEventFactory(follows=first, title="The second of them")
    LearningEventFactory(follows=first, title="A hidden one", visibility=Visibility.PRIVATE)

    assert [each.title for each in client.get(page_of(first)).context["page"].following] == ["The second of them"]
    assert client.get(page_of(second)).context["page"].previous.title == "The first of them"


def test_draft_that_went_before_is_not_named(client):
    event = LearningEventFactory(follows=LearningEventFactory(status=EventStatus.DRAFT))

    assert client.get(page_of(event)).context["page"].previous is None


@pytest.mark.parametrize("zone", ["Mars/Phobos", "%FF", "../../etc/passwd", "x" * 300])
def test_zone_that_is_none_is_passed_over(client, zone):
    answer = client.get(f"{page_of(LearningEventFactory())}?tz={zone}")

    assert (answer.status_code, answer.context["zone"].key) == (200, "UTC")


@pytest.mark.parametrize(("make", "is_named"), [(LearningEventFactory, True), (over, False)])
def test_speakers_are_not_named_after_an_event_under_the_chatham_house_rule(client, make, is_named):
    event = make(is_chatham_house=True)
    item = event.agenda_items.create(title="Talks", lead="Bo Lee")
    talk = item.presentations.create(number=1, title="A talk", presenter="Ada Obi", institution=InstitutionFactory())

    page = client.get(page_of(event)).content.decode()
    own_page = client.get(reverse("events:presentation", args=[event.slug, talk.pk])).content.decode()

    speakers = ("Ada Obi", talk.institution.name)
    assert [name in page for name in (*speakers, "Bo Lee")] == [is_named] * 3
    assert [name in own_page for name in speakers] == [is_named] * 2


@pytest.mark.parametrize(("days", "is_asked"), [(1, True), (-1, False)])
def test_participants_are_asked_for_comments_while_the_time_for_them_lasts(client, days, is_asked):
    event, until = over(), timezone.now() + timedelta(days=days)
    EventReport.objects.create(event=event, status="comment_round", comments_until=until)
    client.force_login(RegistrationFactory(event=event).user)

    html = client.get(page_of(event)).content.decode()

    assert ("Comment on the summary report" in html) is is_asked
    assert reverse("events:report", args=[event.slug]) in html


def test_text_of_hosts_is_text(client):
    event = LearningEventFactory(title="<script>alert(1)</script> & more", summary='"><img src=x>')

    html = client.get(page_of(event)).content.decode()

    assert "<script>alert(1)" not in html
    assert "<img src=x>" not in html
