"""The figures of a report equal the registrations, or say whose figures they are."""

import pytest

from events.report_content import content_of
from events.report_counts import Counts, counts_of
from events.services.reports import draft_report
from tests.events.after import held_event, seat
from tests.factories import CountryFactory, InstitutionFactory

pytestmark = pytest.mark.django_db

NOT_TAKEN = "Counted from confirmed registrations; attendance was not taken."
TAKEN = "Counted from the attendance taken at the event."


@pytest.fixture
def event():
    return held_event()


def test_counts_are_those_of_confirmed_registrations(event):
    north, south = CountryFactory(north=True), CountryFactory()
    audit = InstitutionFactory(name="Audit Office", country=south)
    seat(event, 2, institution=audit)
    seat(event, organisation=" audit office ", country=south)
    seat(event, organisation="Sida", country=north)
    seat(event)
    seat(event, organisation="Waits", status="waitlisted")
    seat(event, organisation="Gone", status="cancelled")

    assert counts_of(event) == Counts(5, 2, 1, 3, NOT_TAKEN)


def test_counts_are_those_who_came_where_attendance_was_taken(event):
    seat(event, 2, organisation="Sida", status="attended")
    seat(event, 3, organisation="GPI")

    assert counts_of(event) == Counts(2, 1, 0, 0, TAKEN)


def test_stated_figures_name_their_source(event):
    event.stated_participants, event.stated_organisations = 34, 14
    event.stated_source = "Summary Report, 22 June 2020"

    assert counts_of(event) == Counts(34, 14, None, None, "As stated in the source (Summary Report, 22 June 2020).")


def test_what_was_counted_comes_before_what_was_stated(event):
    event.stated_participants, event.stated_source = 34, "Report"
    seat(event)

    assert counts_of(event) == Counts(1, 0, 0, 0, NOT_TAKEN)


def test_nothing_known_is_nothing_said(event):
    assert counts_of(event) == Counts(None, None, None, None, "")


def test_content_is_in_the_language_of_the_report(event):
    event.languages = ["fr", "en"]
    event.save()

    content = content_of(event, draft_report(event=event, by=None))

    assert (content["language"], content["date_line"].split(",")[0]) == ("fr", "mardi 2 juin 2026")
    assert "/fr/events/" in content["address"]


def test_under_the_chatham_house_rule_participants_are_not_named(event):
    seat(event, name="Ama Mensah", in_list=True)
    event.is_chatham_house = True
    event.save()

    content = content_of(event, draft_report(event=event, by=None))

    assert (content["participants"], "Chatham House" in content["participants_note"]) == ([], True)


@pytest.mark.parametrize("count", [1, 10])
def test_counting_is_one_query(event, django_assert_num_queries, count):
    seat(event, count, institution=InstitutionFactory())

    with django_assert_num_queries(1):
        counts_of(event)
