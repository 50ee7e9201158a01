"""The whole life of an event, from its first line to the final report: a host and three participants.

Mosi is a member and has a phone alone, Wanja waits for a seat, and Nora has no account: she comes by mailed links.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from community.models import User
from events import tasks
from events.models import LearningEvent
from tests.browser.steps import downloaded, let_begin, mailed, mailed_path, press, submit
from tests.events.report_samples import pdf_text, word_lines, word_tables
from tests.factories import CountryFactory, InstitutionFactory, UserFactory, member_of
from tests.stored import hash_of_all_tables

pytestmark = [pytest.mark.usefixtures("no_sweeper"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 390
NORA = "nora@watch.example"
CALL = "https://call.example/room-7"
TITLE = "Audits that are followed up"
QUESTIONS = ["Who reads an audit?", "What makes a finding come back?"]
AGENDA = """15:10 45 min Two experiences [presentations]
16:00 50 min What makes findings come back? [breakout]
16:50 10 min Closing — Hana Otieno"""
NOTES = "Findings come back where nobody asks after a year."
TAKEAWAY = "Somebody has to ask again after a year"


@pytest.fixture(autouse=True)
def portal(settings, live_server, tmp_path, monkeypatch):
    """Links in mails lead to this server; the files of a report are made at once."""
    settings.BASE_URL = live_server.url
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr("events.tasks.make_report_files.delay", tasks.make_report_files)


@pytest.fixture
def host():
    office = InstitutionFactory(name="Audit Office", slug="audit-office")
    return member_of(office, name="Hana Otieno", email="hana@audit.example")


@pytest.fixture
def mosi():
    country = CountryFactory(iso2="MW", name_en="Malawi")
    return member_of(InstitutionFactory(name="Statistical Office", country=country), name="Mosi Banda")


@pytest.fixture
def wanja():
    country = CountryFactory(north=True)
    return member_of(InstitutionFactory(name="Institute of Figures", country=country), name="Wanja Kariuki")


@pytest.fixture
def editor():
    return UserFactory(role=User.Role.EDITOR)


def open_step(page, event, label):
    """From the host's desk to one of its rooms."""
    page.goto(f"/en/events/{event.slug}/manage/")
    page.locator("main").get_by_role("link", name=label, exact=True).last.click()


def write_event(page):
    """Without a mouse, from the first field to Enter in one of the last."""
    page.goto("/en/events/")
    page.get_by_role("link", name="Set up an event").click()
    page.get_by_label("Title").focus()
    page.keyboard.type(TITLE)
    page.keyboard.press("Tab")
    page.keyboard.type("Two hours among those who ask whether audits change anything.")
    page.get_by_label("Day", exact=True).fill(str(timezone.localdate() + timedelta(days=30)))
    page.get_by_label("Begins at").fill("15:00")
    page.get_by_label("Ends at").fill("17:00")
    page.get_by_label("Time zone of the event").select_option("Africa/Nairobi")
    page.get_by_label("Joining link").fill(CALL)
    page.get_by_label("Key questions").fill(QUESTIONS[0])
    page.get_by_label("Seats").focus()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/manage/")
    return LearningEvent.objects.get()


def fill_agenda(page, event):
    """One item from the keyboard, where its beginning is filled in already; the others as lines."""
    open_step(page, event, "Agenda")
    page.get_by_label("Until, or minutes").focus()
    for typed in ("10", "Welcome", "Hana Otieno"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".agenda-items strong")).to_have_text(["Welcome"])
    page.get_by_label("One item a line").fill(AGENDA)
    press(page, "Add these lines")


def add_question(page, event):
    open_step(page, event, "Questions")
    page.get_by_label("New questions").fill(QUESTIONS[1])
    submit(page)


def publish(page, event):
    page.goto(f"/en/events/{event.slug}/manage/")
    page.locator(".org-turns").get_by_role("link", name="Publish").click()
    press(page, "Publish")
    event.refresh_from_db()


