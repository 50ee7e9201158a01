"""Writing an event: created once, refused in plain words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from events.models import DiscussionQuestion, EventSeries, LearningEvent
from events.models.choices import EventStatus, HostRole, QuestionStatus
from tests.events.organising.event_page import errors_of, typed
from tests.factories import LearningEventFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


def test_create_makes_a_draft_that_its_author_organises(signed_in, host, network):
    answer = signed_in.post(
        reverse("events:create"),
        typed(
            **{"hosts-0-name": "EIP"},
            questions="What lasted?\n\nWhat did not?\nWhat lasted?",
            languages=["fr", "en"],
            capacity="30",
        ),
    )

    event = LearningEvent.objects.get()
    assert answer.url == reverse("events:manage", args=[event.slug])
    assert (event.status, event.starts_at, event.ends_at) == (
        EventStatus.DRAFT,
        datetime(2027, 6, 2, 13, tzinfo=UTC),
        datetime(2027, 6, 2, 15, tzinfo=UTC),
    )
    assert [row.user for row in event.organisers.all()] == [host]
    assert [(row.institution, row.role) for row in event.hosts.all()] == [(network, HostRole.HOST)]
    assert [question.text for question in event.questions.all()] == ["What lasted?", "What did not?"]
    assert (event.languages, event.capacity) == (["en", "fr"], 30)


def test_create_sent_twice_makes_one_event(signed_in):
    data = typed(questions="What lasted?")

    first, second = (signed_in.post(reverse("events:create"), data) for _ in range(2))

    assert LearningEvent.objects.count() == 1
    assert first.url == second.url
    assert DiscussionQuestion.objects.count() == 1


def test_create_with_the_key_of_somebody_else_makes_an_event_of_its_own(client, host, network):
    data = typed()
    for person in (host, member_of(network, "focal_point")):
        client.force_login(person)
        client.post(reverse("events:create"), data)

    assert LearningEvent.objects.count() == 2


def test_create_without_an_hour_is_a_date_alone(signed_in):
    signed_in.post(reverse("events:create"), typed(starts_time="", ends_time="", hour_is_unknown="on"))

    event = LearningEvent.objects.get()
    assert (event.starts_on, event.ends_on, event.starts_at, event.ends_at) == (
        date(2027, 6, 2),
        date(2027, 6, 2),
        None,
        None,
    )


LONG = "https://example.org/" + "x" * 4000
BAD = [
    ({"ends_time": "14:00"}, "ends_time", "It would end before it starts"),
    ({"ends_on": "2027-06-01"}, "ends_on", "The last day is before the first"),
    ({"ends_on": "2027-07-02"}, "ends_on", "This is 31 days long. An event lasts 15 days at most"),
    ({"time_zone": "Mars/Phobos"}, "time_zone", "There is no time zone “Mars/Phobos”"),
    ({"starts_on": "2028-03-26", "starts_time": "02:30"}, "starts_time", "The next time there is: 03:00."),
    ({"starts_on": "2027-10-31", "starts_time": "02:30"}, "starts_fold", "02:30 comes twice on 31 October 2027"),
    ({"starts_on": "2027-10-31", "starts_time": "02:30", "starts_fold": "7"}, "starts_fold", "Select a valid choice"),
    ({"starts_on": "9999-12-31"}, "starts_on", "Give a year between 1990 and 2100."),
    ({"starts_on": "0000-01-01"}, "starts_on", "This is no day"),
    ({"starts_on": "31 June"}, "starts_on", "This is no day"),
    ({"starts_time": "25:00"}, "starts_time", "This is no time of day"),
    ({"starts_time": ""}, "starts_time", "Give the time, or tick that the hour is not known yet."),
    ({"capacity": "-1"}, "capacity", "Seats are a whole number between 1 and 100,000"),
    ({"capacity": "0"}, "capacity", "Seats are a whole number between 1 and 100,000"),
    ({"capacity": str(2**31)}, "capacity", "Seats are a whole number between 1 and 100,000"),
    ({"capacity": "1.5"}, "capacity", "Seats are a whole number between 1 and 100,000"),
    ({"joining_url": "javascript:alert(1)"}, "joining_url", "The link must begin with https://."),
    ({"joining_url": "http://meet.example.org/a"}, "joining_url", "The link must begin with https://."),
    ({"joining_url": "https://ada:secret@meet.example.org/a"}, "joining_url", "There is a name or password"),
    ({"joining_url": LONG}, "joining_url", "The link is 4020 characters long, and 2000 fit here."),
    ({"joining_url": "https://"}, "joining_url", "This is no address of a page."),
    ({"joining_url": "https://[::1"}, "joining_url", "This is no address of a page."),
    ({"title": "🎉🎉"}, "title", "Write it in words"),
    ({"title": "x" * 251}, "title", "Ensure this value has at most 250 characters"),
    ({"title": "safe \u202egnp.exe"}, "title", "There are invisible characters in it"),
    ({"title": "NUL \x00 here"}, "title", "Null characters are not allowed."),
    ({"questions": "x" * 501}, "questions", "Line 1 is 501 characters long, and 500 fit here."),
    ({"questions": "\n".join(f"Question {n}" for n in range(41))}, "questions", "These are 41 lines"),
    ({"series": "9" * 30}, "series", "Select a valid choice"),
]


@pytest.mark.parametrize(("changes", "field", "message"), BAD, ids=lambda each: str(each)[:40])
def test_create_refuses_in_plain_words_and_keeps_what_was_typed(signed_in, changes, field, message):
    answer = signed_in.post(reverse("events:create"), typed(summary="Kept as typed", **changes))

    errors = errors_of(answer)
    assert answer.status_code == 200
    assert list(errors) == [field]
    assert errors[field][0].startswith(message) or message in errors[field][0]
    assert answer.context["form"]["summary"].value() == "Kept as typed"
    assert LearningEvent.objects.count() == 0


@pytest.mark.parametrize(("fold", "hour"), [("0", 0), ("1", 1)])
def test_create_on_the_day_the_clocks_go_back_takes_the_one_chosen(signed_in, fold, hour):
    data = typed(starts_on="2027-10-31", starts_time="02:30", starts_fold=fold, ends_time="05:00")

    signed_in.post(reverse("events:create"), data)

    assert LearningEvent.objects.get().starts_at == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)


def test_create_past_midnight_needs_the_last_day(signed_in):
    signed_in.post(reverse("events:create"), typed(starts_time="23:00", ends_time="01:00", ends_on="2027-06-03"))

    event = LearningEvent.objects.get()
    assert event.ends_at - event.starts_at == timedelta(hours=2)


@pytest.mark.parametrize(
    ("title", "stored"),
    [
        ("Two\r\nBEGIN:VALARM\r\nlines", "Two BEGIN:VALARM lines"),
        ("ما الذي يجعل التوأمة تدوم", "ما الذي يجعل التوأمة تدوم"),
        ("อะไรทำให้การจับคู่ยั่งยืน", "อะไรทำให้การจับคู่ยั่งยืน"),
        ("የትብብር ትምህርት", "የትብብር ትምህርት"),
        ("  Spaces \t around  ", "Spaces around"),
    ],
)
def test_create_keeps_titles_of_any_script_on_one_line(signed_in, title, stored):
    signed_in.post(reverse("events:create"), typed(title=title))

    event = LearningEvent.objects.get()
    assert event.title == stored
    assert signed_in.get(reverse("events:manage", args=[event.slug])).status_code == 200


def test_create_offers_names_for_an_institution_that_is_not_known(signed_in, network):
    answer = signed_in.post(reverse("events:create"), typed(**{"hosts-0-name": "Efective Institutions Platform"}))

    row = answer.context["rows"].forms[0]
    assert row.errors["name"] == ["Did you mean: Effective Institutions Platform? Write one of these names."]
    assert LearningEvent.objects.count() == 0


@pytest.mark.parametrize("rows", ["", "many", "9" * 40])
def test_create_with_rows_that_no_page_sends_keeps_what_was_typed(signed_in, rows):
    answer = signed_in.post(reverse("events:create"), typed(**{"hosts-TOTAL_FORMS": rows}))

    assert answer.status_code == 200
    assert answer.context["form"]["title"].value() == "What makes a twinning last"
    assert not LearningEvent.objects.exists()


def test_create_names_an_institution_once(signed_in, network):
    answer = signed_in.post(reverse("events:create"), typed(**{"hosts-0-name": "EIP", "hosts-1-name": network.name}))

    assert answer.context["rows"].forms[1].errors["name"] == [
        "Effective Institutions Platform is named twice. Empty this row."
    ]


def test_create_brings_along_the_open_questions_of_what_it_follows(signed_in, host):
    before = LearningEventFactory(organiser=host, status=EventStatus.HELD)
    still_open = DiscussionQuestion.objects.create(event=before, text="Still open?")
    DiscussionQuestion.objects.create(event=before, text="Answered?", status=QuestionStatus.ANSWERED)

    signed_in.post(reverse("events:create"), typed(follows=str(before.pk), questions="New?"))

    event = LearningEvent.objects.get(status=EventStatus.DRAFT)
    assert [(question.text, question.carried_from) for question in event.questions.all()] == [
        ("Still open?", still_open),
        ("New?", None),
    ]


def test_create_that_would_carry_over_too_many_questions_says_so(signed_in, host):
    before = LearningEventFactory(organiser=host, status=EventStatus.HELD)
    DiscussionQuestion.objects.bulk_create(DiscussionQuestion(event=before, text=f"Open {n}?") for n in range(40))

    answer = signed_in.post(reverse("events:create"), typed(follows=str(before.pk), questions="One more?"))

    assert errors_of(answer) == {"questions": ["An event has at most 40 questions."]}
    assert LearningEvent.objects.count() == 1


TO_FOLLOW = "Choose an event that you run, or one of the same series: its participants are told of this one."


def test_create_goes_on_from_an_event_of_the_same_series_that_others_run(signed_in):
    series = EventSeries.objects.create(title="Donor learning", slug="donor-learning")
    before = LearningEventFactory(series=series, status=EventStatus.HELD)

    signed_in.post(reverse("events:create"), typed(follows=str(before.pk), series=str(series.pk)))

    assert LearningEvent.objects.get(status=EventStatus.DRAFT).follows == before


def test_create_writes_to_no_participants_of_events_that_others_run(signed_in):
    series = EventSeries.objects.create(title="Donor learning", slug="donor-learning")
    others = [LearningEventFactory(status=EventStatus.HELD), LearningEventFactory(series=series)]

    answers = [signed_in.post(reverse("events:create"), typed(follows=str(before.pk))) for before in others]

    assert [errors_of(answer) for answer in answers] == [{"follows": [TO_FOLLOW]}] * 2
    assert LearningEvent.objects.filter(status=EventStatus.DRAFT).count() == 0


def test_create_by_the_secretariat_goes_on_from_any_event(client):
    client.force_login(UserFactory(role="editor"))
    before = LearningEventFactory(status=EventStatus.HELD)

    client.post(reverse("events:create"), typed(follows=str(before.pk)))

    assert LearningEvent.objects.get(status=EventStatus.DRAFT).follows == before
