"""Notes of a group: each writer has a sheet, and of what was typed nothing is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from community.models import AuditEntry
from core.versions import EditedMeanwhile
from events.models import BreakoutGroup, BreakoutNote
from events.personal_data import tell
from events.services.erasing import forget_registrations
from events.services.notes import LONGEST_NOTES, NotesTooLong, save_notes
from tests.factories import LearningEventFactory, RegistrationFactory, UserFactory

JSON = {"Accept": "application/json"}


@pytest.fixture
def group(db):
    return BreakoutGroup.objects.create(event=LearningEventFactory(), topic="Trust")


@pytest.fixture
def writer(group):
    return RegistrationFactory(event=group.event, name="Ama Mensah").user


def address(group, name="save_notes"):
    return reverse(f"events:{name}", args=[group.event.slug, group.pk])


def test_first_words_make_a_sheet_of_the_writers_own(group, writer):
    other = RegistrationFactory(event=group.event, name="Bo Lee").user

    save_notes(group=group, by=writer, text="We agreed.", version=0)
    save_notes(group=group, by=other, text="They did not.", version=0)

    assert list(group.notes.values_list("writer_name", "text", "version")) == [
        ("Ama Mensah", "We agreed.", 1),
        ("Bo Lee", "They did not.", 1),
    ]


def test_same_words_sent_again_change_nothing(group, writer):
    save_notes(group=group, by=writer, text="We agreed.", version=0)

    again = save_notes(group=group, by=writer, text="We agreed. ", version=0)

    assert again.version == 1


def test_an_older_page_is_refused_and_told_what_stands(group, writer):
    save_notes(group=group, by=writer, text="From one tab.", version=0)

    with pytest.raises(EditedMeanwhile) as refused:
        save_notes(group=group, by=writer, text="From another tab.", version=0)

    assert (refused.value.stored.text, refused.value.stored.version) == ("From one tab.", 1)
    assert group.notes.get().text == "From one tab."


def test_too_long_notes_are_refused_in_plain_words(group, writer):
    with pytest.raises(NotesTooLong) as refused:
        save_notes(group=group, by=writer, text="a" * (LONGEST_NOTES + 1), version=0)

    assert str(refused.value) == (
        "These notes are 50,001 characters long, and 50,000 fit on a sheet. Shorten them to save."
    )
    assert list(group.notes.written()) == []


def test_script_saves_and_hears_the_version(client, group, writer):
    client.force_login(writer)

    first = client.post(address(group), {"text": "We", "version": "0"}, headers=JSON)
    second = client.post(address(group), {"text": "We agreed.", "version": "1"}, headers=JSON)

    assert [first.json(), second.json()] == [{"version": 1}, {"version": 2}]
    assert group.notes.get().text == "We agreed."


def test_script_of_an_older_page_gets_the_words_that_stand(client, group, writer):
    save_notes(group=group, by=writer, text="From one tab.", version=0)
    client.force_login(writer)

    answer = client.post(address(group), {"text": "From another.", "version": "0"}, headers=JSON)

    assert (answer.status_code, answer.json()) == (409, {"version": 1, "text": "From one tab."})


def test_page_without_script_shows_both_texts_and_keeps_both(client, group, writer):
    save_notes(group=group, by=writer, text="From one tab.", version=0)
    client.force_login(writer)

    refused = client.post(address(group), {"text": "From another.", "version": "0"})
    page = refused.context
    kept = client.post(
        address(group), {"text": page["text"], "other": page["other"], "version": page["version"], "keep": "both"}
    )

    assert (refused.status_code, page["other"], page["text"]) == (409, "From one tab.", "From another.")
    assert kept.status_code == 302
    assert group.notes.get().text == "From one tab.\n\nFrom another."


@pytest.mark.parametrize("version", ["", "-1", "x", "1.5", "9" * 30])
def test_unreadable_version_overwrites_nothing(client, group, writer, version):
    save_notes(group=group, by=writer, text="What stands.", version=0)
    client.force_login(writer)

    answer = client.post(address(group), {"text": "Something else.", "version": version})

    assert answer.status_code == 409
    assert group.notes.get().text == "What stands."


def test_too_long_notes_come_back_with_their_message(client, group, writer):
    client.force_login(writer)
    typed = "a" * (LONGEST_NOTES + 1)

    page = client.post(address(group), {"text": typed, "version": "0"})
    told = client.post(address(group), {"text": typed, "version": "0"}, headers=JSON)

    assert (page.status_code, page.context["text"]) == (400, typed)
    assert told.json() == {"message": page.context["refusal"]}


def test_page_shows_all_sheets_and_marks_the_rapporteur(client, group, writer):
    group.rapporteur = group.event.registrations.get(user=writer)
    group.save()
    reader = RegistrationFactory(event=group.event).user
    save_notes(group=group, by=writer, text="We <b>agreed</b>.", version=0)
    client.force_login(reader)

    page = client.get(address(group, "group"))

    assert [(each["note"].text, each["is_rapporteur"]) for each in page.context["sheets"]] == [
        ("We <b>agreed</b>.", True)
    ]
    assert "We &lt;b&gt;agreed&lt;/b&gt;." in page.content.decode()


def test_editors_read_and_do_not_write(client, group, writer):
    editor = UserFactory(role="editor")
    client.force_login(editor)

    answers = [client.get(address(group, "group")), client.post(address(group), {"text": "x", "version": "0"})]

    assert [answer.status_code for answer in answers] == [200, 403]


def test_who_gave_their_place_back_reads_no_more(client, group, writer):
    group.event.registrations.update(status="cancelled")
    client.force_login(writer)

    assert client.get(address(group, "group")).status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_page_of_a_group_asks_as_much_for_many_sheets(client, group, writer, count, django_assert_num_queries):
    for n in range(count):
        by = RegistrationFactory(event=group.event).user
        save_notes(group=group, by=by, text=f"Sheet {n}", version=0)
        BreakoutGroup.objects.create(event=group.event, topic=f"Another {n}")
    client.force_login(writer)
    client.get(address(group, "group"))

    with django_assert_num_queries(20):
        client.get(address(group, "group"))


def test_hosts_take_the_notes_along(client, group, writer):
    host = UserFactory()
    group.event.organisers.create(user=host)
    save_notes(group=group, by=writer, text="=1+1 agreed", version=0)
    client.force_login(host)

    text = client.get(address(group, "export_notes")).content.decode()
    table = client.get(address(group, "export_notes"), {"format": "csv"}).content.decode()

    assert "Trust" in text
    assert "Ama Mensah" in text
    assert "=1+1 agreed" in text
    assert table.splitlines()[1].endswith(",'=1+1 agreed")


def test_host_deletes_a_sheet_only_as_it_was_read(client, group, writer):
    host = UserFactory()
    group.event.organisers.create(user=host)
    note = save_notes(group=group, by=writer, text="We", version=0)
    page = reverse("events:delete_notes", args=[group.event.slug, group.pk, note.pk])
    client.force_login(host)
    client.get(page)
    save_notes(group=group, by=writer, text="We agreed.", version=1)

    refused = client.post(page, {"version": "1"})
    done = client.post(page, {"version": refused.context["sheet"].version})

    assert (refused.status_code, done.status_code) == (409, 302)
    assert list(BreakoutNote.objects.all()) == []


@pytest.mark.django_db(transaction=True)
def test_two_writers_with_two_tabs_each_lose_no_character():
    """Each tab types twelve words, one by one, onto what it has; told that it is behind, it keeps the words of both."""
    group = BreakoutGroup.objects.create(event=LearningEventFactory(), topic="Trust")
    writers = [RegistrationFactory(event=group.event, name=name).user for name in ("Ama", "Bo")]
    tabs = [(writer, f"{writer.pk}-{tab}") for writer in writers for tab in ("left", "right")]

    def typing(writer, tab):
        text, version, refusals = "", 0, 0
        for n in range(12):
            text = f"{text} {tab}-{n}".strip()
            while True:
                try:
                    version = save_notes(group=group, by=writer, text=text, version=version).version
                    break
                except EditedMeanwhile as meanwhile:
                    there = meanwhile.stored.text.split()
                    text = " ".join([*there, *(word for word in text.split() if word not in there)])
                    version = meanwhile.stored.version
                    refusals += 1
        connection.close()
        return refusals

    with ThreadPoolExecutor(len(tabs)) as pool:
        refusals = list(pool.map(lambda tab: typing(*tab), tabs))

    sheets = {note.writer_id: set(note.text.split()) for note in group.notes.all()}
    typed = {
        writer.pk: {f"{writer.pk}-{tab}-{n}" for tab in ("left", "right") for n in range(12)} for writer in writers
    }
    assert sheets == typed
    assert sum(refusals) > 0


def test_administrator_reads_notes_for_the_hosts_in_the_admin_and_the_event_keeps_a_log(client, group, writer):
    group.notes_for = BreakoutGroup.NotesFor.HOSTS
    group.save()
    note = save_notes(group=group, by=writer, text="We agreed.", version=0)
    administrator = UserFactory(role="administrator")
    client.force_login(administrator)

    in_portal = client.get(address(group, "group"))
    in_admin = client.get(reverse("admin:events_breakoutnote_change", args=[note.pk]))

    assert (in_portal.status_code, in_admin.status_code) == (404, 200)
    assert [(entry.actor, entry.action, entry.target) for entry in AuditEntry.objects.all()] == [
        (administrator, AuditEntry.Action.READ, group.event)
    ]


def test_notes_stay_without_a_name_when_their_writer_is_erased(client, group, writer):
    reader = RegistrationFactory(event=group.event).user
    save_notes(group=group, by=writer, text="We agreed.", version=0)
    told = tell(writer)["notes_of_groups"]

    forget_registrations(writer)

    client.force_login(reader)
    page = client.get(address(group, "group")).content.decode()
    assert told == [{"event": group.event.title, "group": "Trust", "text": "We agreed."}]
    assert list(group.notes.values_list("writer", "writer_name", "text")) == [(None, "", "We agreed.")]
    assert "A participant" in page