def ask_as_stranger(page, event):
    """The form, the mail, the button; opening the link alone does nothing."""
    page.goto(event.get_absolute_url())
    page.get_by_role("link", name="Register", exact=True).click()
    page.get_by_role("textbox", name="Your name").fill("Nora Lind")
    page.get_by_label("Your e-mail address").fill(NORA)
    page.get_by_role("textbox", name="Organisation").fill("Budget Watch")
    page.get_by_role("radio", name="Others").check()
    page.get_by_label("Show me in the list of participants").check()
    press(page, "Send me the link")
    link = mailed_path(NORA, "registration")
    before = hash_of_all_tables()
    assert page.request.head(link).status == 200
    page.goto(link)
    assert hash_of_all_tables() == before
    press(page, "Yes, I register")


def come_back_in_line(phone, host_page, event):
    """Mosi gives his place up in two steps and asks again; a seat more lets him in."""
    phone.get_by_role("link", name="I cannot come").click()
    press(phone, "I cannot come")
    expect(phone.get_by_text("Tick the box if you are sure.").first).to_be_visible()
    phone.get_by_label("Yes, I am sure").check()
    press(phone, "I cannot come")
    phone.goto(event.get_absolute_url())
    press(phone, "Join the waiting list")
    expect(phone.get_by_text("You are number 1 on the waiting list.")).to_be_visible()
    open_step(host_page, event, "Words, hosts and seats")
    host_page.get_by_label("Seats").fill("3")
    press(host_page, "Save")
    phone.reload()
    expect(phone.get_by_text("You have a place.")).to_be_visible()


def make_groups(page, event, rapporteur):
    for topic in ("What brings findings back", "Who asks again"):
        open_step(page, event, "Breakout groups")
        page.get_by_role("link", name="Add a group").first.click()
        page.get_by_label("Topic").fill(topic)
        page.get_by_label("Who writes the notes").select_option(label=rapporteur)
        press(page, "Save")
        rapporteur = "None yet"
    press(page, "Make the groups")  # who writes the notes stays in hers
    expect(page.get_by_text("Groups have 1 to 2 people.")).to_be_visible()


def join(page, event):
    """On the page of the event is one's own way in; it leads into the call at once."""
    page.goto(event.get_absolute_url())
    with page.expect_request(CALL):
        page.get_by_role("link", name="Join the call").click()


def note(page, event):
    """On her own page of the event stands her group; what she types is saved."""
    page.goto(event.get_absolute_url())
    page.get_by_role("link", name="What brings findings back").first.click()
    page.get_by_role("textbox", name="Your notes").press_sequentially(NOTES)
    expect(page.locator("[data-notes-shown]")).to_contain_text("Saved ")


def take_attendance(page, event):
    open_step(page, event, "Attendance")
    for name in ("Mosi Banda", "Wanja Kariuki", "Nora Lind"):
        page.get_by_label(name).check()
    press(page, "Save")


def say_how_it_was(page, address):
    page.goto(mailed_path(address, "feedback-by-link"))
    page.get_by_label("4 – useful").check()
    page.get_by_label("What will you try or change?").fill("Ask again after a year.")
    press(page, "Send")
    expect(page.get_by_text("Thank you. You can change your answer")).to_be_visible()


def write_takeaway(page, event):
    open_step(page, event, "Takeaways")
    page.get_by_role("link", name="Add a takeaway").click()
    page.get_by_label("In one line").fill(TAKEAWAY)
    page.get_by_label("Participants agreed").check()
    page.get_by_label(QUESTIONS[1]).check()
    press(page, "Save")
    page.get_by_role("link", name="Write what was said").last.click()
    page.get_by_label("Answered").check()
    page.get_by_role("textbox", name="What was said").fill("That nobody asks again.")
    press(page, "Save")


def write_report(page, event):
    """The portal drafts, the host edits a section and asks the participants."""
    open_step(page, event, "Summary report")
    press(page, "Make the draft")
    expect(page.get_by_text(NOTES)).to_be_visible()
    page.locator("#section-course").get_by_role("link", name="Edit").click()
    page.get_by_label("Text").fill("We meet again in a year.")
    press(page, "Save")
    page.get_by_role("link", name="Ask the participants for comments").click()
    press(page, "Send the mails")
    expect(page.get_by_text("The participants are asked for their comments by mail.")).to_be_visible()


