"""Learning events in the admin: every model has its place, reading what is not public leaves a trace."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from community.models import AuditEntry, User
from events.models import (
    AgendaItem,
    BreakoutGroup,
    BreakoutNote,
    BreakoutPlace,
    CalendarFeed,
    DiscussionQuestion,
    EventHost,
    EventReport,
    EventSeries,
    Feedback,
    LearningEvent,
    Presentation,
    PresentationFile,
    RegistrationChange,
    Reminder,
    ReportComment,
    ReportFile,
    ReportSection,
    Takeaway,
)
from tests.factories import InstitutionFactory, LearningEventFactory, RegistrationFactory, UserFactory
from tests.partnerships.admin_pages import save

pytestmark = pytest.mark.django_db
IN_OTHER_PAGES = {"EventHost", "EventOrganiser", "LearningEventFormerSlug", "EventSeriesFormerSlug"}
MODELS = sorted({model.__name__ for model in apps.get_app_config("events").get_models()} - IN_OTHER_PAGES)
PRIVATE = ["BreakoutNote", "BreakoutPlace", "EventReport", "Feedback", "Registration", "RegistrationChange"]
PRIVATE += ["ReportComment", "ReportFile", "ReportSection"]
PUBLIC = ["AgendaItem", "BreakoutGroup", "DiscussionQuestion", "LearningEvent", "Presentation", "PresentationFile"]
PUBLIC += ["Reminder", "Takeaway"]


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def administrator(client):
    user = UserFactory(role=User.Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"admin:events_{name}", args=args)


def an_event(**fields):
    """A public event with a row of every kind."""
    host = UserFactory()
    event = LearningEventFactory(organiser=host, series=EventSeries.objects.create(
        title="Series", slug=f"series-{LearningEvent.objects.count()}"), **fields)  # fmt: skip
    EventHost.objects.create(event=event, institution=InstitutionFactory())
    item = AgendaItem.objects.create(event=event, title="Talks")
    talk = Presentation.objects.create(item=item, number=1, title="Talk", institution=InstitutionFactory())
    PresentationFile.objects.create(presentation=talk, title="Slides", file=SimpleUploadedFile("a.pdf", b"%PDF-"))
    place = RegistrationFactory(event=event, name="Secret person", access_needs="Secret needs")
    RegistrationChange.objects.create(registration=place, after="confirmed", by="portal", seats_taken=1)
    group = BreakoutGroup.objects.create(event=event, topic="Topic", notes_for="hosts")
    BreakoutPlace.objects.create(registration=place, group=group)
    BreakoutNote.objects.create(group=group, writer=host, writer_name="Secret writer", text="Secret note")
    Feedback.objects.create(registration=place, event=event, usefulness=3, will_use="Secret thought")
    DiscussionQuestion.objects.create(event=event, text="Why?")
    Takeaway.objects.create(event=event, number=1, title="Because")
    Reminder.objects.create(event=event, kind="day", sequence=0, due_at=event.starts_at)
    CalendarFeed.objects.create(user=host)
    report = EventReport.objects.create(event=event)
    section = ReportSection.objects.create(report=report, key="outcomes", title="Outcomes", text="Secret draft")
    ReportComment.objects.create(section=section, registration=place, text="Secret comment")
    ReportFile.objects.create(report=report, format="pdf")
    return event


def row_of(model):
    return apps.get_model("events", model).objects.get()


def test_every_model_has_its_place():
    assert sorted(m.__name__ for m in admin.site._registry if m._meta.app_label == "events") == MODELS


@pytest.mark.parametrize("model", MODELS)
def test_list_costs_the_same_for_ten_rows_and_tells_no_secret(
    administrator, client, model, django_assert_max_num_queries
):
    url = address(f"{model.lower()}_changelist")
    an_event()
    client.get(url)  # content types are read once and remembered

    def queries(**query):
        with django_assert_max_num_queries(9) as captured:
            page = client.get(url, query)
        assert (page.status_code, "Secret" in page.text) == (200, False)
        return len(captured)

    one, one_found = queries(), queries(q="learning")
    for _ in range(9):
        an_event()
    assert (queries(), queries(q="learning")) == (one, one_found)


def test_the_page_of_an_event_costs_the_same_for_ten_hosts(administrator, client, django_assert_max_num_queries):
    few, many = an_event(), an_event()
    for _ in range(9):
        EventHost.objects.create(event=many, institution=InstitutionFactory())
    client.get(address("learningevent_change", few.pk))

    def queries(event):
        with django_assert_max_num_queries(30) as captured:
            assert client.get(address("learningevent_change", event.pk)).status_code == 200
        return len(captured)

    assert queries(many) == queries(few)


@pytest.mark.parametrize("typed", ["%", "((((", "'", "\u202e", "word " * 500, "é"])
def test_search_takes_whatever_is_typed(administrator, client, typed):
    assert client.get(address("learningevent_changelist"), {"q": typed}).status_code == 200


@pytest.mark.parametrize("model", ["AgendaItem", "PresentationFile", "ReportComment"])
def test_rows_are_filtered_by_their_event(administrator, client, model):
    event = an_event()
    an_event()

    page = client.get(address(f"{model.lower()}_changelist"), {"event": event.pk})

    assert page.context["cl"].result_count == 1
    assert client.get(address(f"{model.lower()}_changelist"), {"event": "x"}).status_code == 302


def log():
    return [(entry.action, entry.target, entry.detail) for entry in AuditEntry.objects.order_by("pk")]


@pytest.mark.parametrize("model", PRIVATE)
def test_reading_what_is_not_public_is_written_into_the_log_of_the_event(administrator, client, model):
    event = an_event()
    row = row_of(model)

    page = client.get(address(f"{model.lower()}_change", row.pk))

    assert (page.status_code, 'name="_save"' in page.text) == (200, False)
    assert log() == [("read", event, f"{row._meta.verbose_name} {row.pk}")]


@pytest.mark.parametrize("model", PUBLIC)
def test_reading_what_is_public_leaves_no_trace_unless_the_event_is_not(administrator, client, model):
    event = an_event()
    url = address(f"{model.lower()}_change", row_of(model).pk)

    assert client.get(url).status_code == 200
    assert log() == []
    LearningEvent.objects.filter(pk=event.pk).update(visibility="private")
    client.get(url)
    assert [(action, target) for action, target, _ in log()] == [("read", event)]


def test_a_final_report_is_public_with_its_event(administrator, client):
    an_event()
    content = {"title": "Final"}
    EventReport.objects.update(status="final", finalised_on=date(2020, 6, 22), content=content)

    answers = [
        client.get(address(f"{name.lower()}_change", row_of(name).pk)) for name in ("EventReport", "ReportSection")
    ]

    assert ([answer.status_code for answer in answers], log()) == ([200, 200], [])
    assert EventReport.objects.get().is_final


@pytest.mark.parametrize("model", sorted(set(MODELS) - {"LearningEvent", "EventSeries"}))
def test_rows_are_read_and_not_written(administrator, client, model):
    an_event()
    row, name = row_of(model), model.lower()

    answers = [client.post(address(f"{name}_{act}", row.pk), {"post": "yes"}) for act in ("change", "delete")]
    answers += [client.get(address(f"{name}_add"))]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert row_of(model) == row


def test_feedback_has_no_name_and_a_feed_no_secret(administrator, client):
    event = an_event()
    feed = CalendarFeed.objects.get()

    feedback = client.get(address("feedback_change", Feedback.objects.get().pk)).text
    page = client.get(address("calendarfeed_change", feed.pk)).text

    assert ("Secret thought" in feedback, "Secret person" in feedback) == (True, False)
    assert feed.secret not in page
    assert log() == [("read", event, f"feedback {Feedback.objects.get().pk}"), ("read", feed.user, "calendar feed")]


def test_a_partnership_of_the_parties_is_not_named(administrator, client):
    an_event()

    pages = [client.get(address(f"{name}_change", row_of(name).pk)).context for name in ("presentation", "takeaway")]

    named = [[f for fieldset in page["adminform"] for line in fieldset for f in line.fields] for page in pages]
    assert [name for each in named for name in each if name.startswith("partnership")] == []


def test_words_of_an_event_are_corrected_and_counted_as_a_version(administrator, client):
    event = an_event(languages=["en", "rw"])
    url = address("learningevent_change", event.pk)

    answer = save(client, url, summary="New words", title="Mine", starts_at="2030-01-01", capacity="1")

    after = LearningEvent.objects.get()
    assert answer.redirect_chain, answer.context["adminform"].form.errors
    assert (after.summary, after.version, sorted(after.languages)) == ("New words", event.version + 1, ["en", "rw"])
    assert (after.title, after.starts_at, after.capacity) == (event.title, event.starts_at, None)
    save(client, url)
    assert LearningEvent.objects.get().version == event.version + 1
    assert log() == []


def test_words_saved_by_somebody_else_meanwhile_are_not_written_over(administrator, client):
    event = an_event()

    page = save(client, address("learningevent_change", event.pk), summary="Mine", seen_version="7")

    assert ("Someone saved this event" in page.text, "Mine" in page.text) == (True, True)
    assert LearningEvent.objects.get().summary == event.summary


def test_figures_need_their_source(administrator, client):
    event = an_event()

    page = save(client, address("learningevent_change", event.pk), stated_participants="34")

    assert "Figures that are stated, not counted, need their source." in page.text


def test_an_event_is_neither_begun_nor_deleted_here(administrator, client):
    event = an_event()

    answers = [client.get(address("learningevent_add")), client.post(address("learningevent_delete", event.pk))]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_a_series_is_renamed(administrator, client):
    an_event()
    series = EventSeries.objects.get()

    save(client, address("eventseries_change", series.pk), title="Learning rounds", slug="other")

    series.refresh_from_db()
    assert (series.title, series.slug) == ("Learning rounds", "series-0")


def test_nobody_but_administrators_enters(client):
    client.force_login(UserFactory(role="editor"))

    assert client.get(address("learningevent_changelist"), follow=True).status_code == 403
