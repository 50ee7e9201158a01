"""The event of 4 May 2020: the facts of its report, in words of our own, brought in once."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from community.models import Country, Institution, Sector
from events.models import EventReport, LearningEvent
from events.services.shipped import DATA, load_events
from partnerships.models import CriticalJuncture
from tests.events.report_samples import pdf_text, word_lines

SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "donor-learning-event-2020.txt"
SLUG = "donor-learning-event-2020"
# Names and terms of the field, and the slogan that the portal quotes as one.
QUOTED = (
    "we share experiences we don t share solutions",
    "swedish international development cooperation agency",
    "effective institutions platform",
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture(autouse=True)
def delayed(monkeypatch):
    sent = []
    monkeypatch.setattr("events.tasks.make_report_files.delay", sent.append)
    return sent


@pytest.fixture
def places():
    call_command("load_reference", verbosity=0)


@pytest.fixture
def event(places):
    load_events()
    return LearningEvent.objects.get(slug=SLUG)


def test_the_facts_are_those_of_the_source(event):
    assert {
        "day": (event.starts_on, event.ends_on, event.starts_at, event.stated_minutes),
        "format": event.format,
        "stated": (event.stated_participants, event.stated_organisations),
        "status": event.status,
        "demo": event.is_demo,
        "hosts": [(host.institution.acronym, host.role) for host in event.hosts.all()],
        "agenda": [(item.kind, item.presentations.count()) for item in event.agenda_items.all()],
        "presenters": {each.presenter for item in event.agenda_items.all() for each in item.presentations.all()},
        "key questions": event.questions.filter(is_key=True).count(),
        "takeaways": [(each.number, each.stance) for each in event.takeaways.all()],
        "participants": event.registrations.count(),
        "junctures": [juncture.name for juncture in event.junctures.all()],
    } == {
        "day": (date(2020, 5, 4), date(2020, 5, 4), None, 120),
        "format": "virtual",
        "stated": (34, 14),
        "status": "reported",
        "demo": False,
        "hosts": [
            ("GPI", "co_host"),
            ("EIP", "co_host"),
            ("Sida", "co_host"),
            ("OECD/DCD", "technical_support"),
        ],
        "agenda": [("presentation", 6), ("breakout", 0)],
        "presenters": {""},
        "key questions": 4,
        "takeaways": [
            (1, "agreed"),
            (2, "agreed"),
            (3, "observed"),
            (4, "asked"),
            (5, "asked"),
            (6, "observed"),
        ],
        "participants": 0,
        "junctures": ["Covid-19"],
    }


def test_every_question_is_one_of_the_source_or_of_a_takeaway(event):
    loose = event.questions.filter(is_key=False, takeaways=None)

    assert event.questions.count() == 20
    assert loose.count() == 4


def test_the_report_is_final_since_its_own_day(event):
    report = event.report

    assert (report.status, report.finalised_on, len(report.sha256)) == ("final", date(2020, 6, 22), 64)
    assert report.content["version_line"] == "Final version 22 June 2020"
    assert report.content["date_line"] == "Monday 4 May 2020"
    assert report.content["participants"] == []
    assert report.content["participants_note"] == "The names of those who took part are not in the source."


def test_the_meeting_that_was_announced_follows_with_the_open_questions(event):
    follow_up = event.followed_by.get()

    assert (follow_up.starts_on, follow_up.starts_at, follow_up.hosts.count()) == (date(2020, 6, 10), None, 0)
    assert "not in the source" in follow_up.summary
    assert follow_up.questions.count() == event.questions.filter(status="open").count() == 19
    assert [juncture.name for juncture in follow_up.junctures.all()] == ["Covid-19"]


def test_loading_twice_changes_nothing(event):
    before = state()

    assert load_events() == 0

    assert state() == before


def state():
    models = (LearningEvent, EventReport, Institution, CriticalJuncture)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_what_people_changed_stays(event):
    event.summary = "In other words."
    event.slug = "first-donor-learning-event"
    event.save()
    event.former_slugs.create(slug=SLUG)

    assert load_events() == 0

    assert LearningEvent.objects.get(starts_on=date(2020, 5, 4)).summary == "In other words."


def test_institutions_and_junctures_that_are_here_are_taken(places):
    Institution.objects.create(name="Effective Institutions Platform", slug="eip", kind="network")
    CriticalJuncture.objects.create(name="COVID-19", started_on=date(2020, 1, 1))

    load_events()

    event = LearningEvent.objects.get(slug=SLUG)
    assert event.hosts.get(institution__slug="eip").role == "co_host"
    assert [juncture.name for juncture in event.junctures.all()] == ["COVID-19"]


def test_its_report_downloads_and_reads_like_the_original(client, event):
    files = {name: client.get(f"/en/events/{SLUG}/report.{name}").content for name in ("pdf", "docx")}

    headings = [text for style, text in word_lines(files["docx"]) if style in ("Title", "Subtitle", "Heading 1")]
    assert headings == [
        "P2P Donor Learning Event",
        "Summary report",
        "Summary of topics discussed",
        "How it ran",
        "Outcomes",
        "Point of departure",
        "Key takeaways and conclusions",
        "What comes next",
        "Annexes",
        "How to cite this report",
    ]
    text = pdf_text(files["pdf"])
    assert "(Final version 22 June 2020)" in text
    assert "34 participants of 14 organisations took part. As stated in the source" in text


@pytest.mark.skipif(not SEED.exists(), reason="the source is not beside this checkout (../shared/seeds)")
def test_no_sentence_of_the_source_is_taken_over():
    source = " ".join(words(SEED.read_text()))
    told = " ".join(words("\n".join(path.read_text() for path in DATA.glob("*.toml"))))
    for quoted in QUOTED:
        told = told.replace(quoted, "…")
    told = told.split()
    runs = {" ".join(told[start : start + 8]) for start in range(len(told) - 7)}

    assert sorted(run for run in runs if f" {run} " in f" {source} ") == []


def words(text):
    return re.findall(r"\w+", text.casefold())


def test_places_and_sectors_of_the_file_exist(places):
    text = "\n".join(path.read_text() for path in DATA.glob("*.toml"))
    countries = set(re.findall(r'country = "(\w+)"', text))
    sectors = set(re.findall(r'"(\d{5})"', text))

    assert Country.objects.filter(pk__in=countries).count() == len(countries) == 2
    assert Sector.objects.filter(pk__in=sectors).count() == len(sectors) == 2