def comment(page):
    page.goto(mailed_path(NORA, "report-by-link"))
    page.get_by_text("Comment on “How it ran”").click()
    page.locator("section#course").get_by_label("Your comment").fill("Say where we meet.")
    page.locator("section#course").get_by_role("button", name="Send the comment").click()
    expect(page.get_by_text("The hosts read your comment")).to_be_visible()


def settle(page):
    page.reload()
    expect(page.get_by_text("Nora Lind")).to_be_visible()
    page.get_by_label("Answer to the participant").fill("In Nairobi. It is in now.")
    press(page, "Answer and settle")


def make_final(page, event):
    page.goto(f"/en/events/{event.slug}/report/edit/")
    page.get_by_role("link", name="Make it final").click()
    press(page, "Make it final")
    expect(page.get_by_text("The report is final.")).to_be_visible()


def read_report(page, event):
    """From the page of the event, where everybody finds it; then both files."""
    page.goto(event.get_absolute_url())
    page.get_by_role("link", name="Read the summary report").click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text(TAKEAWAY)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return downloaded(page, "PDF"), downloaded(page, "Word")


@pytest.mark.parametrize("width", [1280, PHONE])
def test_an_event_from_its_first_line_to_the_final_report(open_page, host, mosi, wanja, editor, width):
    desk = open_page("/en/", width=width, user=host)
    event = write_event(desk)
    fill_agenda(desk, event)
    add_question(desk, event)
    publish(desk, event)
    assert [each.title for each in event.agenda_items.all()][:2] == ["Welcome", "Two experiences"]

    phone = open_page(event.get_absolute_url(), width=PHONE, user=mosi)
    press(phone, "Register")
    expect(phone.get_by_text("You have a place.", exact=True)).to_be_visible()
    reader = open_page("/en/", width=width)
    ask_as_stranger(reader, event)
    expect(reader.get_by_text("You have a place.")).to_be_visible()
    waiting = open_page(event.get_absolute_url(), width=width, user=wanja)
    press(waiting, "Join the waiting list")
    expect(waiting.get_by_text("You are number 1 on the waiting list.")).to_be_visible()

    come_back_in_line(phone, desk, event)
    waiting.reload()
    expect(waiting.get_by_text("You have a place.")).to_be_visible()
    assert "You were next on the waiting list, so you have a place." in mailed(wanja.email)
    phone.get_by_label("Show me in the list of participants").check()
    press(phone, "Save")
    make_groups(desk, event, "Wanja Kariuki · Institute of Figures")

    let_begin(event, timedelta(minutes=30))
    tasks.send_reminders()
    join(phone, event)
    assert reader.request.get(mailed_path(NORA, "join"), max_redirects=0).headers["location"] == CALL
    let_begin(event, -timedelta(minutes=30))
    note(waiting, event)
    take_attendance(desk, event)

    let_begin(event, -timedelta(hours=4))
    tasks.send_reminders()
    tasks.mark_held()
    for page, address in ((phone, mosi.email), (waiting, wanja.email), (reader, NORA)):
        say_how_it_was(page, address)
    open_step(desk, event, "Feedback")
    expect(desk.get_by_text("Ask again after a year.").first).to_be_visible()
    write_takeaway(desk, event)

    write_report(desk, event)
    comment(reader)
    settle(desk)
    make_final(open_page("/en/", width=width, user=editor), event)

    files = {read_report(page, event) for page in (desk, phone, waiting, reader)}
    (pdf, docx) = files.pop()
    assert not files  # everybody took the same files home
    text = pdf_text(pdf)
    for words in (TITLE, "3 participants", TAKEAWAY, NOTES, "We meet again in a year.", "Mosi Banda", "Nora Lind"):
        assert words in text
    assert "Wanja Kariuki" not in text
    assert TITLE in [line for _style, line in word_lines(docx)]
    assert "Wanja Kariuki" not in str(word_tables(docx)) + str(word_lines(docx))
